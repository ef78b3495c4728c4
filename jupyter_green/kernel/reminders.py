"""Endpoints that nobody calls: one line at the next cell, and a memory that outlives the kernel."""

from __future__ import annotations

import atexit
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_green.kernel.books import Entry
    from jupyter_green.kernel.session import Session

__all__ = ["Reminders", "cache_folder"]

_FILE = "left-open.json"
_MOST_LEFT = 50


class Reminders:
    """Says once per silence that an open endpoint is silent, and at the kernel's end which ones stay open.

    A kernel that ends can add no cell any more: what it leaves open is kept in the user's cache folder, with the cell
    that deletes it, and ``%green endpoints`` of the next kernel shows it.
    """

    def __init__(self, session: Session, folder: Path | None = None) -> None:
        self._session = session
        self._folder = folder
        self._waits_for_exit = False
        self._said: dict[str, float] = {}  # key of the endpoint: the moment since when it is silent

    @property
    def folder(self) -> Path:
        """The folder of the memory."""
        return self._folder or cache_folder(os.environ)

    def due(self) -> list[str]:
        """Return one line for each endpoint whose silence has grown too long, each silence told once."""
        session, lines = self._session, []
        for entry in session.books.open_endpoints():
            if not self._waits_for_exit:
                self._waits_for_exit = True
                atexit.register(self.leave)
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

    def stop(self) -> None:
        """Remind no more, and remember nothing when the kernel ends."""
        atexit.unregister(self.leave)

    def leave(self) -> None:
        """Keep which endpoints this kernel leaves open, and say so where somebody can still read it."""
        left = [self._told(entry) for entry in self._session.books.open_endpoints()]
        if not left:
            return
        known = {one["name"]: one for one in (*self.left_open(), *left)}
        self._write(list(known.values())[-_MOST_LEFT:])
        names = ", ".join(str(one["name"]) for one in left)
        print(f"jupyter_green: left open and paid for by the hour: {names}", file=sys.stderr)

    def left_open(self) -> list[dict[str, Any]]:
        """Return what earlier kernels left open, as far as nobody deleted it from a kernel since."""
        try:
            told = json.loads((self.folder / _FILE).read_text("utf-8"))
        except (OSError, ValueError):
            return []
        if not isinstance(told, list):
            return []
        return [one for one in told if isinstance(one, dict) and isinstance(one.get("name"), str)]

    def deleted(self, name: str) -> None:
        """Forget an endpoint that is gone."""
        left = self.left_open()
        kept = [one for one in left if one["name"] != name]
        if len(kept) != len(left):
            self._write(kept)

    def _told(self, entry: Entry) -> dict[str, Any]:
        from jupyter_green.kernel.state import delete_cell

        region = entry.job.region if isinstance(entry.job.region, str) else None
        return {
            "name": entry.job.name,
            "region": region,
            "silent_since": _silent_since(entry),
            "delete_cell": delete_cell(entry),
        }

    def _write(self, left: list[dict[str, Any]]) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh = self.folder / f"{_FILE}.{os.getpid()}"
            fresh.write_text(json.dumps(left), "utf-8")
            fresh.replace(self.folder / _FILE)
        except OSError as error:
            self._session.notice(f"open endpoints cannot be remembered ({type(error).__name__})")


def cache_folder(environment: Mapping[str, str], *, platform: str = sys.platform) -> Path:
    """Return the user's cache folder of jupyter_green, by the habits of the operating system."""
    if environment.get("XDG_CACHE_HOME"):
        return Path(environment["XDG_CACHE_HOME"]) / "jupyter_green"
    if platform == "win32" and environment.get("LOCALAPPDATA"):
        return Path(environment["LOCALAPPDATA"]) / "jupyter_green" / "Cache"
    if platform == "darwin":
        return Path.home() / "Library" / "Caches" / "jupyter_green"
    return Path.home() / ".cache" / "jupyter_green"


def _silent_since(entry: Entry) -> float:
    return entry.last_call or entry.started_at or 0.0
