"""Sums of products of factors, which quantities are made of: what they are worth, joined, and at their ends."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["STATES", "Factor", "Term", "extreme", "finite", "inverse", "merge", "product", "worth"]

STATES = (0, 1, 2)  # a cause is low, central or high
_MOST_ENUMERATED_CAUSES = 6


class Factor(NamedTuple):
    """What one cause of uncertainty is worth when it is low, central and high."""

    cause: str
    values: tuple[float, float, float]


class Term(NamedTuple):
    """A product of factors, each of another cause, times a plain number."""

    scale: float
    factors: tuple[Factor, ...]


def finite(value: float) -> float:
    """Return the number; raises ValueError for infinity and what is no number."""
    if not math.isfinite(value):
        raise ValueError(f"a quantity needs a finite number, not {value}")
    return float(value)


def inverse(values: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return one over each of the three values."""
    return (1.0 / values[0], 1.0 / values[1], 1.0 / values[2])


def worth(term: Term, state: int, cause: str = "", cause_state: int = 1) -> float:
    """Return the value with every cause in ``state``, and the one named in a state of its own."""
    value = term.scale
    for factor in term.factors:
        value *= factor.values[cause_state if factor.cause == cause else state]
    return value


def product(a: Term, b: Term) -> Term:
    """Return the product; a cause that both share varies in both at once."""
    if not a.factors or not b.factors:
        return Term(a.scale * b.scale, a.factors or b.factors)
    factors = {factor.cause: factor for factor in a.factors}
    for factor in b.factors:
        cause, (low, central, high) = factor
        mine = factors.get(cause)
        if mine is not None:
            at_low, at_central, at_high = mine.values
            factor = Factor(cause, (at_low * low, at_central * central, at_high * high))
        factors[cause] = factor
    return Term(a.scale * b.scale, tuple([factors[cause] for cause in sorted(factors)]))


def merge(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Join terms that differ only in scale, so that a figure minus itself is exactly nothing."""
    given = tuple(terms)
    scales: dict[tuple[Factor, ...], float] = {}
    for scale, factors in given:
        scales[factors] = scales.get(factors, 0.0) + scale
    if len(scales) == len(given) and all(scales.values()):
        return given
    return tuple(Term(scale, factors) for factors, scale in scales.items() if scale != 0.0)


def extreme(terms: tuple[Term, ...], sign: float) -> float:
    """Return the least value of the sum over all states of its causes.

    A cause that pushes every term the same way is set at once; the others are enumerated. Beyond a few of those, terms
    are let loose from one another, which can only widen the range.
    """
    best: dict[str, int] = {}
    torn: list[str] = []
    for scale, factors in terms:
        for cause, values in factors:
            at_low, at_central, at_high = values
            if at_low == at_central == at_high:
                continue
            least = values.index(min(values)) if scale * sign > 0 else values.index(max(values))
            if best.setdefault(cause, least) != least and cause not in torn:
                torn.append(cause)
    torn.sort()
    enumerated, loose = torn[:_MOST_ENUMERATED_CAUSES], set(torn[_MOST_ENUMERATED_CAUSES:])
    least_sum = math.inf
    for states in itertools.product(STATES, repeat=len(enumerated)):
        fixed = {**best, **dict(zip(enumerated, states, strict=True))}
        least_sum = min(least_sum, sum(_least(t, fixed, loose) for t in terms))
    return 0.0 if not terms else least_sum


def _least(term: Term, fixed: dict[str, int], loose: set[str]) -> float:
    value = term.scale
    pick = min if term.scale > 0 else max
    for cause, values in term.factors:
        value *= pick(values) if cause in loose else values[fixed.get(cause, 1)]
    return value
