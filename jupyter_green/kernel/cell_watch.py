"""The cell watch: gives each cell a token, keeps the API watch healthy and reports what a cell left behind."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from jupyter_green.kernel import attribution
from jupyter_green.kernel.attribution import CellToken
from jupyter_green.kernel.breaker import Breaker
from jupyter_green.kernel.namespace import Found
from jupyter_green.kernel.scan import NamespaceScan

__all__ = ["CellEvent", "CellWatch"]

SCAN_LIMIT_SECONDS = 0.05
_serials = itertools.count(1)


class CellEvent:
    """What one cell was and left behind. ``found`` and ``result`` are valid during the callback only.

    ``failed_before`` is a syntax error or an unknown magic, ``failed`` an exception of the cell. ``found`` holds the
    objects of interest that are new or changed, the cell's last expression included (path ``Out[n]``).
    """

    __slots__ = ("failed", "failed_before", "found", "raw_cell", "result", "token")

    def __init__(self, token: CellToken, raw_cell: str, failed_before: bool, failed: bool, result: Any) -> None:
        self.token = token
        self.raw_cell = raw_cell
        self.failed_before = failed_before
        self.failed = failed
        self.result = result
        self.found: tuple[Found, ...] = ()

    @property
    def cell_id(self) -> str | None:
        """The notebook's id of the cell, when the front end sends it."""
        return self.token.cell_id

    @property
    def execution_count(self) -> int | None:
        """The number shown beside the cell; None for an empty cell."""
        return self.token.execution_count

    def release(self) -> None:
        """Let go of the user's objects; they stay known by id and weak reference."""
        self.result = None
        for entry in self.found:
            entry.release()


class CellWatch:
    """Listens to the shell before and after each cell, and never disturbs either.

    ``on_cell`` is called after each cell in the user's thread: read there what must be read now, leave the rest to a
    worker. ``on_start(token, raw_cell)`` is called before a cell, ``heal`` too.
    """

    def __init__(
        self,
        shell: Any,
        on_cell: Callable[[CellEvent], None],
        *,
        is_interesting: Callable[[type], bool],
        on_start: Callable[[CellToken, str], None] | None = None,
        heal: Callable[[], None] | None = None,
        on_trip: Callable[[str], None] | None = None,
    ) -> None:
        self._shell = shell
        self._on_cell = on_cell
        self._on_start = on_start
        self._heal = heal
        self._scan = NamespaceScan(is_interesting)
        self._started = False
        self._loading: CellToken | None = None
        self.breakers = {
            "start": Breaker("The watch before cells", SCAN_LIMIT_SECONDS, on_trip=on_trip),
            "scan": Breaker("The search for SageMaker objects after cells", SCAN_LIMIT_SECONDS, on_trip=on_trip),
            "report": Breaker("The report under cells", 5 * SCAN_LIMIT_SECONDS, on_trip=on_trip),
        }

    def start(self) -> None:
        """Listen from now on; the cell that runs now (the one that loads the extension) is counted in."""
        if self._started:
            return
        self._started = True
        self._loading = CellToken(next(_serials), self._number_of_running_cell(), None)
        attribution.begin_cell(self._loading)
        self._shell.events.register("pre_run_cell", self.before_cell)
        self._shell.events.register("post_run_cell", self.after_cell)

    def stop(self) -> None:
        """Listen no more and forget the running cell; safe at any moment and any number of times."""
        if not self._started:
            return
        self._started = False
        for event, callback in (("pre_run_cell", self.before_cell), ("post_run_cell", self.after_cell)):
            try:
                self._shell.events.unregister(event, callback)
            except (ValueError, KeyError):
                continue  # somebody cleared the list of callbacks
        attribution.end_cell()

    def before_cell(self, info: Any = None) -> None:
        """Handle ``pre_run_cell``: give the cell a token and see to the API watch."""
        self.breakers["start"].run(self._before, info)

    def after_cell(self, result: Any = None) -> None:
        """Handle ``post_run_cell``: report what the cell left behind."""
        try:
            self._after(result)
        except SystemExit:
            raise
        except BaseException:
            # KeyboardInterrupt too: the cell is over, only our search was interrupted, and a traceback helps nobody.
            return

    def _number_of_running_cell(self) -> int | None:
        # IPython 8 counts a cell when it is over, newer releases before it begins; only this number knows which.
        return getattr(getattr(self._shell, "displayhook", None), "prompt_count", None)

    def _before(self, info: Any) -> None:
        if self._loading is not None or getattr(info, "store_history", False):
            attribution.end_cell()  # a front end's cell is never nested: what is left over was never finished
            self._loading = None
        stored = getattr(info, "store_history", False)
        count = self._number_of_running_cell() if stored else getattr(self._shell, "execution_count", None)
        token = CellToken(next(_serials), count, getattr(info, "cell_id", None))
        attribution.begin_cell(token)
        if self._heal is not None:
            self._heal()
        if self._on_start is not None:
            self._on_start(token, getattr(info, "raw_cell", "") or "")

    def _after(self, result: Any) -> None:
        info = getattr(result, "info", None)
        raw_cell = getattr(info, "raw_cell", "") or ""
        if not raw_cell.strip():
            return  # an empty cell has no beginning, so there is nothing to end either
        token = attribution.running_cell()
        attribution.end_cell(token)
        self._loading = None
        if token is None:
            token = CellToken(next(_serials), None, getattr(info, "cell_id", None))
        count = getattr(result, "execution_count", None)
        event = CellEvent(
            token._replace(execution_count=token.execution_count if count is None else count),
            raw_cell,
            failed_before=getattr(result, "error_before_exec", None) is not None,
            failed=getattr(result, "error_in_exec", None) is not None,
            result=getattr(result, "result", None),
        )
        try:
            if self._heal is not None:
                self.breakers["start"].run(self._heal)
            event.found = self.breakers["scan"].run(self._search, event) or ()
            self.breakers["report"].run(self._on_cell, event)
        finally:
            event.release()

    def _search(self, event: CellEvent) -> tuple[Found, ...]:
        found = self._scan.changed(
            self._shell.user_ns, event.raw_cell, hidden=getattr(self._shell, "user_ns_hidden", None) or {}
        )
        if event.result is not None:
            found += self._scan.changed_in(f"Out[{event.execution_count}]", event.result)
        return tuple(found)
