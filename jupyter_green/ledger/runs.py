"""Reading the ledger: one :class:`Run` a job, with its best figures."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any

from jupyter_green.footprint.carbon import GridBasis
from jupyter_green.job import Job
from jupyter_green.ledger.privacy import job_of
from jupyter_green.ledger.schema import FIGURES
from jupyter_green.ledger.store import Ledger
from jupyter_green.quantities import Quantity

__all__ = ["Run", "quantity_of", "runs", "seconds_of"]

_UNITS = {"energy": "kWh", "operational": "gCO2e", "embodied": "gCO2e", "carbon": "gCO2e", "water": "L", "cost": "USD"}
_MOST_RUNS = 100_000


@dataclass(frozen=True, slots=True)
class Run:
    """One job of the ledger, by its newest reading and its best footprint: a measurement before any forecast.

    ``per`` says what the figures are of: ``run``, ``hour``, ``busy hour``, ``none``, or empty without a footprint.
    """

    run: str
    first_at: str
    started_at: str | None
    ended_at: str | None
    job: Job | None
    row: dict[str, Any]

    @property
    def is_measured(self) -> bool:
        """True when its figures were measured."""
        return bool(self.row["state"] == "measured")

    @property
    def per(self) -> str:
        """What the figures are of."""
        return self.row["per"] or ""

    @property
    def began(self) -> float:
        """When it started, else when it was first seen, in seconds since the epoch."""
        return seconds_of(self.started_at or self.first_at)

    def figure(self, name: str) -> Quantity:
        """Return a figure in the unit of ``per``; unknown where the row has none."""
        unit = _UNITS[name] + {"hour": "/h", "busy hour": "/h"}.get(self.per, "")
        return quantity_of(self.row, FIGURES[name], unit)

    @property
    def grid(self) -> GridBasis:
        """The kind of grid factors its figures were reckoned with."""
        return "direct" if self.row["grid"] == "direct" else "lifecycle"

    @property
    def hours(self) -> Quantity:
        """The hours it ran, or was expected to run."""
        return quantity_of(self.row, "hours", "h")

    def spent(self, name: str, now: float) -> Quantity:
        """Return what the run has come to: its total where known, else its rate over the time it has been running.

        A job without an end in sight is counted up to ``now``, or up to its time limit where that comes first.
        """
        if self.per == "run":
            return self.figure(name)
        if self.per != "hour" or self.started_at is None:
            return Quantity.unknown(_UNITS[name])
        until = now if self.ended_at is None else seconds_of(self.ended_at)
        hours = max(until - self.began, 0.0) / 3600
        limit = self.job.get("max_runtime", None) if self.job is not None and self.job.kind != "endpoint" else None
        return self.figure(name) * Quantity.exactly(hours if limit is None else min(hours, limit / 3600), "h")


def quantity_of(row: dict[str, Any], stem: str, unit: str) -> Quantity:
    """Return the range in three columns as a quantity; a saving, which is negative, keeps its sign.

    All figures of the ledger share one cause: their sum goes from corner to corner, as wide as it can be.
    """
    low, central, high = (row.get(f"{stem}_{end}") for end in ("low", "central", "high"))
    if low is None or central is None or high is None:
        return Quantity.unknown(unit)
    if low < 0:
        return -_between(-high, -central, -low, unit) if high <= 0 else _torn(low, central, high, unit)
    return _between(low, central, high, unit)


def _between(low: float, central: float, high: float, unit: str) -> Quantity:
    middle = min(max(central, low), high)  # a sum of floats may fall outside by its last digit
    return Quantity.between(low, middle, high, unit, cause="what the ledger's figures are uncertain about")


def _torn(low: float, central: float, high: float, unit: str) -> Quantity:
    """Return a range around zero as a positive one minus what shifts it."""
    return _between(0.0, central - low, high - low, unit) - Quantity.exactly(-low, unit)


def runs(ledger: Ledger, *, since: float | None = None, started_only: bool = True) -> list[Run]:
    """Return the runs, oldest first; with ``since`` those that began from then on."""
    from jupyter_green.ledger.rows import iso_time

    where, values = ["1"], []
    if started_only:
        where.append("(started_at IS NOT NULL OR state = 'measured')")
    if since is not None:
        where.append("coalesce(started_at, first_at) >= ?")
        values.append(iso_time(since))
    newest_first = f"ORDER BY coalesce(started_at, first_at) DESC LIMIT {_MOST_RUNS}"
    sql = f"SELECT * FROM runs WHERE {' AND '.join(where)} {newest_first}"
    return [_run(row) for row in reversed(ledger.read(sql, values))]


def _run(row: dict[str, Any]) -> Run:
    return Run(row["run"], row["first_at"], row["started_at"], row["ended_at"], _job(row), row)


def _job(row: dict[str, Any]) -> Job | None:
    try:
        return job_of(json.loads(row["job"] or "{}"))
    except (ValueError, TypeError):
        return None


def seconds_of(at: str) -> float:
    """Return a time of the ledger in seconds since the epoch."""
    return datetime.datetime.fromisoformat(at.replace("Z", "+00:00")).timestamp()
