"""Audit many documents, in this process, in several or on a cluster, and give the reports back in order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.limits import TooMuch
from jupyter_green.audit.report import DocumentReport, Problem
from jupyter_green.audit.sources import Source
from jupyter_green.readers.collecting import collection_rare

__all__ = ["audit_all", "audit_source"]

_FEWEST_FOR_A_POOL = 16


def audit_source(source: Source, options: AuditOptions) -> DocumentReport:
    """Return the report of one document; one that cannot be opened is a problem in its report."""
    try:
        data = source.read()
    except TooMuch as error:
        return DocumentReport(name=source.name, problems=(Problem("unreadable", str(error)),))
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or str(error) or type(error).__name__).splitlines()[0]
        return DocumentReport(name=source.name, problems=(Problem("unreadable", f"it cannot be opened: {why}"),))
    return audit_document(source.name, data, options)


def audit_all(
    sources: Sequence[Source],
    options: AuditOptions,
    *,
    processes: int = 1,
    scheduler: str = "",
    resume: Path | None = None,
    done: Callable[[int], None] | None = None,
) -> Generator[DocumentReport, None, None]:
    """Yield the report of each document in order; ``done`` is told how many have been read since it was called last.

    More processes are only started where there is enough to read. ``scheduler`` is the address of a Dask cluster that
    does the reading; ``resume`` a file that holds what is finished, from which an interrupted audit goes on.
    """
    with collection_rare():
        if resume is not None:
            from jupyter_green.audit.fleet_resume import audit_resumed

            yield from audit_resumed(
                resume, sources, options, lambda left: _audit_each(left, options, processes, scheduler, None), done
            )
        else:
            yield from _audit_each(sources, options, processes, scheduler, done)


def _audit_each(
    sources: Sequence[Source],
    options: AuditOptions,
    processes: int,
    scheduler: str,
    done: Callable[[int], None] | None,
) -> Generator[DocumentReport, None, None]:
    if scheduler:
        from jupyter_green.audit.fleet_dask import audit_on_cluster

        yield from audit_on_cluster(sources, options, scheduler=scheduler, done=done)
    elif processes > 1 and len(sources) >= _FEWEST_FOR_A_POOL:
        from jupyter_green.audit.fleet import audit_in_processes

        yield from audit_in_processes(sources, options, processes=processes, done=done)
    else:
        for source in sources:
            yield audit_source(source, options)
            if done is not None:
                done(1)
