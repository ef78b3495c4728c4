"""Old runs under today's method and tables: what was written, and what would be written now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jupyter_green.catalog.tables import DATA_VERSION
from jupyter_green.footprint import METHOD_VERSION, Amounts, estimate
from jupyter_green.footprint.result import State
from jupyter_green.ledger.rows import load_of
from jupyter_green.ledger.runs import Run
from jupyter_green.quantities import Quantity

__all__ = ["Rescored", "rescore"]


@dataclass(frozen=True, slots=True)
class Rescored:
    """One run under both methods; ``new`` is unknown, with the reason in ``note``, where it cannot be reckoned anew."""

    run: Run
    old: Quantity
    new: Quantity
    note: str

    @property
    def factor(self) -> float | None:
        """How many times the old central value the new one is."""
        if not (self.old.is_known and self.new.is_known) or self.old.central <= 0:
            return None
        return self.new.central / self.old.central


def rescore(found: Sequence[Run], figure: str = "carbon") -> list[Rescored]:
    """Return each run with the old and the new value of one figure, on the basis of its row; nothing is written."""
    return [_rescored(run, figure) for run in found if run.per in ("run", "hour", "busy hour")]


def _rescored(run: Run, figure: str) -> Rescored:
    old = run.figure(figure)
    if run.job is None:
        return Rescored(run, old, Quantity.unknown(old.unit), "its settings are not in the ledger")
    hours = run.hours if run.hours.is_known else None
    load = load_of(run.row["load"]) if run.is_measured else None
    state: State = "measured" if run.is_measured else "forecast"
    footprint = estimate(run.job, hours=hours, load=load, grid=run.grid, state=state)
    amounts: Amounts | None = footprint.total if run.per == "run" else footprint.rate
    if amounts is None:
        return Rescored(run, old, Quantity.unknown(old.unit), "its running time is not in the ledger")
    same = run.row["method"] == METHOD_VERSION and run.row["data"] == DATA_VERSION
    note = "same method and tables" if same else f"method {run.row['method']}, tables {run.row['data']}"
    return Rescored(run, old, getattr(amounts, figure), note)
