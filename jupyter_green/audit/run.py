"""Audit many documents, in this process or in several, and give the reports back in order."""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.limits import TooMuch
from jupyter_green.audit.report import DocumentReport, Problem
from jupyter_green.audit.sources import Source

__all__ = ["allow_transport", "audit_all", "audit_source"]

_FEWEST_FOR_A_POOL = 16
_MOST_IN_A_BATCH = 16


def audit_source(source: Source, options: AuditOptions) -> DocumentReport:
    """Return the report of one document; one that cannot be opened is a problem in its report."""
    try:
        data = source.read()
    except TooMuch as error:
        return DocumentReport(name=source.name, problems=(Problem("skipped", str(error)),))
    except OSError as error:
        why = error.strerror or str(error) or type(error).__name__
        return DocumentReport(name=source.name, problems=(Problem("unreadable", f"it cannot be opened: {why}"),))
    return audit_document(source.name, data, options)


def audit_all(
    sources: Sequence[Source],
    options: AuditOptions,
    *,
    processes: int = 1,
    done: Callable[[int], None] | None = None,
) -> Iterator[DocumentReport]:
    """Yield the report of each document in order; ``done`` is told how many have been read since it was called last.

    More processes are only started where there is enough to read.
    """
    if processes <= 1 or len(sources) < _FEWEST_FOR_A_POOL:
        for source in sources:
            yield audit_source(source, options)
            if done is not None:
                done(1)
        return
    yield from _in_processes(sources, options, processes, done)


def _in_processes(
    sources: Sequence[Source], options: AuditOptions, processes: int, done: Callable[[int], None] | None
) -> Iterator[DocumentReport]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    allow_transport()
    size = max(1, min(_MOST_IN_A_BATCH, len(sources) // (processes * 4)))
    batches = [sources[start : start + size] for start in range(0, len(sources), size)]
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=allow_transport) as pool:
        try:
            for reports in pool.map(_audit_batch, batches, [options] * len(batches)):
                yield from reports
                if done is not None:
                    done(len(reports))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _audit_batch(sources: Sequence[Source], options: AuditOptions) -> list[DocumentReport]:
    return [audit_source(source, options) for source in sources]


def allow_transport() -> None:
    """Let reports travel between processes: the read-only mappings inside them are copied as dictionaries."""
    copyreg.pickle(MappingProxyType, _pack_mapping)


def _pack_mapping(mapping: Mapping[Any, Any]) -> tuple[Callable[[dict[Any, Any]], Any], tuple[dict[Any, Any]]]:
    return _unpack_mapping, (dict(mapping),)


def _unpack_mapping(values: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(values)
