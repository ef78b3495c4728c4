"""Budgets: an amount of carbon, energy or money that jobs should not exceed in a week or in a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from jupyter_green.footprint import Footprint
from jupyter_green.ledger.runs import Run, runs
from jupyter_green.ledger.store import Ledger
from jupyter_green.quantities import Quantity
from jupyter_green.wording import say_value

__all__ = ["Budget", "Spent", "budgets_of", "over_budget", "spent_of"]

Period = Literal["week", "notebook"]
_FIGURE = {"gCO2e": "carbon", "kWh": "energy", "USD": "cost"}
_WEEK = 7 * 86400.0


@dataclass(frozen=True, slots=True)
class Budget:
    """An amount in ``gCO2e``, ``kWh`` or ``USD`` per week (the last seven days) or per notebook."""

    amount: float
    unit: str
    per: Period
    notebook: str = ""

    @property
    def figure(self) -> str:
        """The figure of a footprint that it limits."""
        return _FIGURE[self.unit]

    def __str__(self) -> str:
        where = "a week" if self.per == "week" else f"in {self.notebook}" if self.notebook else "in this notebook"
        return f"{say_value(self.amount, self.unit)} {where}"


@dataclass(frozen=True, slots=True)
class Spent:
    """What the runs of a budget's period have come to; those without a figure are not guessed."""

    total: Quantity
    runs: int


def budgets_of(ledger: Ledger, notebook: str) -> list[Budget]:
    """Return the budgets in force for this notebook: the newest row of each period and unit, unless withdrawn."""
    rows = ledger.read(
        "SELECT amount, unit, per, notebook FROM budgets WHERE per = 'week' OR notebook = ? ORDER BY at, rowid",
        (notebook,),
    )
    newest = {(row["per"], row["unit"]): row for row in rows}
    return [
        Budget(row["amount"], row["unit"], cast("Period", row["per"]), row["notebook"] if row["per"] != "week" else "")
        for row in newest.values()
        if row["amount"] is not None
    ]


def spent_of(ledger: Ledger, budget: Budget, now: float, *, without: str = "") -> Spent:
    """Return what the runs in the budget's period have come to, the run named ``without`` left out."""
    found: list[Run] = [
        run
        for run in runs(ledger, since=now - _WEEK if budget.per == "week" else None)
        if run.run != without and (budget.per == "week" or run.row["notebook"] == budget.notebook)
    ]
    total = Quantity.zero(budget.unit)
    for run in found:
        total = total + run.spent(budget.figure, now)
    return Spent(total, len(found))


def over_budget(budget: Budget, spent: Spent, footprint: Footprint) -> str:
    """Return the question to ask when a job starts that leads over the budget by central figures; empty if it does not.

    Where nobody knows how long the job runs, only what is spent already counts.
    """
    done = spent.total.central if spent.total.is_known else 0.0
    job = getattr(footprint.total, budget.figure) if footprint.total is not None else None
    extra = job.central if job is not None and job.is_known else 0.0
    if done + extra <= budget.amount:
        return ""
    said = f"{say_value(done, budget.unit)} spent"
    if extra:
        said += f", this job about {say_value(extra, budget.unit)}"
    return f"over your budget of {budget}: {said}. Let it run all the same? (%green budget shows it)"
