"""Promised against obtained: what became of each applied swap, and why it differs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jupyter_green.footprint import estimate
from jupyter_green.job import JOB_FIELDS, Job
from jupyter_green.ledger.rows import load_of
from jupyter_green.ledger.runs import Run, quantity_of, runs
from jupyter_green.ledger.store import Ledger
from jupyter_green.quantities import Quantity

__all__ = ["Outcome", "outcomes"]

_VERDICTS = ("kept", "broken", "unclear")
_UNITS = {"carbon": ("carbon_gco2e", "gCO2e"), "energy": ("energy_kwh", "kWh"), "cost": ("cost_usd", "USD")}
_SAME_WORK = ("instance_type", "instance_count", "instance_groups", "instance_preferences")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One applied swap: the change it promised, the change the run obtained, and the reason for the difference.

    ``per`` is ``run`` or ``hour`` for the promise; ``obtained_per`` the same for what was obtained, empty where nothing
    was measured. A change below zero is a saving.
    """

    at: str
    practice: str
    changes: Mapping[str, Any]
    per: str
    promised: Quantity
    obtained: Quantity
    obtained_per: str
    reason: str


def outcomes(ledger: Ledger, figure: str = "carbon") -> list[Outcome]:
    """Return the swaps of the ledger, oldest first, with one figure promised and obtained."""
    rows = ledger.read("SELECT * FROM swaps ORDER BY at, rowid")
    known = {run.run: run for run in runs(ledger, started_only=False)} if rows else {}
    by_swap: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows:
        by_swap.setdefault(row["swap"], {})["verdict" if row["event"] in _VERDICTS else row["event"]] = row
    found = []
    for events in by_swap.values():
        applied = events.get("applied")
        if applied is not None:
            found.append(_outcome(applied, events, known, figure))
    return found


def _outcome(
    applied: dict[str, Any], events: Mapping[str, dict[str, Any]], known: Mapping[str, Run], figure: str
) -> Outcome:
    stem, unit = _UNITS[figure]
    per = applied["promised_per"] or ""
    tail = "/h" if per == "hour" else ""
    verdict = events.get("verdict")
    changes: dict[str, Any] = json.loads(applied["changes"] or "{}")
    obtained, obtained_per = Quantity.unknown(unit), ""
    if "undone" in events:
        reason = "taken back"
    elif verdict is None:
        reason = "no job was started with it yet"
    else:
        obtained, obtained_per, reason = _obtained(changes, verdict, known.get(verdict["run"]), figure)
    promised = quantity_of(applied, f"promised_{stem}", unit + tail)
    return Outcome(applied["at"], applied["practice"], changes, per, promised, obtained, obtained_per, reason)


def _obtained(
    changes: Mapping[str, Any], verdict: Mapping[str, Any], run: Run | None, figure: str
) -> tuple[Quantity, str, str]:
    """Return the change that the run obtained against the same run without the swap, its basis, and the reason."""
    unit = _UNITS[figure][1]
    said = {"kept": "the job was started as promised", "unclear": f"cannot be told: {verdict['reason']}"}
    why = said.get(verdict["event"], f"not as promised: {verdict['reason']}")
    if run is None or run.job is None or not run.is_measured:
        return Quantity.unknown(unit), "", f"{why}; not measured yet"
    without = _before(run.job, changes)
    if without is None:
        return Quantity.unknown(unit), "", f"{why}; the change is in a value that the ledger does not keep"
    hours = run.hours
    load = load_of(run.row["load"])
    known = hours if hours.is_known else None
    now, then = (estimate(job, hours=known, load=load, grid=run.grid, state="measured") for job in (run.job, without))
    if any(name in changes for name in _SAME_WORK):
        # How long the other hardware would have taken nobody knows: only the rates can be compared.
        difference = getattr(now.rate, figure) - getattr(then.rate, figure)
        return difference, "hour", f"{why}; by the measured load, rates only: other hardware takes other time"
    if now.total is None or then.total is None:
        return Quantity.unknown(unit), "", f"{why}; the running time is not known"
    # A bill is known better than a price list: with Spot it is the discount that was obtained.
    is_billed = figure == "cost" and run.per == "run" and run.figure(figure).is_known
    obtained = run.figure(figure) if is_billed else getattr(now.total, figure)
    return (
        obtained - getattr(then.total, figure),
        "run",
        f"{why}; by the measured time and load, against the same run without the swap",
    )


def _before(job: Job, changes: Mapping[str, Any]) -> Job | None:
    """Return the job without the swap, or None where what was before is not written down."""
    fields = {}
    for name, (before, _) in changes.items():
        if name not in JOB_FIELDS or before == "" or isinstance(before, dict):
            return None
        fields[name] = tuple(before) if isinstance(before, list) and name != "instance_groups" else before
    if "instance_groups" in fields:
        return None
    return job.with_changes(**fields)
