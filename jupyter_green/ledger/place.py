"""Where the ledger lies: the user's data directory by the platform's convention, or where the environment says."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

__all__ = ["VARIABLE", "is_on_network_disk", "ledger_path"]

VARIABLE = "JUPYTER_GREEN_LEDGER"
_SWITCHES = frozenset({"", "0", "1", "false", "true", "no", "yes", "off", "on"})
_NETWORK_DISKS = ("nfs", "cifs", "smb", "efs", "lustre", "9p", "fuse")


def ledger_path(environment: Mapping[str, str], *, platform: str = sys.platform, home: Path | None = None) -> Path:
    """Return the path of the user's ledger; ``JUPYTER_GREEN_LEDGER`` names another file, or only says on or off."""
    told = environment.get(VARIABLE, "")
    if told.strip().lower() not in _SWITCHES:
        return Path(told).expanduser()
    return _data_home(environment, platform, home) / "jupyter_green" / "ledger.sqlite"


def _data_home(environment: Mapping[str, str], platform: str, home: Path | None) -> Path:
    own = Path("~").expanduser() if home is None else home
    if platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return Path(local) if local else own / "AppData" / "Local"
    if platform == "darwin":
        return own / "Library" / "Application Support"
    told = environment.get("XDG_DATA_HOME", "")
    return Path(told) if Path(told).is_absolute() else own / ".local" / "share"


def is_on_network_disk(folder: Path, mounts: str | None = None) -> bool:
    """True when the folder lies on a network file system, where SQLite's write-ahead log cannot be shared.

    ``mounts`` is the text of ``/proc/mounts``; without it, it is read where there is one.
    """
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text("utf-8", errors="replace")
        except OSError:
            return False
    best, kind = "", ""
    place = str(folder.resolve())
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) > 2:
            point = fields[1].replace("\\040", " ")
            inside = place == point or place.startswith(point.rstrip("/") + "/")
            if inside and len(point) >= len(best):
                best, kind = point, fields[2]
    return kind.startswith(_NETWORK_DISKS)
