"""What is said of a job beside its figures: why it has none, how often it runs, what they rest on."""

from __future__ import annotations

import datetime
from collections import Counter

from jupyter_green.audit.report import DocumentReport, Report, ReportedJob, SavedLine
from jupyter_green.catalog.tables import nearest_names
from jupyter_green.footprint import Amounts
from jupyter_green.practices import all_practices
from jupyter_green.practices.suppression import Suppression
from jupyter_green.views.line import what_it_is
from jupyter_green.wording import say_count, say_quantity

__all__ = [
    "carbon_said",
    "caveats",
    "caveats_of",
    "has_rate",
    "runs_said",
    "saved_of",
    "shared_caveats",
    "silences_nothing",
    "uncounted_said",
    "what_said",
    "why_no_rate",
]

_WITH_A_RATE = ("per hour", "per busy hour")
_MOST_CAVEATS = 5


def has_rate(job: ReportedJob) -> bool:
    """True for a job with a rate of its own, of which something is known."""
    rate = job.footprint.rate
    is_any_known = any(amount.is_known for amount in (rate.energy, rate.carbon, rate.cost))
    return job.footprint.basis in _WITH_A_RATE and is_any_known


def why_no_rate(job: ReportedJob) -> str:
    """Return why a job has no rate of its own, in words."""
    notes = job.footprint.notes
    return next((note for note in notes if note.startswith("not counted")), notes[0] if notes else job.footprint.basis)


def what_said(job: ReportedJob) -> str:
    """Return the job in a few words; an update of an endpoint says that it is one."""
    return f"{'update: ' if job.found.kind == 'endpoint-update' else ''}{what_it_is(job.footprint.job)}"


def carbon_said(job: ReportedJob) -> str:
    """Return the job's hourly carbon with its range, or why there is none."""
    if not has_rate(job):
        return why_no_rate(job)
    busy = " while requests run" if job.footprint.basis == "per busy hour" else ""
    return say_quantity(job.footprint.rate.carbon) + busy


def uncounted_said(rate: Amounts) -> str:
    """Return in words that no job's carbon could be counted, or an empty text; a price that is known is told."""
    carbon, cost = rate.carbon, rate.cost
    if carbon.is_known:
        return ""
    price = f", list price {say_quantity(cost)}" if cost.is_known and cost.terms else ""
    return f"the carbon of all jobs at once is not known (0 of {carbon.out_of:,} counted){price}"


def runs_said(job: ReportedJob) -> str:
    """Return how often a loop starts the job, empty for once."""
    return "" if job.passes == 1 else "× ?" if job.passes is None else f"× {job.passes:,}"


def caveats(job: ReportedJob) -> tuple[str, ...]:
    """Return what has to be known to read the job's rate: Spot, a type that stands in for another."""
    return job.footprint.notes if has_rate(job) else ()


def shared_caveats(report: Report) -> tuple[str, ...]:
    """Return what has to be said of every job with a rate, where there are several."""
    told = [caveats(job) for _, job in report.jobs if has_rate(job)]
    return tuple(note for note in told[0] if all(note in one for one in told)) if len(told) > 1 else ()


def caveats_of(report: Report) -> tuple[str, ...]:
    """Return the caveats of all jobs, the most frequent first, each with the number of jobs."""
    counted = Counter(note for _, job in report.jobs for note in dict.fromkeys(caveats(job)))
    told = [f"{note} ({say_count(count, 'job')})" for note, count in counted.most_common(_MOST_CAVEATS)]
    more = len(counted) - len(told)
    return (*told, f"and {say_count(more, 'more such note')} in the HTML and JSON reports") if more else tuple(told)


def silences_nothing(suppression: Suppression) -> str:
    """Return in words that a suppression has no effect, with its last day and what a mistyped name may mean."""
    known = tuple(practice.id for practice in all_practices())
    names = []
    for name in sorted(suppression.practices):
        near = () if name in known or name == "*" else nearest_names(name, known, 1)
        names.append(f"{name}, did you mean {near[0]}?" if near else name)
    until = suppression.until
    ended = "" if until is None else f" (until {'no day' if until == datetime.date.min else until})"
    return f"suppresses nothing: {', '.join(names)}{ended}"


def saved_of(document: DocumentReport, job: ReportedJob) -> tuple[SavedLine, ...]:
    """Return the lines that were saved under the job's cell: those of its kind where the cell has several jobs."""
    here = [line for line in document.saved if line.cell == job.found.cell]
    others = [one for one in document.jobs if one.found.cell == job.found.cell]
    if len(others) < 2:
        return tuple(here)
    kinds = {_kind(what_it_is(one.footprint.job)) for one in others}
    own = _kind(what_it_is(job.footprint.job))
    return tuple(
        line for line in here if _kind(line.what) == own or (_kind(line.what) not in kinds and job is others[0])
    )


def _kind(what: str) -> str:
    return what.partition(" · ")[0]
