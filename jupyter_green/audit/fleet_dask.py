"""The same audit on a Dask cluster: batches out, packed reports back in order, each counted once."""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from jupyter_green import __version__
from jupyter_green.audit.document import AuditOptions
from jupyter_green.audit.fleet import PROCESS_DIED, batched
from jupyter_green.audit.fleet_transport import pack, pack_options, unpack, unpack_options
from jupyter_green.audit.report import DocumentReport
from jupyter_green.audit.run import audit_source
from jupyter_green.audit.sources import Source, UsageError

__all__ = ["audit_on_cluster"]

_SECONDS_TO_CONNECT = 20
_BATCHES_AHEAD = 4  # for each thread of the cluster
_FEWEST_AHEAD = 8


def audit_on_cluster(
    sources: Sequence[Source],
    options: AuditOptions,
    *,
    scheduler: str,
    done: Callable[[int], None] | None = None,
) -> Iterator[DocumentReport]:
    """Yield the report of each document in order, each exactly once, read by the workers of a Dask cluster.

    Local files are read here and sent; URLs are read by the workers. What a lost worker had done is done again by
    another. Raises UsageError where the cluster cannot be reached or its workers do not have this version.
    """
    packed = pack_options(options)
    client = _connect(scheduler)
    try:
        threads = _check_workers(client, scheduler)
        left = batched(sources, threads)
        ahead: deque[tuple[Sequence[Source], Any]] = deque()
        most = max(_FEWEST_AHEAD, threads * _BATCHES_AHEAD)
        while True:
            for batch in islice(left, most - len(ahead)):
                ahead.append((batch, _submit(client, batch, packed)))
            if not ahead:
                return
            batch, future = ahead.popleft()
            for report in _reports(client, batch, future, packed):
                yield report
                if done is not None:
                    done(1)
    finally:
        client.close()


def _reports(client: Any, batch: Sequence[Source], future: Any, options: bytes) -> Iterator[DocumentReport]:
    """Yield the reports of a batch; one that takes its workers with it is tried again, document by document."""
    from distributed import KilledWorker

    try:
        packed: list[bytes] = future.result()
    except KilledWorker:
        packed = [_alone(client, source, options) for source in batch]
    finally:
        future.release()
    yield from (unpack(data) for data in packed)


def _alone(client: Any, source: Source, options: bytes) -> bytes:
    from distributed import KilledWorker

    future = _submit(client, [source], options)
    try:
        packed: list[bytes] = future.result()
        return packed[0]
    except KilledWorker:
        return pack(DocumentReport(name=source.name, problems=(PROCESS_DIED,)))
    finally:
        future.release()


def _submit(client: Any, batch: Sequence[Source], options: bytes) -> Any:
    sent = [source if source.is_anywhere else _carried(source) for source in batch]
    key = f"jupyter-green-audit-{uuid.uuid4().hex}"  # never the result of another run, however alike
    return client.submit(audit_batch, sent, options, key=key, pure=False)


def audit_batch(sources: Sequence[Source | bytes], options: bytes) -> list[bytes]:
    """Return the packed reports of some documents; what is packed already stays as it is."""
    told = unpack_options(options)
    return [one if isinstance(one, bytes) else pack(audit_source(one, told)) for one in sources]


def _carried(source: Source) -> Source | bytes:
    """Return a local file with its bytes; the finished report of one that cannot be read."""
    try:
        return Source(source.name, data=source.read())
    except (OSError, ValueError):
        return pack(audit_source(source, AuditOptions()))


def version_here() -> str:
    """Return the version of jupyter_green where this runs."""
    return __version__


def _connect(scheduler: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("--scheduler takes the extra fleet: pip install 'jupyter-green[fleet]'") from error
    try:
        if "://" not in scheduler and ":" not in scheduler:
            raise ValueError("an address looks like tcp://host:8786")
        return Client(scheduler, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UsageError(f"no Dask scheduler answers at {scheduler}: {said}") from error


def _check_workers(client: Any, scheduler: str) -> int:
    """Return how many threads the cluster has; raises UsageError where it cannot do the work."""
    threads = sum(client.nthreads().values())
    if not threads:
        raise UsageError(f"the Dask cluster at {scheduler} has no workers")
    try:
        versions = set(client.run(version_here).values())
    except Exception as error:  # what a worker raises when it cannot import this module
        raise UsageError("the workers of the Dask cluster need jupyter_green installed") from error
    if versions != {__version__}:
        others = ", ".join(sorted(map(str, versions - {__version__})))
        raise UsageError(f"the workers have jupyter_green {others}, this is {__version__}")
    return int(threads)
