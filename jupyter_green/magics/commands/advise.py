"""``%green advise``: everything worth changing, ranked."""

from __future__ import annotations

from jupyter_green.advisor import advise
from jupyter_green.magics.answer import Answer, Call
from jupyter_green.magics.arguments import job_argument
from jupyter_green.practices import Advice
from jupyter_green.swaps.compose import options, pareto
from jupyter_green.views.advice import advice_text, change_text
from jupyter_green.views.line import what_it_is
from jupyter_green.views.table import Table

SUMMARY = "what to change, ranked: faults first, then by expected saving, confidence and effort"
USAGE = "%green advise [JOB] [--pareto]"


def run(call: Call) -> Answer:
    """Return the ranked advice on one job, or on all; with ``--pareto`` the sets of changes worth choosing from."""
    if "pareto" in call.options:
        return _pareto(call)
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


def _pareto(call: Call) -> Answer:
    """Return the sets of applicable changes that no other set beats in carbon, cost, time and risk."""
    job, entry = job_argument(call, call.words[0] if call.words else None)
    context = call.session.context()
    advice = call.session.advice_for(entry) if entry else advise([job], context).advice
    rows = []
    for option in pareto(options(advice, job, context)):
        amounts = option.saving
        known = amounts is not None and amounts.carbon.is_known and amounts.cost.is_known
        time = "same" if option.time == (1.0, 1.0, 1.0) else "not known"
        if option.time not in (None, (1.0, 1.0, 1.0)):
            time = f"× {option.time[1]:.2g}" if option.time else "not known"
        rows.append(
            (
                " + ".join(option.practices) or "as it is",
                change_text(amounts.carbon, "") or "±0" if known and amounts else "not known",
                change_text(amounts.cost, "") or "±0" if known and amounts else "not known",
                time,
                str(option.risk),
            )
        )
    title = f"{what_it_is(job)}: sets of changes that no other set beats"
    notes = ("Each set is re-estimated as a whole. Risk counts trade-offs, and changes that may alter the result.",)
    return Answer.table(Table(("changes", "carbon", "cost", "time", "risk"), tuple(rows), title=title, notes=notes))
