"""``%green advise``: everything worth changing, ranked."""

from __future__ import annotations

from jupyter_green.advisor import advise
from jupyter_green.magics.answer import Answer, Call
from jupyter_green.magics.arguments import job_argument
from jupyter_green.practices import Advice
from jupyter_green.views.advice import advice_text
from jupyter_green.views.line import what_it_is

SUMMARY = "what to change, ranked: faults first, then by expected saving, confidence and effort"
USAGE = "%green advise [JOB]"


def run(call: Call) -> Answer:
    """Return the ranked advice on one job, or on all."""
    advice: tuple[Advice, ...]
    if call.words:
        job, entry = job_argument(call, call.words[0])
        advice = call.session.advice_for(entry) if entry else advise([job], call.session.context()).advice
        head = what_it_is(job)
    else:
        advice, head = call.session.all_advice(), "All jobs seen"
    if not advice:
        return Answer(f"{head}: nothing to change that can be seen from here.")
    parts = [f"{head}: {len(advice)} to consider"]
    for number, item in enumerate(advice, 1):
        times = f" (and {item.occurrences - 1} more like it)" if item.occurrences > 1 else ""
        parts.append(advice_text(item, number) + times)
        if item.can_apply:
            parts.append(f"     %green apply {item.practice}")
    return Answer("\n".join(parts))
