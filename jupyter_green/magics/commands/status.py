"""``%green``: this notebook's jobs, totals and open endpoints."""

from __future__ import annotations

from jupyter_green.kernel.session import Session
from jupyter_green.kernel.state import delete_cell, spent_since_start
from jupyter_green.magics.answer import Answer, Call
from jupyter_green.magics.commands.jobs import jobs_table
from jupyter_green.views.advice import advice_text
from jupyter_green.views.totals import sum_of_rates
from jupyter_green.wording import say_quantity

SUMMARY = "this notebook: jobs, totals, open endpoints with their cost per hour"
USAGE = "%green"
_MOST_ADVICE = 3


def run(call: Call) -> Answer:
    """Return the notebook's jobs with totals, open endpoints and the first advice."""
    session = call.session
    entries = session.books.counted()
    if not entries:
        return Answer(
            "No SageMaker job seen yet.\n"
            "Build an estimator, a tuner or a predictor, or start one: a line appears under its cell.\n"
            "Try %green estimate ml.g5.xlarge --hours 2, %green regions, or %green help."
        )
    table = jobs_table(session, entries)
    parts = [table.text(), "", *_totals(session), *_endpoints(session)]
    advice = session.all_advice()
    if advice:
        parts += ["", f"What to change ({len(advice)} in all, %green advise):"]
        parts += [advice_text(item, number) for number, item in enumerate(advice[:_MOST_ADVICE], 1)]
    return Answer("\n".join(parts))


def _totals(session: Session) -> list[str]:
    alive = [entry for entry in session.books.counted() if entry.ended_at is None]
    rate = sum_of_rates(session.footprint(entry) for entry in alive)
    lines = []
    if rate.energy.terms:
        said = [say_quantity(amount) for amount in (rate.carbon, rate.energy, rate.cost, rate.water)]
        lines.append(f"All of them at once, an hour: {' · '.join(said)}")
        widest = next(iter(rate.carbon.spread_by_cause()), "") if rate.carbon.is_known else ""
        if widest:
            lines.append(f"Widest unknown: {widest}.")
    spent = spent_since_start(session)
    if spent is not None:
        lines.append(
            "Started here so far, by these rates and at most to each time limit: "
            f"{say_quantity(spent.carbon)} · {say_quantity(spent.cost)}"
        )
    return lines


def _endpoints(session: Session) -> list[str]:
    lines = []
    for entry in session.books.open_endpoints():
        footprint = session.footprint(entry)
        since = entry.last_call or entry.started_at or session.clock()
        minutes = (session.clock() - since) / 60
        what = "no call seen" if entry.last_call is None else f"last call {minutes:.0f} min ago"
        cost, carbon = footprint.rate.cost, footprint.rate.carbon
        if footprint.basis == "per busy hour":
            lines.append(f"Open endpoint {entry.job.name}: serverless, nothing is billed while idle · {what}")
        else:
            lines.append(f"Open endpoint {entry.job.name}: {say_quantity(cost)} · {say_quantity(carbon)} · {what}")
            lines += [f"    {line}" for line in delete_cell(entry).splitlines() if line]
    return lines
