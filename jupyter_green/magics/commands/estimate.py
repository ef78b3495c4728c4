"""``%green estimate``: the footprint of a job, a variable, or a type that is only an idea."""

from __future__ import annotations

from jupyter_green.footprint import estimate
from jupyter_green.job import Job
from jupyter_green.kernel.books import Entry
from jupyter_green.magics.answer import Answer, Call
from jupyter_green.magics.arguments import check_words, job_as_asked, job_of_options
from jupyter_green.views.bundle import mime_bundle
from jupyter_green.views.line import line_text, line_view
from jupyter_green.wording import say_quantity

SUMMARY = "the footprint of a job, a variable or an instance type"
USAGE = "%green estimate [JOB | TYPE] [--count N] [--region R] [--hours H] [--kind K] [--memory MB]"


def run(call: Call) -> Answer:
    """Return the estimate as a line with its totals and notes."""
    check_words(call, USAGE, most=1)
    job, entry = _job(call)
    hours = call.number("hours")
    if hours is None:
        hours = entry.hours if entry and entry.hours else call.session.settings.expected_hours()
    footprint = estimate(job, hours=hours, grid=call.session.settings.grid, state=entry.state if entry else "forecast")
    lines = [line_text(footprint)]
    if footprint.total is not None:
        total = footprint.total
        said = " · ".join(say_quantity(amount) for amount in (total.carbon, total.energy, total.cost, total.water))
        lines.append(f"  {footprint.total_label}: {said}")
    if footprint.ceiling is not None:
        said = f"{say_quantity(footprint.ceiling.carbon)} · {say_quantity(footprint.ceiling.cost)}"
        lines.append(f"  {footprint.ceiling_label}: {said}")
    if footprint.widest:
        lines.append(f"  widest unknown: {footprint.widest}")
    lines += [f"  {note}" for note in footprint.notes]
    bundle = mime_bundle([line_view(footprint)])
    return Answer("\n".join(lines), bundle["text/html"])


def _job(call: Call) -> tuple[Job, Entry | None]:
    word = call.words[0] if call.words else None
    if word is None and ("memory" in call.options or "instance_type" in call.options or "type" in call.options):
        return job_of_options(call, None), None
    return job_as_asked(call, word)
