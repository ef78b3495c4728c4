"""``%green measure``: what jobs really came to, by Describe and CloudWatch; read-only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jupyter_green.aws import endpoint_use, machine, measure
from jupyter_green.aws.measure import Measurement
from jupyter_green.job import Job
from jupyter_green.kernel.books import Entry
from jupyter_green.kernel.session import Session
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import check_words, job_argument, region_argument
from jupyter_green.views.line import line_text, line_view, what_it_is

SUMMARY = "what a job, an endpoint or this notebook really came to: asks AWS, read-only"
USAGE = "%green measure [JOB | notebook | --all | --follow] [--kind K] [--region R]   ·   %%green measure over code"
ACTIONS = tuple(dict.fromkeys((*measure.ACTIONS, *endpoint_use.ACTIONS, *machine.ACTIONS)))
_KINDS = ("training", "tuning", "processing", "transform", "endpoint")


def run(call: Call) -> Answer:
    """Return the measured lines of the jobs asked for."""
    check_words(call, USAGE, most=1)
    session = call.session
    if "follow" in call.options:
        return _follow(session)
    if "all" in call.options:
        chosen = [entry for entry in session.books.counted() if _can(entry)]
        if not chosen:
            return Answer("Nothing to measure: no job was started here yet.")
        return _said([session.measuring.measure(entry) for entry in chosen], [entry.job for entry in chosen])
    word = call.words[0] if call.words else None
    if word == "notebook":
        return _notebook(session)
    job, entry = _chosen(call, word)
    if entry is not None:
        return _said([session.measuring.measure(entry)], [job])
    return _said([session.measuring.measure_named(job)], [job])


def _chosen(call: Call, word: str | None) -> tuple[Job, Entry | None]:
    """Return the job named, or the newest one started here; a name not seen here is looked up in AWS."""
    session = call.session
    if word is None:
        started = [entry for entry in session.books.counted() if _can(entry)]
        if not started:
            raise UserError("no job was started here; name one, such as %green measure my-job --kind training")
        return started[-1].job, started[-1]
    kind: Any = call.options.get("kind")
    region = call.options.get("region")
    if kind is None and (word.isdigit() or word in call.names or session.books.find(word) is not None):
        job, entry = job_argument(call, word)
        if entry is None or not _can(entry):
            raise UserError(f"{word} was not started here, so there is nothing to measure yet")
        return job, entry
    seen = session.books.find(word)
    if seen is not None and seen.job.kind == kind and _can(seen):
        return seen.job, seen
    kind = kind or session.recorder.kind_of(word) or "training"
    if kind not in _KINDS:
        raise UserError(f"cannot measure kind {kind!r}: one of {', '.join(_KINDS)}")
    where = region_argument(region) if region else session.settings.assumed_region()
    return Job(kind=kind, name=word, region=where, identity=f"{kind}:{word}"), None


def _can(entry: Entry) -> bool:
    named = entry.job.kind == "endpoint" and isinstance(entry.job.name, str)
    return entry.started_at is not None and (named or measure.can_measure(entry.job))


def _follow(session: Session) -> Answer:
    waiting = session.measuring.waiting()
    if not waiting:
        return Answer("No job is waiting to be measured.")
    session.measuring.follow()
    longest = session.measuring.poll[1]
    return Answer(
        f"Following {len(waiting)} job{'s' * (len(waiting) > 1)}: measured within {longest:.0f} s of the end."
    )


def _notebook(session: Session) -> Answer:
    found = machine.measure_machine(session.measuring.clients, clock=session.clock, grid=session.settings.grid)
    if found is None:
        return Answer("This machine is no SageMaker notebook instance or Studio app: nothing to look up.")
    return _said([found], [found.record.job if found.record else Job(kind="notebook")])


def _said(found: Sequence[Measurement], jobs: Sequence[Job]) -> Answer:
    lines: list[str] = []
    views = []
    for one, job in zip(found, jobs, strict=True):
        if one.footprint is None:
            lines.append(what_it_is(job) + f" · {job.name}: not measured")
            lines += [f"  {fact}" for fact in one.facts]
        else:
            lines.append(line_text(one.footprint))
            if one.footprint.state != "measured" and one.footprint.total is None:
                lines.append("  not started yet, or its time is not known: a rate only")
            views.append(line_view(one.footprint))
            lines += [f"  {note}" for note in (*one.facts, *one.idle, *one.footprint.notes)]
        lines += [f"  {problem}" for problem in one.problems]
    from jupyter_green.views.bundle import mime_bundle

    return Answer("\n".join(lines), mime_bundle(views).get("text/html", "") if views else "")
