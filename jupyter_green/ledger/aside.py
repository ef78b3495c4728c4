"""Setting a damaged ledger aside: renamed, never deleted, by one kernel only and while no other has it open.

A log that was renamed apart from its file, or left beside a new one, would lose rows or damage them; so whoever opens
the ledger holds a shared lock, and who renames it an exclusive one. The locks end with the process, however it ends.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

__all__ = ["inode_of", "set_aside", "shared"]


def inode_of(path: Path) -> int | None:
    """Return the number that tells this file from another under the same name; None when there is none."""
    try:
        return path.stat().st_ino
    except OSError:
        return None


def set_aside(path: Path, seen: int | None) -> Path | None:
    """Rename the ledger and its log; return the new name, or None when another kernel has done so already.

    ``seen`` is the inode of the file that was found damaged: under the same name there may be a sound one by now.
    Raises OSError when it cannot be renamed.
    """
    with _locked(path, alone=True):
        if inode_of(path) != seen or seen is None:
            return None
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        new = path.with_name(f"{path.name}.damaged-{stamp}")
        number = 1
        while new.exists():
            number += 1
            new = path.with_name(f"{path.name}.damaged-{stamp}-{number}")
        for tail in ("-wal", "-shm"):  # first, since SQLite deletes a log that it finds beside a new file
            with contextlib.suppress(FileNotFoundError):
                path.with_name(path.name + tail).rename(new.with_name(new.name + tail))
        path.rename(new)
        return new


@contextlib.contextmanager
def shared(path: Path) -> Iterator[None]:
    """Keep the ledger from being set aside while it is open; where no lock can be had, nothing is kept."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            stack.enter_context(_locked(path, alone=False))
        yield


@contextlib.contextmanager
def _locked(path: Path, *, alone: bool) -> Iterator[None]:
    with path.with_name(path.name + ".lock").open("a+b") as held:
        try:
            import fcntl
        except ImportError:  # Windows refuses to rename a file that somebody has open: no lock is needed
            pass
        else:
            fcntl.flock(held, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield
