"""``%green reconcile``: a month of the ledger beside AWS's own carbon figures, by scope and method."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from jupyter_green.aws import reconcile
from jupyter_green.aws.reconcile import Month, months_emissions, parse_month
from jupyter_green.ledger import LedgerError
from jupyter_green.ledger.runs import Run, runs
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import check_words
from jupyter_green.views.table import Table
from jupyter_green.wording import say_duration, say_value

SUMMARY = "a month of the ledger beside AWS's own figures, with what explains the difference; read-only"
USAGE = "%green reconcile 2026-10"
ACTIONS = reconcile.ACTIONS
_LONGEST_RUN = datetime.timedelta(days=120)
_EXPLANATIONS = (
    "The ledger holds the jobs that kernels with jupyter_green started or saw; AWS counts the whole account.",
    "Location-based: ours is a yearly average of the grid with upstream emissions (grid=direct leaves them out, "
    "as AWS's scope 2 does).",
    "Market-based figures subtract contracts for renewable energy; we never do, so they have no counterpart here.",
    "Scope 3 of AWS spreads IT hardware over 6 years and adds buildings and the fuel chain; ours is hardware alone.",
    "AWS shares out what its idle servers draw; ours counts the instances while they were yours.",
)


def run(call: Call) -> Answer:
    """Return the comparison of one month; without an answer of AWS, what the ledger says alone."""
    check_words(call, USAGE, most=1)
    session = call.session
    month = parse_month(call.words[0]) if call.words else None
    if month is None:
        raise UserError("say which month, such as %green reconcile 2026-10")
    start, end = month
    now = datetime.datetime.fromtimestamp(session.clock(), tz=datetime.timezone.utc)
    if start >= now:
        raise UserError(f"{call.words[0]} has not begun yet")
    try:
        found = runs(session.recorder.ledger, since=(start - _LONGEST_RUN).timestamp())
    except LedgerError as error:
        raise UserError(f"the ledger cannot be read: {error}") from None
    until = min(end, now).timestamp()
    ours = {name: _by_region(found, name, start.timestamp(), until) for name in ("operational", "embodied")}
    told, problem = months_emissions(session.measuring.clients, start, end)
    notes = list(_notes(found, told, start, end, now))
    if problem is not None:
        notes.insert(0, str(problem))
    title = f"{call.words[0]}: the ledger beside AWS's estimate" + (f" (model {told.version})" if told.version else "")
    headers = ("what", "ledger", "AWS", "AWS ÷ ledger")
    return Answer.table(Table(headers, _rows(ours, told), frozenset({1, 2, 3}), title=title, notes=tuple(notes)))


def _by_region(found: Sequence[Run], name: str, start: float, end: float) -> dict[str, float]:
    """Return the grams of the runs inside the month by Region; of one that began before, the part inside."""
    sums: dict[str, float] = {}
    for run in found:
        if run.began >= end:
            continue
        spent = run.spent(name, end)
        if not spent.is_known:
            continue
        grams = spent.central
        if run.began < start:
            if run.per != "hour":
                continue  # a job that was over before, or that counts for the month it began in
            grams -= run.spent(name, start).central
        region = run.job.region if run.job is not None and isinstance(run.job.region, str) else "Region not known"
        sums[region] = sums.get(region, 0.0) + max(grams, 0.0)
    return sums


def _rows(ours: dict[str, dict[str, float]], told: Month) -> tuple[tuple[str, ...], ...]:
    operational, embodied = (sum(ours[name].values()) for name in ("operational", "embodied"))
    scope_1, scope_2 = told.grams("TOTAL_SCOPE_1_CARBON_EMISSIONS"), told.grams("TOTAL_SCOPE_2_LBM_CARBON_EMISSIONS")
    electricity = None if scope_2 is None else scope_2 + (scope_1 or 0.0)
    whole = told.grams("TOTAL_LBM_CARBON_EMISSIONS")
    rows = [
        _row("all, location-based", operational + embodied, whole),
        _row("electricity: operational / scopes 1 and 2, location-based", operational, electricity),
        _row(
            "hardware: embodied / scope 3, location-based", embodied, told.grams("TOTAL_SCOPE_3_LBM_CARBON_EMISSIONS")
        ),
        _row("all, market-based", None, told.grams("TOTAL_MBM_CARBON_EMISSIONS")),
    ]
    regions = sorted({*ours["operational"], *told.by_region})
    for region in regions if len(regions) > 1 else ():
        mine = ours["operational"].get(region, 0.0) + ours["embodied"].get(region, 0.0)
        rows.append(_row(f"  {region}", mine, told.by_region.get(region, {}).get("TOTAL_LBM_CARBON_EMISSIONS")))
    return tuple(rows)


def _row(label: str, mine: float | None, theirs: float | None) -> tuple[str, ...]:
    said = ["not estimated" if mine is None else say_value(mine, "gCO2e")]
    said.append("not told" if theirs is None else say_value(theirs, "gCO2e"))
    ratio = f"{theirs / mine:.2g}" if mine and theirs is not None else ""
    return (label, *said, ratio)


def _notes(
    found: Sequence[Run], told: Month, start: datetime.datetime, end: datetime.datetime, now: datetime.datetime
) -> Sequence[str]:
    inside = [run for run in found if start.timestamp() <= run.began < end.timestamp()]
    measured = sum(run.is_measured for run in inside)
    lines = [f"{len(inside)} jobs of the ledger began in this month, {measured} of them measured, the others forecast."]
    if not told.by_region:
        age = say_duration(max(0.0, (now - end).total_seconds()))
        which = f" (told for {', '.join(sorted(filter(None, told.services)))})" if any(told.services) else ""
        lines.append(
            f"AWS tells nothing of SageMaker for this month{which}: its figures come up to three months late, and this "
            f"month ended {age} ago."
            if end <= now
            else "The month is not over, and AWS's figures come months late."
        )
    return [*lines, *_EXPLANATIONS]
