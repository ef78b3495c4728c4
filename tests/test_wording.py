"""Figures as people read them."""

from __future__ import annotations

import pytest

from jupyter_green.quantities import Quantity
from jupyter_green.wording import say_change, say_duration, say_number, say_quantity


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (3.9412, "3.9"), (56.3, "56"), (1350, "1,400"), (0.0562, "0.056"), (9.96, "10"), (-2.34, "−2.3")],
)
def test_two_significant_digits(value: float, said: str) -> None:
    assert say_number(value) == said


def test_a_quantity_says_its_unit_once_and_its_range() -> None:
    assert say_quantity(Quantity.between(560, 1800, 4200, "gCO2e/h")) == "1.8 kg CO₂e/h [0.56–4.2]"


def test_an_exact_figure_has_no_range() -> None:
    assert say_quantity(Quantity.exactly(56.3, "USD/h")) == "$56/h"


def test_a_range_that_rounds_to_one_figure_is_left_out() -> None:
    assert say_quantity(Quantity.between(56.1, 56.2, 56.4, "USD/h")) == "$56/h"


def test_whole_hours_are_said_as_such() -> None:
    assert say_quantity(Quantity.exactly(3, "h")) == "3 h"


def test_counts_have_separators_on_both_sides() -> None:
    some = Quantity(Quantity.exactly(3, "gCO2e/h").terms, "gCO2e/h", counted=3009, out_of=3010)
    assert say_quantity(some) == "3.0 g CO₂e/h (3,009 of 3,010 counted)"


def test_an_unknown_figure_says_so() -> None:
    assert say_quantity(Quantity.unknown("kWh")) == "unknown"


def test_a_saving_carries_its_sign() -> None:
    saved = Quantity.exactly(100, "gCO2e/h") - Quantity.exactly(500, "gCO2e/h")
    assert say_change(saved) == "−400 g CO₂e/h"
    assert say_change(saved - saved) == "±0 CO₂e/h"


@pytest.mark.parametrize(("seconds", "said"), [(45, "45 s"), (5400, "90 min"), (86400, "24 h"), (864000, "10 days")])
def test_time_spans_are_said_in_the_unit_a_person_would_use(seconds: int, said: str) -> None:
    assert say_duration(seconds) == said
