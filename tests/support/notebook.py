"""A notebook without a front end: one IPython shell with the extension loaded, cells run one by one."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from jupyter_green.extension import load, unload
from jupyter_green.kernel.books import Entry
from jupyter_green.kernel.session import Session
from jupyter_green.views.bundle import MIME_TYPE

__all__ = ["NotebookShell", "forget_names", "notebook_shell"]


class NotebookShell:
    """Runs cells and keeps what was displayed under each."""

    def __init__(self) -> None:
        self.shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
        atexit.unregister(self.shell.atexit_operations)
        self.outputs: list[dict[str, Any]] = []
        self.shell.display_pub.publish = lambda data, metadata=None, **_: self.outputs.append(data)
        self.extension = load(self.shell)
        self.session.display.can_renew = True  # as a front end does, not a terminal

    @property
    def session(self) -> Session:
        return self.extension.session

    def run(self, cell: str, *, cell_id: str | None = None, **names: Any) -> list[dict[str, Any]]:
        """Run a cell with the given names set first; return what it displayed. A failing cell fails the test."""
        self.shell.user_ns.update(names)
        before = len(self.outputs)
        result = self.shell.run_cell(cell, store_history=True, cell_id=cell_id)
        result.raise_error()
        self.session.worker.drain(5)
        return self.outputs[before:]

    def lines(self, cell: str, **names: Any) -> list[dict[str, Any]]:
        """Run a cell and return the LINEs that stand under it at the end."""
        bundles = [output[MIME_TYPE] for output in self.run(cell, **names) if MIME_TYPE in output]
        return list(bundles[-1]["lines"]) if bundles else []

    def started(self) -> list[Entry]:
        """Return the counted entries that AWS accepted."""
        return [entry for entry in self.session.books.counted() if entry.started_at is not None]


def forget_names(shell: Any) -> None:
    """Let go of what cells have named: IPython never lets go of a shell, and clients are large."""
    for name in [name for name in shell.user_ns if not name.startswith("__")]:  # those make it a module: ``__main__``
        del shell.user_ns[name]


@contextmanager
def notebook_shell() -> Iterator[NotebookShell]:
    """Give a shell with the extension loaded, and take it out again."""
    notebook = NotebookShell()
    try:
        yield notebook
    finally:
        unload(notebook.shell)
        forget_names(notebook.shell)
