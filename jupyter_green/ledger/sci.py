"""The Software Carbon Intensity score (ISO/IEC 21031): grams of CO2e for one functional unit of the user's choice."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_green.quantities import Quantity

__all__ = ["Score", "parse_units", "score"]


@dataclass(frozen=True, slots=True)
class Score:
    """SCI = (E × I + M) per R: ``operational`` is E × I, ``embodied`` is M, both for all ``units`` together."""

    operational: Quantity
    embodied: Quantity
    units: float
    unit_name: str

    @property
    def per_unit(self) -> Quantity:
        """The score in gCO2e for one unit; unknown when either part is."""
        if not (self.operational.is_known and self.embodied.is_known):
            return Quantity.unknown("gCO2e")
        return (self.operational + self.embodied) / self.units


def parse_units(text: str) -> tuple[str, float]:
    """Return name and number of functional units from a text such as ``prediction=12000``; raises ValueError."""
    name, _, number = text.partition("=")
    try:
        count = float(number.replace(",", "").replace("_", ""))
    except ValueError:
        count = 0.0
    if not name.strip() or not 0 < count < float("inf"):
        raise ValueError(f"say the functional unit and how many the run served, such as prediction=12000, not {text!r}")
    return name.strip(), count


def score(operational: Quantity, embodied: Quantity, units: float, unit_name: str) -> Score:
    """Return the score of a run that served ``units`` functional units; raises ValueError unless that is above zero."""
    if not units > 0:
        raise ValueError("a score needs more than zero functional units")
    return Score(operational, embodied, units, unit_name)
