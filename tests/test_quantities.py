"""The algebra of ranges: honest division, paired differences, unknowns that show, units that do not mix."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_green.quantities import Quantity, UnitError, UnknownQuantityError, total

SMALL = st.floats(min_value=0.001, max_value=1e6, allow_nan=False)
UNITS = ("kWh", "gCO2e", "L", "USD", "h")


@st.composite
def ranges(draw: st.DrawFn, unit: str = "kWh", cause: str | None = None) -> Quantity:
    low, central, high = sorted(draw(st.tuples(SMALL, SMALL, SMALL)))
    name = cause if cause is not None else draw(st.sampled_from(["load", "grid", "model", ""]))
    return Quantity.between(low, central, high, unit, cause=name)


def close(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)


@given(ranges())
def test_low_central_and_high_stay_in_order(a: Quantity) -> None:
    assert a.low <= a.central <= a.high


@given(ranges())
def test_a_quantity_minus_itself_is_exactly_zero(a: Quantity) -> None:
    nothing = a - a
    assert (nothing.low, nothing.central, nothing.high) == (0, 0, 0)


@given(ranges())
def test_a_quantity_divided_by_itself_is_exactly_one(a: Quantity) -> None:
    one = a / a
    assert close(one.low, 1) and close(one.high, 1) and one.unit == ""


def test_nothing_is_zero_without_a_sign() -> None:
    nothing = Quantity.zero("kWh")
    assert [str(value) for value in (nothing.low, nothing.central, nothing.high)] == ["0.0", "0", "0.0"]


def test_division_by_a_range_turns_its_ends_around() -> None:
    half = Quantity.exactly(2) / Quantity.between(1, 2, 3)
    assert close(half.low, 2 / 3) and close(half.high, 2)


def test_division_by_a_range_that_touches_zero_is_refused() -> None:
    with pytest.raises(ZeroDivisionError, match="touches zero"):
        Quantity.exactly(1, "kWh") / Quantity.between(0, 1, 2, "h")


@given(ranges(), ranges())
def test_addition_commutes_and_adds_corner_to_corner(a: Quantity, b: Quantity) -> None:
    one, other = a + b, b + a
    assert close(one.low, other.low) and close(one.high, other.high)
    assert close(one.low, a.low + b.low) and close(one.high, a.high + b.high)


@given(ranges(), ranges(), ranges(unit="gCO2e/kWh", cause="grid"))
def test_multiplication_distributes_over_addition(a: Quantity, b: Quantity, factor: Quantity) -> None:
    left, right = (a + b) * factor, a * factor + b * factor
    assert left.unit == "gCO2e" == right.unit
    for end in ("low", "central", "high"):
        assert close(getattr(left, end), getattr(right, end))


@given(ranges(cause="before"), ranges(cause="after"), ranges(unit="gCO2e/kWh", cause="grid"))
def test_a_paired_difference_is_never_wider_than_an_unpaired_one(a: Quantity, b: Quantity, grid: Quantity) -> None:
    paired = a * grid - b * grid
    unpaired_low = (a * grid).low - (b * grid).high
    unpaired_high = (a * grid).high - (b * grid).low
    assert paired.low >= unpaired_low - 1e-6 * abs(unpaired_low) - 1e-9
    assert paired.high <= unpaired_high + 1e-6 * abs(unpaired_high) + 1e-9


@given(ranges(cause="load"), st.floats(min_value=0.01, max_value=0.99))
def test_a_smaller_share_of_the_same_thing_always_saves(a: Quantity, share: float) -> None:
    saved = a * share - a
    assert saved.high <= 0


@given(ranges(), ranges(cause="grid"))
def test_less_knowledge_is_never_narrower(a: Quantity, other: Quantity) -> None:
    """Holding a cause at its centre is knowing it; letting it go can only widen the range."""
    both = a + other
    for cause in both.causes:
        known = both.without(cause)
        assert both.low <= known.low + 1e-9 and known.high <= both.high + 1e-9


@given(ranges(), ranges())
def test_a_hull_covers_both(a: Quantity, b: Quantity) -> None:
    hull = a.hull(b)
    assert hull.low <= min(a.low, b.low) and hull.high >= max(a.high, b.high)


@given(st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_mixing_units_fails(one: str, other: str) -> None:
    a, b = Quantity.exactly(1, one), Quantity.exactly(1, other)
    if one == other:
        assert (a + b).central == 2
        return
    with pytest.raises(UnitError):
        a + b
    with pytest.raises(UnitError):
        a - b


def test_an_unknown_part_shows_in_the_total() -> None:
    whole = total([Quantity.exactly(1, "kWh"), Quantity.unknown("kWh"), Quantity.exactly(2, "kWh")], "kWh")
    assert (whole.central, whole.counted, whole.out_of) == (3, 2, 3)
    assert "2 of 3 counted" in str(whole)


def test_an_unknown_times_anything_stays_unknown() -> None:
    product = Quantity.unknown("kWh") * Quantity.exactly(300, "gCO2e/kWh")
    assert not product.is_known and product.unit == "gCO2e"
    with pytest.raises(UnknownQuantityError):
        _ = product.central


def test_a_difference_with_an_unknown_side_is_unknown() -> None:
    assert not (Quantity.exactly(1, "kWh") - Quantity.unknown("kWh")).is_known


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(UnitError, match="furlong"):
        Quantity.exactly(1, "furlong")


@pytest.mark.parametrize("ends", [(2, 1, 3), (-1, 0, 1), (0, math.nan, 1), (0, 1, math.inf)])
def test_a_range_that_is_none_is_refused(ends: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError):
        Quantity.between(*ends, "kWh")


def test_the_widest_cause_comes_first() -> None:
    figure = Quantity.between(1, 5, 9, "kWh", cause="load") * Quantity.between(0.9, 1, 1.1, cause="model")
    assert list(figure.spread_by_cause()) == ["load", "model"]


def test_many_torn_causes_only_widen_the_range() -> None:
    """Beyond a few causes that pull both ways, terms are let loose from one another."""
    parts = [Quantity.between(1, 2, 3, "kWh", cause=f"cause {n}") for n in range(9)]
    whole = Quantity.zero("kWh")
    for part in parts:
        whole = whole + part * 2.0 - part * Quantity.between(0.5, 1, 1.5, cause="own")
    assert whole.low <= whole.central <= whole.high
