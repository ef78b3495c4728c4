"""Amounts as people write them: one spelling for budgets, limits of a build, and our own output."""

from __future__ import annotations

import pytest

from jupyter_green.units import parse_amount
from jupyter_green.wording import say_value


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("10kg", (10_000.0, "gCO2e")),
        ("10kgCO2e", (10_000.0, "gCO2e")),
        ("10 kg CO₂e", (10_000.0, "gCO2e")),
        ("10kgco2", (10_000.0, "gCO2e")),
        ("500 g", (500.0, "gCO2e")),
        ("500gco2e", (500.0, "gCO2e")),
        ("0.5t", (500_000.0, "gCO2e")),
        ("1.5 tCO2e", (1_500_000.0, "gCO2e")),
        ("50USD", (50.0, "USD")),
        ("$50", (50.0, "USD")),
        ("$ 50.5 usd", (50.5, "USD")),
        ("20kWh", (20.0, "kWh")),
        ("2 MWh", (2000.0, "kWh")),
        ("500 Wh", (0.5, "kWh")),
    ],
)
def test_amounts_are_read(text: str, amount: tuple[float, str]) -> None:
    assert parse_amount(text) == amount


@pytest.mark.parametrize(("value", "unit"), [(5000.0, "gCO2e"), (2.0, "kWh"), (0.002, "kWh"), (50.0, "USD")])
def test_what_we_write_ourselves_is_read_back(value: float, unit: str) -> None:
    assert parse_amount(say_value(value, unit)) == (value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "kg",
        "-5kg",
        "5 apples",
        "$5kg",
        "$5kWh",
        "$5 kg extra",
        "5 CO2e",
        "5kWhCO2e",
        "5usdco2e",
        "1e3USD",
    ],
)
def test_what_is_no_amount_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="such as 10kg, 10kgCO2e, 50USD"):
        parse_amount(text)
