"""Python's garbage collector, held off where nothing it could collect is made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collection_paused", "collection_rare"]

_RARELY = 200_000  # objects made and not freed since the last look


@contextmanager
def collection_paused() -> Iterator[None]:
    """Within, no cycles are looked for; what is made here holds hardly one, and looking costs a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def collection_rare() -> Iterator[None]:
    """Within, cycles are looked for a few hundred documents apart: reports that are kept hold none, and are many."""
    before = gc.get_threshold()
    if before[0]:
        gc.set_threshold(max(before[0], _RARELY), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
