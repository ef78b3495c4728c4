"""What a change of a notebook does: its jobs paired, and the paired difference of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

from jupyter_green.audit.report import COUNTED_ONCE, DocumentReport, ReportedJob, once, total_of
from jupyter_green.footprint import Amounts
from jupyter_green.job import Job, Unknown
from jupyter_green.wording import say_duration

__all__ = ["Comparison", "Pair", "compare_documents"]

#: Fields of a Job that say something to a reviewer when they change.
_TOLD = (
    "instance_type", "instance_count", "instance_groups", "instance_preferences", "region", "volume_gb", "max_runtime",
    "max_wait", "spot", "checkpoint", "keep_alive", "mode", "serverless_memory_mb", "provisioned_concurrency",
    "strategy", "max_jobs", "max_parallel_jobs", "early_stopping", "autoscaling", "managed_scaling", "input_mode",
    "data_distribution", "compiler", "distribution", "cache", "schedule", "deleted_later", "local",
)  # fmt: skip

_SECONDS = ("max_runtime", "max_wait", "keep_alive")
_NAMES = {"volume_gb": "volume", "serverless_memory_mb": "memory"}
_UNITS = {"volume_gb": " GB", "serverless_memory_mb": " MB"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A job before and after; one side is None for a job that was added or removed."""

    before: ReportedJob | None
    after: ReportedJob | None

    @property
    def change(self) -> Amounts | None:
        """The paired change per hour, None where a side is not known or is on another basis.

        A job that was added or removed changes the notebook by its whole rate.
        """
        if self.before is None or self.after is None:
            only = self.after or self.before
            if only is None or not only.footprint.is_known:
                return None
            return only.footprint.rate if self.after is not None else only.footprint.rate.times(-1.0)
        was, now = self.before.footprint, self.after.footprint
        if was.basis != now.basis or not (was.is_known and now.is_known):
            return None
        return now.rate.minus(was.rate)

    @property
    def total_change(self) -> Amounts | None:
        """The paired change for the expected hours with every loop pass, None where a side has no total."""
        totals = [
            None if job is None or job.footprint.total is None else job.footprint.total.times(job.passes or 1)
            for job in (self.before, self.after)
        ]
        if any(job is not None and total is None for job, total in zip((self.before, self.after), totals, strict=True)):
            return None
        was, now = totals
        if was is None or now is None:
            return now if was is None else was.times(-1.0)
        return now.minus(was)

    @property
    def is_in_rate(self) -> bool:
        """True where a side counts in the hourly rate of all jobs at once."""
        return any(job is not None and job.footprint.basis in COUNTED_ONCE for job in (self.before, self.after))

    @property
    def is_changed(self) -> bool:
        """True for a job that was added, removed or set otherwise."""
        return self.before is None or self.after is None or bool(self.settings)

    @property
    def settings(self) -> tuple[tuple[str, str, str], ...]:
        """What was changed: the field's name, and what it said before and says now."""
        if self.before is None or self.after is None:
            return ()
        was, now = self.before.found.job, self.after.found.job
        passes = [str(job.passes or "not known") for job in (self.before, self.after)]
        runs = (("runs", passes[0], passes[1]),) if passes[0] != passes[1] else ()
        return runs + tuple(
            (_NAMES.get(name, name.replace("_", " ")), _words(was, name), _words(now, name))
            for name in _TOLD
            if getattr(was, name) != getattr(now, name)
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states of a document: paired jobs in the order of the new one, then those removed, and the findings.

    ``new_findings`` and ``gone_findings`` are the titles that stand on one side only, ``recounted_findings`` those that
    stand on both, but not as often, with how often before and now.
    """

    pairs: tuple[Pair, ...]
    rate: tuple[Amounts, Amounts]
    total: tuple[Amounts, Amounts] | None
    new_findings: tuple[str, ...]
    gone_findings: tuple[str, ...]
    recounted_findings: tuple[tuple[str, int, int], ...]

    @property
    def change(self) -> Amounts | None:
        """The hourly change of the jobs that changed, all at once; None where one of them is not known.

        What did not change need not be known.
        """
        changes = [pair.change for pair in self.pairs if pair.is_changed and pair.is_in_rate]
        known = [change for change in changes if change is not None]
        return reduce(Amounts.plus, known, Amounts.zero()) if len(known) == len(changes) else None


def compare_documents(old: DocumentReport, new: DocumentReport) -> Comparison:
    """Pair the jobs of two states of a document and say what changed."""
    was = Counter(finding.advice.title for finding in old.open_findings)
    now = Counter(finding.advice.title for finding in new.open_findings)
    return Comparison(
        pairs=tuple(_pairs(old, new)),
        rate=(once(old.jobs), once(new.jobs)),
        total=_totals(old, new),
        new_findings=tuple(sorted(now.keys() - was.keys())),
        gone_findings=tuple(sorted(was.keys() - now.keys())),
        recounted_findings=tuple(
            (title, was[title], now[title]) for title in sorted(was.keys() & now.keys()) if was[title] != now[title]
        ),
    )


def _totals(old: DocumentReport, new: DocumentReport) -> tuple[Amounts, Amounts] | None:
    was, now = total_of(old.jobs), total_of(new.jobs)
    if was is None and now is None:
        return None
    nothing = Amounts.zero(per_hour=False)
    return (nothing if was is None else was, nothing if now is None else now)


def _pairs(old: DocumentReport, new: DocumentReport) -> Iterator[Pair]:
    """Yield pairs by what identifies a job best first: its name, its call, its settings, and then its order."""
    left = list(old.jobs)
    partner: dict[int, ReportedJob] = {}
    for key in (_by_name, _by_call, _by_line, _by_kind):
        for job in new.jobs:
            if job.number in partner:
                continue
            wanted = key(new, job)
            match = next((one for one in left if wanted is not None and key(old, one) == wanted), None)
            if match is not None:
                partner[job.number] = match
                left.remove(match)
    for job in new.jobs:
        yield Pair(partner.get(job.number), job)
    for job in left:
        yield Pair(job, None)


def _by_name(_: DocumentReport, job: ReportedJob) -> tuple[str, str] | None:
    name = job.found.job.name
    return (job.found.kind, name) if isinstance(name, str) and name else None


def _by_call(document: DocumentReport, job: ReportedJob) -> tuple[str, str] | None:
    place = job.found.made_at or job.found.started_at
    if place is None or place.cell >= len(document.sources):
        return None
    return (job.found.kind, document.sources[place.cell][place.start : place.end])


def _by_line(document: DocumentReport, job: ReportedJob) -> tuple[str, str] | None:
    cell = job.found.cell
    lines = document.sources[cell].split("\n") if cell < len(document.sources) else []
    line = lines[job.found.line - 1].strip() if 0 < job.found.line <= len(lines) else ""
    return (job.found.kind, line) if line else None


def _by_kind(_: DocumentReport, job: ReportedJob) -> tuple[str, str] | None:
    return (job.found.kind, "")


def _words(job: Job, name: str) -> str:
    value = getattr(job, name)
    if isinstance(value, Unknown):
        return "not known"
    if value is None or value is False:
        return "not set"
    if value is True:
        return "on"
    if name in _SECONDS and isinstance(value, int):
        return say_duration(value)
    if isinstance(value, tuple):
        return ", ".join(str(getattr(item, "instance_type", item)) for item in value)
    return f"{value:,}{_UNITS.get(name, '')}" if isinstance(value, int) else str(value)
