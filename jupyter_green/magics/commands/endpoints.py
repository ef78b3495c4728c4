"""``%green endpoints``: the endpoints of the account, what they cost since their last call, and what would fit."""

from __future__ import annotations

import dataclasses

from jupyter_green.advisor import advise
from jupyter_green.aws import endpoints
from jupyter_green.aws.endpoints import Standing, standing_endpoints
from jupyter_green.kernel.session import Session
from jupyter_green.magics.answer import Answer, Call
from jupyter_green.magics.arguments import check_words, region_argument
from jupyter_green.practices.endpoint_cells import delete_cell
from jupyter_green.views.line import what_it_is
from jupyter_green.views.table import Table
from jupyter_green.wording import say_duration, say_quantity

SUMMARY = "the account's endpoints: age, calls, cost and carbon since the last call, what would fit; read-only"
USAGE = "%green endpoints [--region R] [--most N]"
ACTIONS = endpoints.ACTIONS
#: Practices whose swap is another way to answer, or none at all.
_WOULD_FIT = {
    "serverless-inference": "serverless",
    "async-inference": "async",
    "scale-to-zero-inference-components": "scale to zero",
    "delete-idle-endpoints": "delete",
    "right-size-endpoint": "a smaller size",
    "batch-transform": "batch transform",
}
_LONG_SILENCE_HOURS = 24.0


def run(call: Call) -> Answer:
    """Return the table of endpoints, with the cells that delete those nobody calls."""
    check_words(call, USAGE, most=0)
    session = call.session
    asked = call.options.get("region")
    region = region_argument(asked) if asked else session.settings.assumed_region()
    most = call.number("most")
    seen = {
        str(entry.job.name): entry.last_call for entry in session.books.open_endpoints() if entry.last_call is not None
    }
    found = list(
        standing_endpoints(
            session.measuring.clients,
            region,
            clock=session.clock,
            grid=session.settings.grid,
            most=50 if most is None else int(most),
            last_calls=seen,
        )
    )
    named = [one for one in found if one.name]
    problems = list(dict.fromkeys(str(one.problem) for one in found if one.problem is not None))
    for one in named:
        _keep(session, one)
    rows = tuple(_row(session, one) for one in named)
    headers = ("endpoint", "what", "stands for", "last call", "calls in 30 days", "carbon since", "cost since", "fits")
    earlier = {str(one["name"]) for one in session.reminders.earlier()}
    cells = [line for one in named for line in _delete_lines(session, one, left_open=one.name in earlier)]
    if not problems:
        cells += _gone(session, region, {one.name for one in named})
    title = f"{len(named)} endpoint{'s' * (len(named) != 1)} in {region or 'the Region of your credentials'}"
    notes = (*cells, *problems)
    return Answer.table(Table(headers, rows, frozenset({4}), title=title, notes=notes))


def _keep(session: Session, one: Standing) -> None:
    """Keep the measured load, so that practices judge the endpoint by it."""
    if one.job is not None and one.found is not None and one.found.metrics is not None:
        session.measuring.metrics[one.job.identity] = one.found.metrics


def _row(session: Session, one: Standing) -> tuple[str, ...]:
    age = "unknown" if one.age_hours is None else say_duration(one.age_hours * 3600)
    metrics = one.found.metrics if one.found is not None else None
    if one.job is None or metrics is None:
        what = what_it_is(one.job) if one.job is not None else one.status
        return (one.name, what, age, "unknown", "unknown", "unknown", "unknown", "")
    per_hour, hours = metrics.invocations_per_hour or 0.0, metrics.hours or 0.0
    calls = per_hour * hours
    silent = metrics.silent_hours
    last = "none" if not calls and one.name not in _called_here(session) else ""
    last = last or ("unknown" if silent is None else f"{say_duration(silent * 3600)} ago")
    spent = one.since_last_call
    carbon, cost = ("nothing while idle",) * 2
    if spent is not None:
        carbon, cost = say_quantity(spent.carbon), say_quantity(spent.cost, with_range=False)
    return (one.name, what_it_is(one.job), age, last, f"{calls:,.0f}", carbon, cost, ", ".join(_fits(session, one)))


def _called_here(session: Session) -> set[str]:
    return {str(entry.job.name) for entry in session.books.open_endpoints() if entry.last_call is not None}


def _fits(session: Session, one: Standing) -> list[str]:
    """Return what would fit by the practices, judged on what was measured."""
    if one.job is None:
        return []
    context = session.context()
    context = dataclasses.replace(context, jobs=(one.job,), metrics=dict(session.measuring.metrics))
    spoken = [item.practice for item in advise([one.job], context).advice]
    return list(dict.fromkeys(_WOULD_FIT[practice] for practice in spoken if practice in _WOULD_FIT))


def _delete_lines(session: Session, one: Standing, *, left_open: bool) -> list[str]:
    """Return the cell that deletes an endpoint which nobody has called for long, or which an earlier kernel left."""
    lines = [f"{one.name} was left open by an earlier kernel"] if left_open else []
    lines += [f"{one.name}: {fact}" for fact in (one.found.idle if one.found is not None else ())]
    metrics = one.found.metrics if one.found is not None else None
    silent = metrics.silent_hours if metrics is not None else None
    is_idle = silent is not None and silent >= _LONG_SILENCE_HOURS and one.since_last_call is not None
    if one.job is None or not (is_idle or left_open):
        return lines
    cell = delete_cell(one.job, session.context()).rstrip().splitlines()
    return [*lines, f"To delete {one.name}, run:", *(f"    {line}" for line in cell if line)]


def _gone(session: Session, region: str | None, standing: set[str]) -> list[str]:
    """Say which endpoints of earlier kernels stand here no more, and mention those never again."""
    lines = []
    for one in session.reminders.earlier():
        name = str(one["name"])
        if one.get("region") == region and name not in standing:
            session.reminders.memory.found_gone(name, session.clock())
            lines.append(f"{name}, started by an earlier kernel, is gone: %green measure {name} --kind endpoint")
    return lines
