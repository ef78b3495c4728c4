"""The whole lower half of the kernel room on one shell, as the extension wires it."""

from __future__ import annotations

from typing import Any

from jupyter_green.kernel.api_watch import ApiCall, ApiWatch
from jupyter_green.kernel.cell_watch import CellEvent, CellWatch
from jupyter_green.kernel.namespace import safe_dict
from jupyter_green.kernel.worker import Worker
from tests.kernel.stand_ins import is_sdk


class Watched:
    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.calls: list[ApiCall] = []
        self.found: list[str] = []
        self.read: list[dict[str, Any]] = []
        self.tripped: list[str] = []
        self.worker = Worker()
        self.api = ApiWatch(
            lambda call: self.worker.submit(self.calls.append, call), on_trip=lambda why: self.tripped.append(why)
        )
        self.cells = CellWatch(
            shell,
            self.on_cell,
            is_interesting=is_sdk,
            heal=self.api.heal,
            on_trip=lambda why: self.tripped.append(why),
        )

    def on_cell(self, event: CellEvent) -> None:
        for entry in event.found:
            self.found.append(entry.path)
            self.read.append(safe_dict(entry.value))

    def start(self) -> None:
        self.api.install()
        self.cells.start()

    def stop(self) -> None:
        self.cells.stop()
        self.api.uninstall()
        self.worker.stop()

    def settle(self) -> list[ApiCall]:
        assert self.worker.drain(60)
        return self.calls

    def run(self, source: str) -> Any:
        """Run a cell as a front end does, and insist that it went as the user wrote it."""
        result = self.shell.run_cell(source, store_history=True)
        result.raise_error()
        return result.result
