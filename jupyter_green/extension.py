"""Loading and unloading the kernel extension: ``%load_ext jupyter_green``."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_green.kernel.api_watch import ApiCall, ApiWatch
from jupyter_green.kernel.cell_line import problem_of_cell
from jupyter_green.kernel.cell_watch import CellWatch
from jupyter_green.kernel.comm import CommTarget
from jupyter_green.kernel.settings import JupyterGreen, SettingsError, environment_settings, read_project_table
from jupyter_green.kernel.worker import Worker
from jupyter_green.readers.classes import is_sdk_class

if TYPE_CHECKING:
    from jupyter_green.kernel.session import Session

__all__ = ["Extension", "current", "load", "unload"]

_WAIT_FOR_CALLS = 1.0
_WAIT_FOR_WARMING = 5.0


class Extension:
    """Everything that is loaded into one shell, and can be taken out again without a trace.

    Loading brings the watches alone; the session with its tables and practices is made on a background thread, or when
    it is first needed, whichever comes first.
    """

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.problems: list[str] = []
        self._cells: list[tuple[Any, str]] = []
        self.settings = self._settings()
        self._session: Session | None = None
        self._making = threading.RLock()
        self._started_at = time.time()
        self._warming: threading.Thread | None = None
        self._stopped = False
        self.worker = Worker()
        self.api_watch = ApiWatch(self._on_call, on_trip=self.report)
        self.cell_watch = CellWatch(
            shell,
            self._after_cell,
            is_interesting=is_sdk_class,
            on_start=self._before_cell,
            heal=self.api_watch.heal,
            on_trip=self.report,
        )
        self.comm = CommTarget(lambda: self.session, shell)
        self.comm.handlers["report"] = self._report_page

    @property
    def session(self) -> Session:
        """The session, made on first use."""
        with self._making:
            if self._session is None:
                from jupyter_green.kernel.session import Session

                self._session = Session(self.shell, self.settings, worker=self.worker, started_at=self._started_at)
            return self._session

    def start(self) -> None:
        """Begin to watch, register the magics and tell a waiting front end."""
        from jupyter_green.magics import register

        self.api_watch.install()
        self.cell_watch.start()
        register(self)
        self.comm.start()
        self._warming = threading.Thread(target=self._warm_up, name="jupyter-green-warm-up", daemon=True)
        self._warming.start()

    def stop(self) -> None:
        """Take everything out again."""
        from jupyter_green.magics import unregister

        self._stopped = True
        self.comm.stop()
        unregister(self)
        self.cell_watch.stop()
        self.api_watch.uninstall()
        if self._warming is not None:
            self._warming.join(_WAIT_FOR_WARMING)  # or it makes a session, with a thread, that nobody ends
        if self._session is not None:
            self._session.measuring.stop()
            self._session.reminders.stop()
        self.worker.stop()
        if self._session is not None:
            self._session.recorder.stop()
        if self.settings in self.shell.configurables:
            self.shell.configurables.remove(self.settings)

    def _report_page(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Answer a front end that asks for the audit report; the audit is imported only then."""
        from jupyter_green.audit.frontend import report_answer

        return report_answer(message, self.session.context(), self.settings.assumed_region())

    def _on_call(self, call: ApiCall) -> None:
        """Hand a call over to the worker: the user's thread neither makes the session nor waits for it."""
        if call.outcome == "returned":
            self.worker.submit(lambda: self.session.on_call(call))

    def _before_cell(self, token: Any, raw_cell: str) -> None:
        problem = problem_of_cell(raw_cell)
        if problem:
            print(f"jupyter_green: {problem}")
        self._cells.append((token, raw_cell))
        if self._session is not None:
            self._hand_over()

    def _after_cell(self, event: Any) -> None:
        self.worker.drain(_WAIT_FOR_CALLS)  # what AWS accepted in this cell stands under it, not after it
        if self._session is None and not event.found:
            return
        self._hand_over()
        self.session.on_cell(event)

    def _hand_over(self) -> None:
        """Give the session the cells that ran before it was made."""
        waiting, self._cells = self._cells, []
        for token, raw_cell in waiting:
            self.session.on_start(token, raw_cell)

    def _warm_up(self) -> None:
        """Read practices and tables in the background, so that the first line need not wait for them."""
        from jupyter_green.catalog.instances import all_instance_types
        from jupyter_green.practices import all_practices

        steps: tuple[Callable[[], object], ...] = (
            lambda: self.session.recorder.warm_up(),
            all_practices,
            all_instance_types,
        )
        try:
            for step in steps:
                if self._stopped:
                    return
                step()
        except Exception as error:
            self.problems.append(f"warming up failed: {type(error).__name__}")

    def report(self, text: str) -> None:
        """Say once that a part was switched off, and keep it for ``%green doctor``."""
        self.session.notice(text)
        print(f"jupyter_green: {text}")

    def _settings(self) -> JupyterGreen:
        settings, problems = JupyterGreen.for_shell(self.shell)
        self.problems += problems
        if settings not in self.shell.configurables:
            self.shell.configurables.append(settings)
        try:
            table, where = read_project_table(Path.cwd())
            self.problems += settings.take(table, where)
        except (SettingsError, OSError) as error:
            self.problems.append(str(error))
        self.problems += settings.take(environment_settings(os.environ), "environment")
        return settings


_loaded: dict[int, Extension] = {}


def load(shell: Any) -> Extension:
    """Load the extension into ``shell``; loading it again changes nothing."""
    extension = _loaded.get(id(shell))
    if extension is None:
        extension = Extension(shell)
        extension.start()
        _loaded[id(shell)] = extension
        for problem in extension.problems:
            print(f"jupyter_green: {problem}")
    return extension


def unload(shell: Any) -> None:
    """Unload the extension from ``shell``; without one loaded, nothing happens."""
    extension = _loaded.pop(id(shell), None)
    if extension is not None:
        extension.stop()


def current(shell: Any) -> Extension | None:
    """Return the extension loaded into ``shell``, or None."""
    return _loaded.get(id(shell))
