"""Typed ranges with units, and the algebra that keeps them honest.

A :class:`Quantity` is a sum of products of *factors*. Each factor names the *cause* of its uncertainty (the load of an
accelerator, the grid of a Region, the power model of a chip) and says what it is worth when that cause is low, central
and high. Two figures that share a cause move together, so a difference of two footprints on the same basis cancels what
they share instead of adding it up, and a quantity minus itself is exactly zero. Nothing here knows about SageMaker.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from jupyter_green.terms import STATES, Factor, Term, extreme, finite, inverse, merge, product, worth
from jupyter_green.units import KNOWN_UNITS, UnitError, combine_units, parse_unit, unit_text

__all__ = ["KNOWN_UNITS", "Quantity", "UnitError", "UnknownQuantityError", "total"]

_fresh_cause = itertools.count(1)


class UnknownQuantityError(ValueError):
    """Raised when a number is asked of a quantity that is not known."""


@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """A range (low, central, high) with a unit, such as ``5.7 kWh/h [2.3–9.5]``.

    Build one with :meth:`exactly`, :meth:`between` or :meth:`unknown`. ``counted`` of ``out_of`` parts are inside the
    figure: adding an unknown keeps what is known and shows that something is missing.
    """

    terms: tuple[Term, ...]
    unit: str
    counted: int = 1
    out_of: int = 1

    # -- building -----------------------------------------------------------------------------------------------------

    @classmethod
    def exactly(cls, value: float, unit: str = "") -> Quantity:
        """Return a quantity without uncertainty, such as a number of hours that the user gave."""
        return cls((Term(finite(value), ()),), unit_text(parse_unit(unit)))

    @classmethod
    def between(cls, low: float, central: float, high: float, unit: str = "", *, cause: str = "") -> Quantity:
        """Return a range whose width comes from ``cause``; without a cause it shares its uncertainty with nothing.

        Raises ValueError unless 0 <= low <= central <= high.
        """
        if not 0 <= finite(low) <= finite(central) <= finite(high):
            raise ValueError(f"a range needs 0 <= low <= central <= high, not {low}, {central}, {high}")
        name = cause or f"~{next(_fresh_cause)}"
        return cls((Term(1.0, (Factor(name, (low, central, high)),)),), unit_text(parse_unit(unit)))

    @classmethod
    def unknown(cls, unit: str = "") -> Quantity:
        """Return a figure that nobody knows; added to others it shows as "n of m counted"."""
        return cls((), unit_text(parse_unit(unit)), counted=0, out_of=1)

    @classmethod
    def zero(cls, unit: str = "") -> Quantity:
        """Return the neutral element of addition: nothing counted out of nothing."""
        return cls((), unit_text(parse_unit(unit)), counted=0, out_of=0)

    # -- reading ------------------------------------------------------------------------------------------------------

    @property
    def is_known(self) -> bool:
        """True when at least one part is counted, or when there was nothing to count."""
        return self.counted > 0 or self.out_of == 0

    @property
    def is_complete(self) -> bool:
        """True when every part is counted."""
        return self.counted == self.out_of

    @property
    def low(self) -> float:
        """The plausible least value, corner to corner; not a confidence bound."""
        return extreme(self._known_terms(), 1.0)

    @property
    def central(self) -> float:
        """The value with every cause at its central state."""
        return sum(worth(term, 1) for term in self._known_terms())

    @property
    def high(self) -> float:
        """The plausible greatest value, corner to corner; not a confidence bound."""
        return 0.0 - extreme(tuple(Term(-t.scale, t.factors) for t in self._known_terms()), 1.0)

    @property
    def causes(self) -> frozenset[str]:
        """The names of everything this figure is uncertain about."""
        return frozenset(f.cause for term in self.terms for f in term.factors if len(set(f.values)) > 1)

    def spread_by_cause(self) -> dict[str, float]:
        """Return, widest first, high minus low when one cause alone varies and the others stay central."""
        widths = {}
        for cause in self.causes:
            at = [sum(worth(t, 1, cause, state) for t in self.terms) for state in STATES]
            widths[cause] = max(at) - min(at)
        return dict(sorted(widths.items(), key=lambda item: (-item[1], item[0])))

    def _known_terms(self) -> tuple[Term, ...]:
        if not self.is_known:
            raise UnknownQuantityError(f"this figure in {self.unit or 'plain numbers'} is not known")
        return self.terms

    # -- algebra ------------------------------------------------------------------------------------------------------

    def __add__(self, other: Quantity) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        if self.unit != other.unit:
            raise UnitError(f"cannot combine {self.unit or 'a plain number'} with {other.unit or 'a plain number'}")
        if not (other.terms or other.out_of):  # nothing counted out of nothing, which most sums begin with
            return self
        if not (self.terms or self.out_of):
            return other
        terms = merge(self.terms + other.terms)
        return Quantity(terms, self.unit, self.counted + other.counted, self.out_of + other.out_of)

    def __neg__(self) -> Quantity:
        terms = tuple(Term(-t.scale, t.factors) for t in self.terms)
        return Quantity(terms, self.unit, self.counted, self.out_of)

    def __sub__(self, other: Quantity) -> Quantity:
        """Return the paired difference: causes that both figures share vary together."""
        if not isinstance(other, Quantity):
            return NotImplemented
        if not (self.is_known and other.is_known):
            if self.unit != other.unit:
                raise UnitError(f"cannot combine {self.unit or 'a plain number'} with {other.unit or 'a plain number'}")
            return Quantity.unknown(self.unit)
        return self + (-other)

    def __mul__(self, other: Quantity | float) -> Quantity:
        if isinstance(other, (int, float)):
            if other == 1:
                return self
            terms = tuple(Term(t.scale * finite(other), t.factors) for t in self.terms)
            return Quantity(terms, self.unit, self.counted, self.out_of)
        if not isinstance(other, Quantity):
            return NotImplemented
        unit = unit_text(combine_units(parse_unit(self.unit), parse_unit(other.unit), 1))
        if not (self.is_known and other.is_known):
            return Quantity.unknown(unit)
        if len(other.terms) == 1 and not other.terms[0].factors:  # an exact number, which no two terms become one by
            terms = tuple(Term(t.scale * other.terms[0].scale, t.factors) for t in self.terms)
        else:
            terms = merge(product(a, b) for a in self.terms for b in other.terms)
        return Quantity(terms, unit, *_counts(self, other))

    __rmul__ = __mul__

    def __truediv__(self, other: Quantity | float) -> Quantity:
        """Return the quotient; raises ZeroDivisionError when the divisor's range touches zero."""
        if isinstance(other, (int, float)):
            if other == 0:
                raise ZeroDivisionError("cannot divide a quantity by zero")
            return self * (1.0 / other)
        if not isinstance(other, Quantity):
            return NotImplemented
        return self * other._reciprocal()

    def _reciprocal(self) -> Quantity:
        unit = unit_text(combine_units((), parse_unit(self.unit), -1))
        if not self.is_known:
            return Quantity.unknown(unit)
        low, central, high = self.low, self.central, self.high
        if low <= 0 <= high:
            raise ZeroDivisionError(f"cannot divide by a range that touches zero: {low} to {high} {self.unit}")
        if len(self.terms) == 1:
            term = self.terms[0]
            factors = tuple(Factor(f.cause, inverse(f.values)) for f in term.factors)
            return Quantity((Term(1.0 / term.scale, factors),), unit, self.counted, self.out_of)
        if low < 0:
            return -((-self)._reciprocal())
        whole = Quantity.between(1.0 / high, 1.0 / central, 1.0 / low, unit)
        return Quantity(whole.terms, unit, self.counted, self.out_of)

    def hull(self, other: Quantity) -> Quantity:
        """Return a range that covers both figures, with this one's central value: "one of the two, not known which"."""
        if self.unit != other.unit:
            raise UnitError(f"cannot combine {self.unit or 'a plain number'} with {other.unit or 'a plain number'}")
        if not (self.is_known and other.is_known):
            return Quantity.unknown(self.unit)
        low, high = min(self.low, other.low), max(self.high, other.high)
        return Quantity.between(low, self.central, high, self.unit)

    def without(self, *causes: str) -> Quantity:
        """Return the figure with the named causes held at their central state."""
        held = tuple(
            Term(t.scale, tuple(Factor(f.cause, (f.values[1],) * 3) if f.cause in causes else f for f in t.factors))
            for t in self.terms
        )
        return Quantity(held, self.unit, self.counted, self.out_of)

    # -- showing ------------------------------------------------------------------------------------------------------

    def __str__(self) -> str:
        from jupyter_green.wording import say_quantity

        return say_quantity(self)

    def __repr__(self) -> str:
        if not self.is_known:
            return f"Quantity.unknown({self.unit!r})"
        return f"<Quantity {self}>"


def total(figures: Iterable[Quantity], unit: str) -> Quantity:
    """Return the sum of ``figures``; those unknown are not guessed but counted as missing."""
    result = Quantity.zero(unit)
    for figure in figures:
        result = result + figure
    return result


def _counts(a: Quantity, b: Quantity) -> tuple[int, int]:
    # A product is as complete as its less complete side: kWh of "2 of 3 jobs" times one grid factor is still 2 of 3.
    return min(((a.counted, a.out_of), (b.counted, b.out_of)), key=lambda c: (c[0] / c[1] if c[1] else 1.0, -c[1]))
