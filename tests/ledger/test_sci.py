"""SCI = (E × I + M) per R, by the letter of ISO/IEC 21031."""

from __future__ import annotations

import pytest

from jupyter_green.footprint import estimate
from jupyter_green.ledger.sci import parse_units, score
from jupyter_green.quantities import Quantity
from tests.ledger.conftest import TRAINING


def test_the_score_of_the_standards_form() -> None:
    found = score(Quantity.exactly(900, "gCO2e"), Quantity.exactly(100, "gCO2e"), 2000, "prediction")
    assert found.per_unit.central == pytest.approx(0.5)
    assert found.per_unit.unit == "gCO2e"


def test_the_score_of_a_run_keeps_its_range() -> None:
    total = estimate(TRAINING, hours=2).total
    assert total is not None
    per_unit = score(total.operational, total.embodied, 1000, "epoch").per_unit
    assert per_unit.low < per_unit.central < per_unit.high
    assert per_unit.central == pytest.approx(total.carbon.central / 1000)


def test_without_embodied_carbon_there_is_no_score() -> None:
    assert not score(Quantity.exactly(1, "gCO2e"), Quantity.unknown("gCO2e"), 10, "x").per_unit.is_known


@pytest.mark.parametrize(
    ("text", "units"), [("prediction=12000", ("prediction", 12000.0)), ("user = 1,000", ("user", 1000.0))]
)
def test_units_are_read(text: str, units: tuple[str, float]) -> None:
    assert parse_units(text) == units


@pytest.mark.parametrize("text", ["", "prediction", "prediction=0", "prediction=-1", "=5", "x=nan", "x=inf"])
def test_what_is_no_unit_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="prediction=12000"):
        parse_units(text)


def test_nothing_is_divided_by_zero() -> None:
    with pytest.raises(ValueError, match="more than zero"):
        score(Quantity.exactly(1, "gCO2e"), Quantity.exactly(1, "gCO2e"), 0, "x")
