"""The ledger's runs as a table with totals, and as a chart over the days."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from jupyter_green.ledger.runs import Run
from jupyter_green.quantities import Quantity, total
from jupyter_green.views.charts import VEGA_LITE
from jupyter_green.views.line import what_it_is
from jupyter_green.views.table import Table
from jupyter_green.wording import say_count, say_quantity

__all__ = ["history_chart", "history_table", "run_words"]

_UNITS = {"carbon": "gCO2e", "energy": "kWh", "cost": "USD"}


def run_words(run: Run) -> str:
    """Return a run in a few words."""
    if run.job is not None:
        name = run.job.name if isinstance(run.job.name, str) and run.job.kind != "endpoint" else ""
        return what_it_is(run.job) + (f" · {name}" if name else "")
    row = run.row
    return f"{row['kind']} · {row['instance_count'] or '?'} × {row['instance_type'] or 'type not known'}"


def history_table(runs: Sequence[Run], now: float, *, newest: int = 30) -> Table:
    """Return the newest runs, a row each, with the totals of all of them."""
    rows = tuple(_row(run, now) for run in runs[-newest:])
    notes = [_totals(runs, now)]
    if len(runs) > newest:
        notes.append(f"The newest {newest} of {len(runs)} are shown; --last N shows more.")
    headers = ("started", "job", "notebook", "ran", "carbon", "energy", "list price", "state")
    return Table(headers, rows, notes=tuple(notes))


def history_chart(runs: Sequence[Run], now: float) -> dict[str, Any]:
    """Return kilograms of CO2e a day as stacked columns by kind; a run counts on the day it started."""
    days: dict[tuple[str, str], float] = defaultdict(float)
    for run in runs:
        carbon = run.spent("carbon", now)
        if carbon.is_known:
            days[_day(run), run.row["kind"] or "unknown"] += carbon.central / 1000
    values = [{"day": day, "kind": kind, "carbon": carbon} for (day, kind), carbon in sorted(days.items())]
    return {
        "$schema": VEGA_LITE,
        "data": {"values": values},
        "width": "container",
        "height": 160,
        "mark": {"type": "bar"},
        "encoding": {
            "x": {"field": "day", "type": "ordinal", "title": None},
            "y": {"field": "carbon", "type": "quantitative", "title": "kg CO₂e"},
            "color": {"field": "kind", "type": "nominal", "title": None},
            "tooltip": [{"field": "day"}, {"field": "kind"}, {"field": "carbon", "title": "kg CO₂e", "format": ".3g"}],
        },
    }


def _row(run: Run, now: float) -> tuple[str, ...]:
    figures = [_say(run, name, now, with_range=name == "carbon") for name in _UNITS]
    hours = say_quantity(run.hours, with_range=False) if run.hours.is_known else ""
    began = datetime.datetime.fromtimestamp(run.began, tz=datetime.timezone.utc).strftime("%Y-%m-%d %H:%M")
    return (began, run_words(run), run.row["notebook"] or "", hours, *figures, _state(run))


def _say(run: Run, name: str, now: float, *, with_range: bool) -> str:
    spent = run.spent(name, now)
    if spent.is_known:
        return say_quantity(spent, with_range=with_range)
    return say_quantity(run.figure(name), with_range=False) if run.per in ("hour", "busy hour") else "unknown"


def _state(run: Run) -> str:
    if run.is_measured:
        return "measured"
    if run.started_at is None:
        return "not started"
    return "forecast" if run.per == "run" else "by its rate so far" if run.per == "hour" else "not measured"


def _totals(runs: Sequence[Run], now: float) -> str:
    said = []
    for name, unit in _UNITS.items():
        started = [run.spent(name, now) for run in runs if run.started_at is not None or run.is_measured]
        said.append(say_quantity(total(started, unit) if started else Quantity.zero(unit), with_range=name == "carbon"))
    measured = sum(run.is_measured for run in runs)
    return f"{say_count(len(runs), 'run')}, {measured} measured: {' · '.join(said)}"


def _day(run: Run) -> str:
    return datetime.datetime.fromtimestamp(run.began, tz=datetime.timezone.utc).strftime("%Y-%m-%d")
