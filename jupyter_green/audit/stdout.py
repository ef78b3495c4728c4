"""Standard output, which may be a full disk or a reader that has left."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from jupyter_green.audit.sources import UsageError

__all__ = ["say_no_more", "show"]


def show(text: str) -> None:
    """Write a text to standard output at once.

    Raises UsageError where that fails, and BrokenPipeError where the reader has seen enough.
    """
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
    except OSError as error:
        say_no_more()
        if isinstance(error, BrokenPipeError):
            raise
        raise UsageError(f"standard output cannot be written: {error.strerror or error}") from error


def say_no_more() -> None:
    """Let what standard output still holds go nowhere: Python would try, and fail, to write it once more at the end."""
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
