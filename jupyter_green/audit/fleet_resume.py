"""An audit that skips what a state file says is finished, and notes in it what it finishes."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path

from jupyter_green.audit.document import AuditOptions
from jupyter_green.audit.fleet_state import State, key_of
from jupyter_green.audit.report import DocumentReport
from jupyter_green.audit.sources import Source

__all__ = ["audit_resumed"]


def audit_resumed(
    path: Path,
    sources: Sequence[Source],
    options: AuditOptions,
    audit: Callable[[Sequence[Source]], Iterator[DocumentReport]],
    done: Callable[[int], None] | None = None,
) -> Generator[DocumentReport, None, None]:
    """Yield the report of each document in order: those the state holds from there, the others from ``audit``.

    What could not be opened, or failed, is tried again by the next run.
    """
    state = State(path, options)
    try:
        keys = [key_of(source) for source in sources]  # before the reading: a change meanwhile is read next time
        fresh = audit([source for source, key in zip(sources, keys, strict=True) if key not in state])
        for key, is_known in zip(keys, [key in state for key in keys], strict=True):
            if is_known:
                report = state.get(key)
            else:
                report = next(fresh)
                if not any(problem.kind in ("unreadable", "internal") for problem in report.problems):
                    state.add(key, report)
            yield report
            if done is not None:
                done(1)
    finally:
        state.close()
