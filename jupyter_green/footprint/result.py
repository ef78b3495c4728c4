"""What an estimate says: amounts with ranges, and the list of everything they were made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jupyter_green.footprint.carbon import GridBasis
from jupyter_green.footprint.hours import parallel_jobs
from jupyter_green.footprint.load import Load
from jupyter_green.job import Job, Status
from jupyter_green.quantities import Quantity

__all__ = ["Amounts", "Basis", "Footprint", "Input", "State"]

Basis = Literal["per hour", "per busy hour", "nothing on AWS", "counted elsewhere", "unknown"]
State = Literal["forecast", "running", "measured", "stopped"]


@dataclass(frozen=True, slots=True)
class Amounts:
    """Energy, carbon (operational and embodied, location-based), water and cost on one basis."""

    energy: Quantity
    operational: Quantity
    embodied: Quantity
    water: Quantity
    cost: Quantity

    @property
    def carbon(self) -> Quantity:
        """Operational and embodied carbon together; unknown when either is."""
        if not (self.operational.is_known and self.embodied.is_known):
            missing = max(self.operational.out_of, self.embodied.out_of)
            return Quantity((), self.operational.unit, counted=0, out_of=missing)
        both = self.operational + self.embodied
        counted, out_of = self.operational.counted, self.operational.out_of
        return Quantity(both.terms, both.unit, counted, out_of)

    def times(self, factor: Quantity | float) -> Amounts:
        """Return the amounts multiplied by a number or by hours."""
        return Amounts(
            self.energy * factor,
            self.operational * factor,
            self.embodied * factor,
            self.water * factor,
            self.cost * factor,
        )

    def plus(self, other: Amounts) -> Amounts:
        """Return the sum; what is unknown on either side shows as not counted."""
        return Amounts(
            self.energy + other.energy,
            self.operational + other.operational,
            self.embodied + other.embodied,
            self.water + other.water,
            self.cost + other.cost,
        )

    def minus(self, other: Amounts) -> Amounts:
        """Return the paired difference: what both sides share cancels."""
        return Amounts(
            self.energy - other.energy,
            self.operational - other.operational,
            self.embodied - other.embodied,
            self.water - other.water,
            self.cost - other.cost,
        )

    @classmethod
    def zero(cls, *, per_hour: bool = True) -> Amounts:
        """Return nothing counted out of nothing."""
        tail = "/h" if per_hour else ""
        units = ("kWh", "gCO2e", "gCO2e", "L", "USD")
        return cls(*(Quantity.zero(unit + tail) for unit in units))

    @classmethod
    def unknown(cls, *, per_hour: bool = True) -> Amounts:
        """Return amounts that nobody knows."""
        tail = "/h" if per_hour else ""
        units = ("kWh", "gCO2e", "gCO2e", "L", "USD")
        return cls(*(Quantity.unknown(unit + tail) for unit in units))


@dataclass(frozen=True, slots=True)
class Input:
    """One thing an estimate was made of: its value in words, how it was come by, from where and of when."""

    name: str
    value: str
    status: Status
    source: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a job costs: a rate per hour, the ceiling its time limit sets, and a total where the hours are known.

    ``rate`` is on the basis named by ``basis``. ``total`` is an absolute amount, or None when nobody said how long the
    job runs; ``ceiling_hours`` are the most hours its limits leave it, or None when nothing bounds them. ``method`` and
    ``data`` are versions. ``hours``, ``load`` and ``grid`` are what it was reckoned with, so that it can be reckoned
    anew by another method.
    """

    job: Job
    basis: Basis
    rate: Amounts
    total: Amounts | None
    total_label: str
    ceiling_hours: float | None
    ceiling_label: str
    inputs: tuple[Input, ...]
    notes: tuple[str, ...]
    state: State
    method: str
    data: str
    hours: Quantity | None = None
    load: Load | None = None
    grid: GridBasis = "lifecycle"

    @property
    def ceiling(self) -> Amounts | None:
        """What the job costs at most, by its time limit; None when nothing bounds the time."""
        if self.ceiling_hours is None:
            return None
        return self.rate.times(1 / parallel_jobs(self.job)).times(Quantity.exactly(self.ceiling_hours, "h"))

    @property
    def widest(self) -> str:
        """What makes the carbon range widest, in words; the energy range where carbon is not known."""
        for figure in (self.rate.carbon, self.rate.energy):
            if figure.is_known:
                return next((cause for cause, width in figure.spread_by_cause().items() if width > 0), "")
        return ""

    @property
    def is_known(self) -> bool:
        """True when the job's energy could be estimated."""
        return self.rate.energy.is_known
