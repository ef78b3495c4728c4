"""Measuring the jobs in the books: on demand, and by a patient thread that follows them to their end."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from jupyter_green.kernel.attribution import unrecorded
from jupyter_green.kernel.books import Entry
from jupyter_green.readers.records import RECORD_KINDS

if TYPE_CHECKING:
    from jupyter_green.aws.clients import Clients
    from jupyter_green.aws.measure import Measurement
    from jupyter_green.aws.outcome import Problem
    from jupyter_green.job import Job
    from jupyter_green.kernel.api_watch import ApiCall
    from jupyter_green.kernel.session import Session
    from jupyter_green.practices import Metrics
    from jupyter_green.readers.records import Record
    from jupyter_green.swaps.verify import Verdict

__all__ = ["DESCRIPTIONS", "Measuring"]

#: Kinds of jobs by the operation that describes them.
DESCRIPTIONS = {keys.describe: kind for kind, keys in RECORD_KINDS.items()}
_HOPELESS = frozenset({"not permitted", "no credentials", "expired", "wrong Region", "no Region"})
_LONGEST_WAIT = 600.0


class Measuring:
    """Joins the look-ups of AWS with the books of one session.

    ``follow`` asks once a poll, for several jobs of one kind and Region together, between ``poll`` seconds (first,
    longest), slower while AWS does not answer, and ends with the last job. Nothing is asked before the first call of a
    method.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._clients: Clients | None = None
        self._thread: threading.Thread | None = None
        self._wake = threading.Event()
        self._stopped = False
        self._lock = threading.RLock()
        self._given_up: set[str] = set()
        self.poll = (10.0, 60.0)
        self.metrics: dict[str, Metrics] = {}  # by identity, for the practices
        self._unsaid: list[str] = []
        self.on_measured: list[Callable[[Entry, Measurement], None]] = []

    @property
    def clients(self) -> Clients:
        """The clients of this session, made when first needed; their calls are not recorded as the user's."""
        if self._clients is None:
            from jupyter_green.aws.clients import Clients

            self._clients = Clients(region=self._session.settings.assumed_region(), around=unrecorded)
        return self._clients

    @clients.setter
    def clients(self, clients: Clients) -> None:
        self._clients = clients

    def measure(self, entry: Entry, *, only_when_over: bool = False) -> Measurement:
        """Look one job up, keep what was learnt in the books and renew its line."""
        from jupyter_green.aws.measure import measure_job

        session = self._session
        if entry.job.kind == "endpoint":
            found = self._measure_endpoint(entry)
        else:
            found = measure_job(
                self.clients,
                entry.job,
                clock=session.clock,
                grid=session.settings.grid,
                only_when_over=only_when_over,
            )
        if found.footprint is not None:
            self._session.books.change(entry, is_described_only=False)
        self._keep(entry, found)
        return found

    def measure_named(self, job: Job) -> Measurement:
        """Look up a job that this kernel did not start; of a deleted endpoint, what the ledger knows is measured."""
        from jupyter_green.aws.endpoint_use import measure_endpoint
        from jupyter_green.aws.measure import measure_job

        session = self._session
        if job.kind != "endpoint":
            found = measure_job(self.clients, job, clock=session.clock, grid=session.settings.grid)
            session.recorder.measured_later(found)
            return found
        found = measure_endpoint(self.clients, job, clock=session.clock, grid=session.settings.grid)
        if found.record is not None or not _is_missing(found):
            return found
        region = job.region if isinstance(job.region, str) else None
        known = session.recorder.endpoint(str(job.name), region)
        if known is None or known.job is None:
            return found
        whole = known.job.with_changes(name=known.name, region=known.region or job.region, identity=job.identity)
        found = self._measure_deleted(whole, known.started, known.ended)
        session.recorder.measured_later(found)
        return found

    def overhear(self, call: ApiCall) -> None:
        """Take the end of a job from what AWS answered the user, such as ``fit(wait=True)``; it costs no call of ours.

        The running time is known then, the load is not.
        """
        from jupyter_green.aws.measure import measure_described

        kind, session, answer = DESCRIPTIONS[call.operation], self._session, call.response or {}
        entry = session.books.find(f"{kind}:{answer.get(RECORD_KINDS[kind].name_key)}")
        if entry is None or entry.started_at is None or entry.ended_at is not None:
            return
        found = measure_described(entry.job, answer, clock=session.clock, grid=session.settings.grid)
        if found.record is None or not found.record.is_over:
            return
        if found.footprint is None:
            over = f"{found.record.status}: %green measure adds up what its trials took"
            ended = found.record.ended or session.clock()
            session.books.change(entry, ended_at=ended, state="stopped", kept=[*entry.kept, over])
            session.recorder.ended(entry)
            session.renew(entry)
        else:
            session.books.change(entry, is_described_only=True)
            self._keep(entry, found)
        if session.settings.measure:
            self.follow()

    def waiting(self) -> tuple[Entry, ...]:
        """Return the jobs that were started here and not measured yet, and the endpoints deleted since."""
        return tuple(
            entry
            for entry in self._session.books.counted()
            if entry.started_at is not None and entry.key not in self._given_up and _is_due(entry)
        )

    def follow(self) -> None:
        """See to it that every waiting job is measured when it ends; calling it again only wakes the thread."""
        with self._lock:
            self._wake.set()
            if self._stopped or (self._thread is not None and self._thread.is_alive()):
                return
            self._thread = threading.Thread(target=self._run, name="jupyter-green-measure", daemon=True)
            self._thread.start()

    @property
    def is_following(self) -> bool:
        """True while the thread watches over jobs."""
        return self._thread is not None and self._thread.is_alive()

    def take_unsaid(self) -> list[str]:
        """Return what the thread has to say and could not, as no cell ran then; each line once."""
        lines, self._unsaid = self._unsaid, []
        return lines

    def stop(self) -> None:
        """Follow no more."""
        self._stopped = True
        self._wake.set()

    # -- the thread -----------------------------------------------------------------------------------------------

    def _run(self) -> None:
        first, longest = self.poll
        wait = first
        while not self._stopped:
            if self._wake.is_set():
                self._wake.clear()
                wait = first
            try:
                problem = self._poll_once()
            except Exception as error:
                self._give_up(f"measuring stopped ({type(error).__name__}); %green measure tries again")
                return
            with self._lock:
                if (problem is not None and problem.why in _HOPELESS) or not self.waiting():
                    if problem is not None:
                        self._give_up(f"measuring stopped: {problem}")
                    if not self._wake.is_set():
                        self._thread = None
                        return
            self._wake.wait(wait)
            wait = min(wait * (1.5 if problem is None else 3), longest if problem is None else _LONGEST_WAIT)

    def _give_up(self, line: str) -> None:
        self._session.notice(line)
        self._unsaid.append(line)

    def _poll_once(self) -> Problem | None:
        """Measure what has ended; return the last problem met."""
        from jupyter_green.aws.measure import ended_jobs
        from jupyter_green.aws.outcome import Outcome

        groups: dict[tuple[str, str | None], list[Entry]] = {}
        for entry in self.waiting():
            region = entry.job.region if isinstance(entry.job.region, str) else None
            groups.setdefault((entry.job.kind, region), []).append(entry)
        problem: Problem | None = None
        for (kind, region), entries in groups.items():
            names = {str(entry.job.name) for entry in entries}
            # Of a single job the description is asked for that measures it when it is over: one question less.
            is_listed = kind != "endpoint" and len(entries) > 1
            ended = ended_jobs(self.clients, kind, region, names) if is_listed else Outcome(names)
            if ended.value is None:
                problem = ended.problem
                continue
            for entry in entries:
                if entry.job.name in ended.value:
                    found = self.measure(entry, only_when_over=True)
                    if found.record is None and found.problems:
                        problem = found.problems[0]
                        if problem.why == "missing":
                            self._given_up.add(entry.key)
        return problem

    def _measure_endpoint(self, entry: Entry) -> Measurement:
        from jupyter_green.aws.endpoint_use import measure_endpoint

        session = self._session
        if entry.ended_at is None or entry.started_at is None:
            found = measure_endpoint(self.clients, entry.job, clock=session.clock, grid=session.settings.grid)
            if found.record is not None or entry.started_at is None or not _is_missing(found):
                return found
        return self._measure_deleted(entry.job, entry.started_at, entry.ended_at)

    def _measure_deleted(self, job: Job, started: float, ended: float | None) -> Measurement:
        from jupyter_green.aws.endpoint_use import measure_deleted_endpoint

        session = self._session
        return measure_deleted_endpoint(
            self.clients, job, started=started, ended=ended, clock=session.clock, grid=session.settings.grid
        )

    def _broken(self, entry: Entry, record: Record) -> tuple[Verdict, ...]:
        """Return the settings of an applied swap that the finished job does not have."""
        return self._session.promises.broken_by(entry.key, record.job)

    def _keep(self, entry: Entry, found: Measurement) -> None:
        if found.metrics is not None:
            self.metrics[entry.key] = found.metrics
        record, footprint = found.record, found.footprint
        if record is None or footprint is None:
            return
        broken = [f"as AWS describes it: {verdict}" for verdict in self._broken(entry, record)]
        footprint = dataclasses.replace(footprint, notes=(*footprint.notes, *entry.kept, *broken))
        if entry.job.kind == "endpoint" and not record.is_over:
            self._session.books.change(entry, measured=footprint)
        elif record.is_over:
            state = "stopped" if record.status == "Stopped" else "measured"
            ended = record.ended or self._session.clock()
            self._session.books.change(entry, measured=footprint, ended_at=ended, state=state)
        else:
            return
        for callback in list(self.on_measured):
            callback(entry, found)
        self._session.renew(entry)


def _is_due(entry: Entry) -> bool:
    from jupyter_green.aws.measure import can_measure

    if entry.job.kind == "endpoint":
        last_word = entry.measured is not None and entry.measured.state == "measured"
        return entry.ended_at is not None and isinstance(entry.job.name, str) and not last_word
    return (entry.measured is None or entry.is_described_only) and can_measure(entry.job)


def _is_missing(found: Measurement) -> bool:
    return any(problem.why == "missing" for problem in found.problems)
