"""One run a job, with its best figures; what is not known is not guessed."""

from __future__ import annotations

import pytest

from jupyter_green.footprint import estimate
from jupyter_green.job import Job
from jupyter_green.ledger import Ledger
from jupyter_green.ledger.rows import Scribe
from jupyter_green.ledger.runs import quantity_of, runs
from jupyter_green.quantities import Quantity
from tests.ledger.conftest import START, TRAINING, measured, named, started

HOUR = 3600.0


def test_a_measurement_stands_before_every_forecast(ledger: Ledger, scribe: Scribe) -> None:
    ledger.append(measured(scribe, TRAINING, 2.0))
    ledger.append([scribe.footprint(estimate(TRAINING, hours=9), TRAINING.identity, START + 1e6)])
    (run,) = runs(ledger)
    assert run.is_measured
    assert run.hours.central == 2.0
    assert run.figure("carbon").central == pytest.approx(estimate(TRAINING, hours=2).total.carbon.central)  # type: ignore[union-attr]


def test_of_two_measurements_the_newer_counts(ledger: Ledger, scribe: Scribe) -> None:
    ledger.append(measured(scribe, TRAINING, 2.0) + measured(scribe, TRAINING, 3.0))
    assert [run.hours.central for run in runs(ledger)] == [3.0]


def test_what_was_never_started_is_left_out_unless_asked_for(ledger: Ledger, scribe: Scribe) -> None:
    ledger.append([scribe.job(TRAINING, "object:training-1", "seen", START)])
    assert runs(ledger) == []
    assert len(runs(ledger, started_only=False)) == 1


def test_only_runs_since_a_time_are_given(ledger: Ledger, scribe: Scribe) -> None:
    ledger.append(started(scribe, named("old")) + started(scribe, named("new"), at=START + 1000))
    assert [run.row["name"] for run in runs(ledger, since=START + 500)] == ["new"]


def test_a_run_without_known_time_has_spent_its_rate_up_to_now(ledger: Ledger, scribe: Scribe) -> None:
    ledger.append(started(scribe, TRAINING))
    (run,) = runs(ledger)
    assert run.per == "hour"
    assert run.spent("energy", START + 2 * HOUR).central == pytest.approx(2 * run.figure("energy").central)
    assert run.spent("energy", START + 1000 * HOUR).central == pytest.approx(24 * run.figure("energy").central)


def test_a_run_that_ended_has_spent_no_more_after_it(ledger: Ledger, scribe: Scribe) -> None:
    ledger.append(started(scribe, TRAINING))
    ledger.append([scribe.job(TRAINING, TRAINING.identity, "ended", START + HOUR)])
    (run,) = runs(ledger)
    assert run.spent("cost", START + 9 * HOUR).central == pytest.approx(run.figure("cost").central)


def test_what_nobody_knows_stays_unknown(ledger: Ledger, scribe: Scribe) -> None:
    mystery = Job(kind="training", name="mystery", identity="training:mystery", region="us-east-1")
    ledger.append(started(scribe, mystery))
    (run,) = runs(ledger)
    assert not run.figure("carbon").is_known
    assert not run.spent("carbon", START + HOUR).is_known


def test_a_sum_of_trials_is_kept_with_the_hours_that_make_it(ledger: Ledger, scribe: Scribe) -> None:
    """A measured search has a total and no hours of its own; the hours written give the total again."""
    import dataclasses

    search = named("search", kind="tuning", max_jobs=10, max_parallel_jobs=2)
    whole = estimate(search, hours=1.5).total
    found = dataclasses.replace(estimate(search, state="measured"), total=whole, total_label="over 8 h")
    ledger.append([*started(scribe, search), scribe.footprint(found, search.identity, START + HOUR)])
    (run,) = runs(ledger)
    assert run.hours.central == pytest.approx(1.5)


@pytest.mark.parametrize(("low", "central", "high"), [(1.0, 2.0, 3.0), (-3.0, -2.0, -1.0), (-1.0, 0.5, 2.0), (0, 0, 0)])
def test_a_range_comes_back_as_it_was_written(low: float, central: float, high: float) -> None:
    found = quantity_of({"x_low": low, "x_central": central, "x_high": high}, "x", "kWh")
    assert (found.low, found.central, found.high) == pytest.approx((low, central, high))


def test_an_empty_range_is_unknown() -> None:
    assert not quantity_of({"x_low": None, "x_central": None, "x_high": None}, "x", "kWh").is_known
    assert quantity_of({}, "x", "kWh").unit == Quantity.unknown("kWh").unit
