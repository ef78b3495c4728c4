"""Which cell a call belongs to, and which calls are our own.

A context variable carries the cell into the tasks and ``asyncio.to_thread`` calls that the cell makes; plain threads
start without it, so the cell that runs at the moment stands in for them and the event says so.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, NamedTuple

__all__ = ["Attribution", "CellToken", "attribute", "begin_cell", "end_cell", "is_ours", "running_cell", "unrecorded"]

Attribution = Literal["cell", "running", "late", "none"]


class CellToken(NamedTuple):
    """One execution of one cell: ``serial`` is unique within the kernel, the others are what the front end knows."""

    serial: int
    execution_count: int | None
    cell_id: str | None


_current_cell: ContextVar[CellToken | None] = ContextVar("jupyter_green_cell", default=None)
_running: list[CellToken] = []  # a stack, because a cell may run another one with get_ipython().run_cell


class _Ours(threading.local):
    depth = 0


_ours = _Ours()


def begin_cell(token: CellToken) -> None:
    """Make ``token`` the cell that calls from here on belong to."""
    _running.append(token)
    _current_cell.set(token)


def end_cell(token: CellToken | None = None) -> None:
    """Forget ``token`` and every cell that was started inside it; without a token, forget all running cells."""
    if token is None or token not in _running:
        _running.clear()
    else:
        del _running[_running.index(token) :]
    _current_cell.set(_running[-1] if _running else None)


def running_cell() -> CellToken | None:
    """Return the innermost cell that runs now, or None between cells."""
    return _running[-1] if _running else None


def attribute() -> tuple[CellToken | None, Attribution]:
    """Return the cell that the calling code belongs to, and how that is known.

    ``cell``: the code carries the cell's context. ``running``: it carries none (a plain thread), the cell that runs now
    is the best guess. ``late``: it carries a cell's context but no cell runs (a background task, or a silent execution
    of the front end). ``none``: no cell.
    """
    token = _current_cell.get()
    running = running_cell()
    if token is not None:
        return token, "cell" if running is not None else "late"
    return running, "running" if running is not None else "none"


@contextmanager
def unrecorded() -> Iterator[None]:
    """Mark AWS calls made by this thread inside the block as our own look-ups, which no watch records."""
    _ours.depth += 1
    try:
        yield
    finally:
        _ours.depth -= 1


def is_ours() -> bool:
    """True while this thread is inside :func:`unrecorded`."""
    return _ours.depth > 0
