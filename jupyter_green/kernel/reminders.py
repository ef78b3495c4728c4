"""Endpoints that nobody calls: one line at the next cell, the sidebar by itself, and what earlier kernels left open."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_green.kernel.left_open import LeftOpenFile, cache_folder

if TYPE_CHECKING:
    from jupyter_green.kernel.books import Entry
    from jupyter_green.kernel.session import Session

__all__ = ["Reminders"]

_LONGEST_WAIT = 300.0  # seconds; a changed setting or clock is noticed after that
_MOST_NAMED = 3


class Reminders:
    """Says once per silence that an open endpoint is silent, and at the kernel's end which ones stay open.

    The front end is told by a thread of its own when the silence grows too long, whether a cell runs or not; the thread
    lives as long as an endpoint is open. A kernel that ends can add no cell any more: what it leaves open is kept in
    the user's cache folder and in the ledger, the first cell of the next kernel mentions it, and ``%green endpoints``
    there has the cell that deletes it.
    """

    def __init__(self, session: Session, folder: Path | None = None) -> None:
        self._session = session
        self._folder = folder
        self._waits_for_exit = False
        self._mentioned_earlier = False
        self._said: dict[str, float] = {}  # key of the endpoint: the moment since when it is silent
        self._shown: dict[str, int] = {}  # key of the endpoint: how many times the front end was reminded
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()
        self._lock = threading.Lock()

    @property
    def memory(self) -> LeftOpenFile:
        """What outlives the kernel."""
        return LeftOpenFile(self._folder or cache_folder(os.environ), self._session.notice)

    # -- at a cell ----------------------------------------------------------------------------------------------------

    def due(self) -> list[str]:
        """Return one line on what earlier kernels left open, once, and one for each endpoint silent for too long."""
        session, lines = self._session, self._earlier_line()
        for entry in session.books.open_endpoints():
            since = _silent_since(entry)
            footprint = session.footprint(entry)
            minutes = (session.clock() - since) / 60
            too_short = minutes < session.settings.remind_after
            if too_short or self._said.get(entry.key) == since or footprint.basis != "per hour":
                continue
            self._said[entry.key] = since
            from jupyter_green.wording import say_duration, say_quantity

            rate = " · ".join(
                say_quantity(amount, with_range=False)
                for amount in (footprint.rate.carbon, footprint.rate.cost)
                if amount.is_known
            )
            paid = f" ({rate})" if rate else ""
            told = say_duration(minutes * 60)
            silence = f"was not called for {told}" if entry.last_call is not None else f"was never called in {told}"
            lines.append(
                f"endpoint {entry.job.name} {silence} and stays up{paid}: %green endpoints has the cell that deletes it"
            )
        return lines

    def earlier(self) -> list[dict[str, Any]]:
        """Return what earlier kernels left open, by the ledger and the cache folder, as far as nobody saw it go."""
        here = {entry.job.name for entry in self._session.books.all() if entry.job.kind == "endpoint"}
        ledger = [
            {"name": one.name, "region": one.region, "silent_since": one.started}
            for one in self._session.recorder.left_open
        ]
        memory = self.memory
        known = {str(one["name"]): one for one in (*ledger, *memory.left_open())}
        gone = memory.gone()
        return [
            one
            for name, one in known.items()
            if name not in here and gone.get(name, -1.0) < float(one.get("silent_since") or 0.0)
        ]

    def _earlier_line(self) -> list[str]:
        if self._mentioned_earlier or not self._session.recorder.has_read:
            return []
        self._mentioned_earlier = True
        names = [str(one["name"]) for one in self.earlier()]
        if not names:
            return []
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        what = "endpoint" if len(names) == 1 else f"{len(names)} endpoints"
        said = f"{', '.join(names[:_MOST_NAMED])}{more}"
        return [
            f"earlier kernels left open {what} {said}, as far as is known: %green endpoints shows what still stands"
        ]

    # -- without a cell -----------------------------------------------------------------------------------------------

    def watch(self) -> None:
        """See to it that the front end is reminded, and that the kernel's end is noticed; safe to call again."""
        if not self._waits_for_exit:
            self._waits_for_exit = True
            atexit.register(self.leave)
        with self._lock:
            if self._ended.is_set() or (self._thread is not None and self._thread.is_alive()):
                return
            self._thread = threading.Thread(target=self._run, name="jupyter-green-reminders", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while (wait := self._remind()) is not None:
            if self._ended.wait(min(max(wait, 0.05), _LONGEST_WAIT)):
                return

    def _remind(self) -> float | None:
        """Renew what the front end shows where a silence is due; return the seconds to the next, None without any.

        A silence is due when it reaches the user's limit, and again at each multiple of it.
        """
        session, is_due = self._session, False
        waits: list[float] = []
        for entry in session.books.open_endpoints():
            limit = max(session.settings.remind_after * 60, 1.0)
            silent = session.clock() - _silent_since(entry)
            times = int(silent // limit)
            if times > self._shown.get(entry.key, 0):
                session.books.change(entry)
                is_due = True
            self._shown[entry.key] = times
            waits.append(limit * (times + 1) - silent)
        if is_due:
            session.changed()
        with self._lock:
            if not waits:
                self._thread = None  # the next endpoint starts another one
                return None
        return min(waits)

    # -- at the end ---------------------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Remind no more, and remember nothing when the kernel ends."""
        self._ended.set()
        atexit.unregister(self.leave)

    def leave(self) -> None:
        """Keep which endpoints this kernel leaves open, and say so where somebody can still read it."""
        left = [self._told(entry) for entry in self._session.books.open_endpoints()]
        if not left:
            return
        self.memory.keep(left)
        names = ", ".join(str(one["name"]) for one in left)
        print(f"jupyter_green: left open and paid for by the hour: {names}", file=sys.stderr)

    def _told(self, entry: Entry) -> dict[str, Any]:
        from jupyter_green.kernel.state import delete_cell

        region = entry.job.region if isinstance(entry.job.region, str) else None
        return {
            "name": entry.job.name,
            "region": region,
            "silent_since": _silent_since(entry),
            "delete_cell": delete_cell(entry),
        }


def _silent_since(entry: Entry) -> float:
    return entry.last_call or entry.started_at or 0.0
