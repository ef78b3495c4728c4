"""Many documents in several processes: in order, with bounded memory, and whatever becomes of a process."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from jupyter_green.audit.document import AuditOptions
from jupyter_green.audit.fleet_interrupt import interrupts_held
from jupyter_green.audit.fleet_transport import pack_all, pack_options, unpack_all, unpack_options
from jupyter_green.audit.report import DocumentReport, Problem
from jupyter_green.audit.run import audit_source
from jupyter_green.audit.sources import Source

__all__ = ["PROCESS_DIED", "audit_in_processes", "batch_size", "batched"]

_MOST_IN_A_BATCH = 16
_BATCHES_AHEAD = 4  # for each process: finished batches that wait for an earlier one are all that memory holds
PROCESS_DIED = Problem("internal", "the process that audited it died, twice")


def audit_in_processes(
    sources: Sequence[Source],
    options: AuditOptions,
    *,
    processes: int,
    done: Callable[[int], None] | None = None,
) -> Iterator[DocumentReport]:
    """Yield the report of each document in order, each exactly once.

    When a process dies, its documents are audited again one by one; the one that kills a process alone is a problem
    in its report.
    """
    packed = pack_options(options)
    pool = _pool(processes)
    left = batched(sources, batch_size(len(sources), processes))
    ahead: deque[tuple[Sequence[Source], Future[bytes]]] = deque()
    try:
        while True:
            for batch in islice(left, processes * _BATCHES_AHEAD - len(ahead)):
                ahead.append((batch, _submit(pool, batch, packed)))
            if not ahead:
                return
            batch, future = ahead.popleft()
            try:
                reports = unpack_all(future.result())
            except BrokenProcessPool:
                _close(pool)
                reports = tuple(_one_by_one(batch, packed))
                pool = _pool(processes)
                ahead = deque((one, f if _is_whole(f) else _submit(pool, one, packed)) for one, f in ahead)
            for report in reports:
                yield report
                if done is not None:
                    done(1)
    finally:
        _close(pool)


def audit_packed(sources: Sequence[Source], options: bytes) -> bytes:
    """Return the packed reports of some documents, by packed options."""
    told = unpack_options(options)
    return pack_all([audit_source(source, told) for source in sources])


def batched(sources: Iterable[Source], size: int) -> Iterator[Sequence[Source]]:
    """Yield the sources in lists of ``size``."""
    left = iter(sources)
    while batch := list(islice(left, size)):
        yield batch


def batch_size(count: int, workers: int) -> int:
    """Return how many documents to hand over at once: enough to be worth it, few enough for all to have work."""
    return max(1, min(_MOST_IN_A_BATCH, count // (workers * 4)))


def _one_by_one(sources: Sequence[Source], options: bytes) -> Iterator[DocumentReport]:
    pool = _pool(1)
    try:
        for source in sources:
            try:
                yield from unpack_all(_submit(pool, [source], options).result())
            except BrokenProcessPool:
                _close(pool)
                pool = _pool(1)
                yield DocumentReport(name=source.name, problems=(PROCESS_DIED,))
    finally:
        _close(pool)


def _submit(pool: ProcessPoolExecutor, sources: Sequence[Source], options: bytes) -> Future[bytes]:
    try:
        with (
            interrupts_held()
        ):  # it may start a process, and Ctrl-C is for the first one, which ends the others in order
            return pool.submit(audit_packed, sources, options)
    except BrokenProcessPool as error:
        failed: Future[bytes] = Future()
        failed.set_exception(error)
        return failed


def _is_whole(future: Future[bytes]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _pool(processes: int) -> ProcessPoolExecutor:
    from multiprocessing import get_context

    return ProcessPoolExecutor(processes, get_context("spawn"), initializer=_leave_interrupts_alone)


def _close(pool: ProcessPoolExecutor) -> None:
    pool.shutdown(wait=False, cancel_futures=True)


def _leave_interrupts_alone() -> None:
    """Let Ctrl-C reach the first process only, also where it cannot be held back from a new one."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
