"""What past runs say about the next one."""

from __future__ import annotations

from jupyter_green.footprint import estimate
from jupyter_green.ledger import Ledger
from jupyter_green.ledger.past import Past, read_past
from jupyter_green.ledger.rows import Scribe
from tests.ledger.conftest import START, TRAINING, footprint_of, measured, named, started


def filled(ledger: Ledger, scribe: Scribe, *hours: float) -> Past:
    for number, value in enumerate(hours):
        ledger.append(measured(scribe, named(f"churn-{number}"), value, at=START + number * 1e6))
    return read_past(ledger)


def test_without_past_runs_nothing_is_forecast(ledger: Ledger, scribe: Scribe) -> None:
    assert filled(ledger, scribe).forecast(TRAINING) is None


def test_the_forecast_is_least_median_and_most_of_past_runs(ledger: Ledger, scribe: Scribe) -> None:
    past = filled(ledger, scribe, 2.0, 1.0, 4.0)
    assert past.forecast(named("next")) == ((1.0, 2.0, 4.0), "your last 3 runs")
    assert past.hours(named("next")) == (4.0, 1.0, 2.0)


def test_one_run_is_said_to_be_one(ledger: Ledger, scribe: Scribe) -> None:
    assert filled(ledger, scribe, 2.0).forecast(TRAINING) == ((2.0, 2.0, 2.0), "your last run")


def test_other_hardware_and_other_code_have_no_forecast(ledger: Ledger, scribe: Scribe) -> None:
    past = filled(ledger, scribe, 2.0)
    assert past.forecast(TRAINING.with_changes(instance_type="ml.p3.2xlarge")) is None
    assert past.forecast(TRAINING.with_changes(entry_point="other.py")) is None


def test_a_forecast_is_no_past_run(ledger: Ledger, scribe: Scribe) -> None:
    ledger.append(started(scribe, TRAINING, hours=3))
    assert read_past(ledger).forecast(TRAINING) is None


def test_an_endpoint_has_no_usual_time(ledger: Ledger, scribe: Scribe) -> None:
    live = TRAINING.with_changes(kind="endpoint", name="live", identity="endpoint:live")
    ledger.append(measured(scribe, live, 100.0))
    assert read_past(ledger).forecast(live) is None


def test_a_run_three_times_the_usual_says_so(ledger: Ledger, scribe: Scribe) -> None:
    past = filled(ledger, scribe, 1.0, 1.0, 1.1)
    assert past.relation(footprint_of(named("long"), 3.0)) == "3.0× your usual run"
    assert past.relation(footprint_of(named("same"), 1.1)) == ""
    assert past.relation(estimate(named("no hours"))) == ""


def test_other_hardware_is_compared_with_the_usual_run_of_the_code(ledger: Ledger, scribe: Scribe) -> None:
    past = filled(ledger, scribe, 1.0)
    larger = named("larger", instance_count=4)
    assert past.relation(estimate(larger, hours=1)) == "4.0× your usual run"


def test_only_the_newest_runs_are_remembered(ledger: Ledger, scribe: Scribe) -> None:
    past = filled(ledger, scribe, 1.0)
    for number in range(30):
        past.add(TRAINING, 10.0 + number, None)
    assert len(past.hours(TRAINING)) == 20
    assert past.hours(TRAINING)[0] == 39.0
