"""Many documents in several processes: in order, with bounded memory, and whatever becomes of a process."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from jupyter_green.audit.document import AuditOptions
from jupyter_green.audit.fleet_interrupt import interrupts_held
from jupyter_green.audit.fleet_transport import pack_all, pack_options, unpack_all, unpack_options
from jupyter_green.audit.report import DocumentReport, Problem
from jupyter_green.audit.run import audit_source
from jupyter_green.audit.sources import Source
from jupyter_green.readers.collecting import collection_paused

__all__ = ["PROCESS_DIED", "audit_in_processes", "batched", "may_be_copied"]

_MOST_IN_A_BATCH = 16
_BATCHES_AHEAD = 3  # for each other process: enough that none ever waits for work
_MOST_AHEAD = 8  # for each process: finished batches that wait for an earlier one are all that memory holds
#: Seconds: the thread that takes what the others send has to get its turn while this one reads.
_SWITCH = 0.0005
_PIPE = 1024 * 1024  # bytes: what Linux allows everybody
_SMALL = 2 * 1024 * 1024  # bytes of a file
PROCESS_DIED = Problem("internal", "the process that audited it died, twice")


def audit_in_processes(
    sources: Sequence[Source],
    options: AuditOptions,
    *,
    processes: int,
    done: Callable[[int], None] | None = None,
) -> Iterator[DocumentReport]:
    """Yield the report of each document in order, each exactly once, as ``processes`` read them, this one among them.

    When a process dies, its documents are audited again one by one; the one that kills a process alone is a problem
    in its report. This process reads small files only, which kill nothing, and while it would wait for the others.
    """
    packed = pack_options(options)
    others = max(1, processes - 1)
    pool = _pool(others)
    left = batched(sources, processes)
    ahead: deque[_Batch] = deque()
    interval = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH)
    try:
        while True:
            room = _MOST_AHEAD * processes - len(ahead)
            idle = others * _BATCHES_AHEAD - sum(batch.is_pending for batch in ahead)
            for some in islice(left, max(0, min(idle, room))):
                ahead.append(_Batch(some, _submit(pool, some, packed)))
                room -= 1
            if not ahead:
                return
            if (
                ahead[0].is_pending
                and room > 0
                and _read_here(ahead, next(left, None), options, partial(_submit, pool, options=packed))
            ):
                continue
            batch = ahead.popleft()
            try:
                reports = unpack_all(batch.result.result()) if isinstance(batch.result, Future) else batch.result
            except BrokenProcessPool:
                _close(pool)
                reports = tuple(_one_by_one(batch.sources, packed))
                pool = _pool(others)
                for one in ahead:
                    if isinstance(one.result, Future) and not _is_whole(one.result):
                        one.result = _submit(pool, one.sources, packed)
            for report in reports:
                yield report
                if done is not None:
                    done(1)
    finally:
        sys.setswitchinterval(interval)
        _close(pool)


@dataclass(slots=True)
class _Batch:
    """Some documents, and their reports or who makes them."""

    sources: Sequence[Source]
    result: Future[bytes] | tuple[DocumentReport, ...]

    @property
    def is_pending(self) -> bool:
        return isinstance(self.result, Future) and not self.result.done()


def _read_here(
    ahead: deque[_Batch],
    following: Sequence[Source] | None,
    options: AuditOptions,
    submit: Callable[[Sequence[Source]], Future[bytes]],
) -> bool:
    """Read in this process what follows, else the last that no other has begun; False when there is nothing to do."""
    if following is not None:
        is_small = all(map(_is_small_file, following))
        ahead.append(_Batch(following, _reports_of(following, options) if is_small else submit(following)))
        return True
    for batch in reversed(ahead):
        if isinstance(batch.result, Future) and all(map(_is_small_file, batch.sources)) and batch.result.cancel():
            batch.result = _reports_of(batch.sources, options)
            return True
    return False


def _reports_of(sources: Sequence[Source], options: AuditOptions) -> tuple[DocumentReport, ...]:
    return tuple(audit_source(source, options) for source in sources)


def _is_small_file(source: Source) -> bool:
    """True for what cannot take a process down: a file of this machine that needs little memory."""
    try:
        return source.path is not None and source.path.stat().st_size <= _SMALL
    except OSError:
        return False


def audit_packed(sources: Sequence[Source], options: bytes) -> bytes:
    """Return the packed reports of some documents, by packed options."""
    told = unpack_options(options)
    with collection_paused():  # all of it is let go of at the end
        return pack_all(_reports_of(sources, told))


def batched(sources: Sequence[Source], workers: int) -> Iterator[Sequence[Source]]:
    """Yield the sources in lists: long ones are worth handing over, the last are short, so that all end together."""
    at = 0
    while left := len(sources) - at:
        size = max(1, min(_MOST_IN_A_BATCH, left // (workers * 4)))
        yield sources[at : at + size]
        at += size


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

    how = "fork" if may_be_copied() else "spawn"
    pool = ProcessPoolExecutor(processes, get_context(how), initializer=_leave_interrupts_alone)
    _widen(pool)
    return pool


def _widen(pool: ProcessPoolExecutor) -> None:
    """Let a whole batch of reports wait in the pipe, where the system can: a process that sends one need not wait too.

    Whoever sends waits at a full pipe until this process, which reads documents itself, has a moment to empty it.
    """
    if sys.platform != "linux":
        return
    import fcntl

    try:
        results: Any = pool._result_queue
        fcntl.fcntl(results._writer.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)
    except (AttributeError, OSError):  # only slower
        pass


def may_be_copied() -> bool:
    """True where a process may start as a copy of this one, which knows the tables: no other thread can hold a lock.

    Starting anew takes some 0.3 s of CPU time more. Linux counts the threads of libraries too. A pool of Python 3.10
    may start processes beside its own thread.
    """
    if not sys.platform.startswith("linux") or sys.version_info < (3, 11):
        return False
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


def _close(pool: ProcessPoolExecutor) -> None:
    pool.shutdown(wait=False, cancel_futures=True)


def _leave_interrupts_alone() -> None:
    """Let Ctrl-C reach the first process only, also where it cannot be held back from a new one."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
