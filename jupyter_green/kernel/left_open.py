"""The memory of endpoints that a kernel leaves open: one small file in the user's cache folder."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["LeftOpenFile", "cache_folder"]

_FILE = "left-open.json"
_MOST_KEPT = 100


class LeftOpenFile:
    """Endpoints left open, each with the cell that deletes it, and names that were found gone, with the moment of that.

    A damaged file is no memory; where it cannot be written, ``warn`` gets one line.
    """

    def __init__(self, folder: Path, warn: Callable[[str], None]) -> None:
        self._folder = folder
        self._warn = warn

    def left_open(self) -> list[dict[str, Any]]:
        """Return what was left open and is not known to be gone."""
        return [one for one in self._read() if "gone" not in one]

    def gone(self) -> dict[str, float]:
        """Return the names that were found gone, each with the moment of that."""
        return {one["name"]: float(one["gone"]) for one in self._read() if isinstance(one.get("gone"), (int, float))}

    def keep(self, left: Iterable[dict[str, Any]]) -> None:
        """Add endpoints that are left open."""
        known = {one["name"]: one for one in (*self._read(), *left)}
        self._write(list(known.values())[-_MOST_KEPT:])

    def found_gone(self, name: str, at: float) -> None:
        """Remember that an endpoint does not stand any more, however it went."""
        others = [one for one in self._read() if one["name"] != name]
        self._write([*others, {"name": name, "gone": at}][-_MOST_KEPT:])

    def deleted(self, name: str) -> None:
        """Forget an endpoint that was deleted from a kernel."""
        known = self._read()
        kept = [one for one in known if one["name"] != name]
        if len(kept) != len(known):
            self._write(kept)

    def _read(self) -> list[dict[str, Any]]:
        try:
            told = json.loads((self._folder / _FILE).read_text("utf-8"))
        except (OSError, ValueError):
            return []
        if not isinstance(told, list):
            return []
        return [one for one in told if isinstance(one, dict) and isinstance(one.get("name"), str)]

    def _write(self, told: list[dict[str, Any]]) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh = self._folder / f"{_FILE}.{os.getpid()}"
            fresh.write_text(json.dumps(told), "utf-8")
            fresh.replace(self._folder / _FILE)
        except OSError as error:
            self._warn(f"open endpoints cannot be remembered ({type(error).__name__})")


def cache_folder(environment: Mapping[str, str], *, platform: str = sys.platform) -> Path:
    """Return the user's cache folder: ``JUPYTER_GREEN_CACHE``, else by the habits of the operating system."""
    if environment.get("JUPYTER_GREEN_CACHE"):
        return Path(environment["JUPYTER_GREEN_CACHE"])
    if environment.get("XDG_CACHE_HOME"):
        return Path(environment["XDG_CACHE_HOME"]) / "jupyter_green"
    if platform == "win32" and environment.get("LOCALAPPDATA"):
        return Path(environment["LOCALAPPDATA"]) / "jupyter_green" / "Cache"
    if platform == "darwin":
        return Path.home() / "Library" / "Caches" / "jupyter_green"
    return Path.home() / ".cache" / "jupyter_green"
