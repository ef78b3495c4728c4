"""The model card says grams: a kilogram written as a gram is the slip that readers have had to correct elsewhere."""

from __future__ import annotations

import pytest

from jupyter_green.footprint import estimate
from jupyter_green.ledger.modelcard import grams, job_tags, model_card
from jupyter_green.quantities import Quantity
from tests.ledger.conftest import TRAINING, footprint_of


def emissions_of(card: str) -> float:
    (line,) = [line for line in card.splitlines() if line.strip().startswith("emissions:")]
    return float(line.partition(":")[2])


def test_the_card_says_grams() -> None:
    big = TRAINING.with_changes(instance_type="ml.p4d.24xlarge", instance_count=4)
    found = footprint_of(big, 100.0)
    assert found.total is not None
    kilograms = found.total.carbon.central / 1000
    assert kilograms > 100
    assert emissions_of(model_card(found)) == pytest.approx(kilograms * 1000, rel=1e-3)


def test_an_hour_at_a_known_power_comes_out_in_grams() -> None:
    """A kilowatt-hour in us-east-1 is a few hundred grams, never a few tenths and never hundreds of thousands."""
    found = footprint_of(TRAINING, 1.0)
    assert found.total is not None
    per_kwh = emissions_of(model_card(found)) / found.total.energy.central
    assert 200 < per_kwh < 1000


@pytest.mark.parametrize("unit", ["kWh", "gCO2e/h", ""])
def test_another_unit_is_refused(unit: str) -> None:
    with pytest.raises(ValueError, match="grams of CO2e"):
        grams(Quantity.exactly(1, unit))


def test_the_card_says_where_how_and_on_what() -> None:
    card = model_card(footprint_of(TRAINING, 2.0))
    assert card.startswith("---\nco2_eq_emissions:\n")
    assert '  geographical_location: "us-east-1"' in card
    assert '  hardware_used: "1 × ml.g5.xlarge"' in card
    assert "jupyter_green, measured, method" in card
    assert "This run caused about" in card


def test_a_forecast_is_called_one() -> None:
    assert "is expected to cause about" in model_card(estimate(TRAINING, hours=2))


def test_without_a_total_there_is_no_card() -> None:
    with pytest.raises(ValueError, match="give its hours, or measure it"):
        model_card(estimate(TRAINING))
    assert job_tags(estimate(TRAINING)) == []


def test_tags_fit_aws_and_tell_grams() -> None:
    found = footprint_of(TRAINING, 2.0)
    assert found.total is not None
    tags = {tag["Key"]: tag["Value"] for tag in job_tags(found)}
    assert float(tags["jupyter-green:gco2e"]) == pytest.approx(found.total.carbon.central, abs=0.1)
    assert tags["jupyter-green:state"] == "measured"
    assert all(len(key) <= 128 and len(value) <= 256 for key, value in tags.items())
    assert not any(key.startswith("aws:") for key in tags)
