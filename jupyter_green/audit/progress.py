"""A progress bar on a terminal, where there is something to wait for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["progress"]

_FEWEST = 25


@contextmanager
def progress(total: int) -> Iterator[Callable[[int], None]]:
    """Yield a function that is told how many documents are done; it shows a bar where standard error is a terminal."""
    bar = _bar() if total >= _FEWEST and sys.stderr.isatty() else None
    if bar is None:
        yield lambda count: None
        return
    with bar:
        task = bar.add_task("auditing", total=total)
        yield lambda count: bar.advance(task, count)


def _bar() -> Any:
    """Return a bar with rate and remaining time, or None without the library for it."""
    try:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
        from rich.text import Text
    except ImportError:
        return None

    class Rate(ProgressColumn):  # type: ignore[misc,unused-ignore]
        """Documents a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text("" if speed is None else f"{speed:,.0f}/s")

    return Progress(
        BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(), console=Console(stderr=True), transient=True
    )
