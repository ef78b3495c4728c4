"""Budgets: what is set, what is spent, and when to ask."""

from __future__ import annotations

import pytest

from jupyter_green.footprint import estimate
from jupyter_green.ledger import Ledger
from jupyter_green.ledger.budget import Budget, Spent, budgets_of, over_budget, spent_of
from jupyter_green.ledger.rows import Scribe
from jupyter_green.ledger.sameness import run_of
from jupyter_green.quantities import Quantity
from tests.ledger.conftest import START, TRAINING, measured, named

DAY = 86400.0


def test_the_newest_budget_of_a_period_and_unit_counts(ledger: Ledger, scribe: Scribe) -> None:
    ledger.append([scribe.budget(5000.0, "gCO2e", "week", START), scribe.budget(7000.0, "gCO2e", "week", START + 1)])
    ledger.append([scribe.budget(100.0, "USD", "notebook", START + 2)])
    assert budgets_of(ledger, "churn.ipynb") == [
        Budget(7000.0, "gCO2e", "week"),
        Budget(100.0, "USD", "notebook", "churn.ipynb"),
    ]
    assert budgets_of(ledger, "other.ipynb") == [Budget(7000.0, "gCO2e", "week")]


def test_a_withdrawn_budget_is_gone(ledger: Ledger, scribe: Scribe) -> None:
    ledger.append([scribe.budget(5000.0, "gCO2e", "week", START), scribe.budget(None, "gCO2e", "week", START + 1)])
    assert budgets_of(ledger, "churn.ipynb") == []


def test_a_week_is_the_last_seven_days(ledger: Ledger, scribe: Scribe) -> None:
    ledger.append(measured(scribe, named("old"), 1.0) + measured(scribe, named("new"), 1.0, at=START + 6 * DAY))
    budget = Budget(1.0, "USD", "week")
    assert spent_of(ledger, budget, START + 6.5 * DAY).runs == 2
    assert spent_of(ledger, budget, START + 8 * DAY).runs == 1
    one = estimate(TRAINING, hours=1).total
    assert one is not None
    assert spent_of(ledger, budget, START + 8 * DAY).total.central == pytest.approx(one.cost.central)


def test_a_notebook_counts_its_own_runs_of_all_time(ledger: Ledger, scribe: Scribe) -> None:
    ledger.append(measured(scribe, named("mine"), 1.0) + measured(Scribe("s2", "other.ipynb"), named("theirs"), 1.0))
    assert spent_of(ledger, Budget(1.0, "USD", "notebook", "churn.ipynb"), START + 90 * DAY).runs == 1


def test_the_job_that_starts_is_not_counted_twice(ledger: Ledger, scribe: Scribe) -> None:
    ledger.append(measured(scribe, TRAINING, 1.0))
    own = run_of(TRAINING, TRAINING.identity, "s")
    assert spent_of(ledger, Budget(1.0, "USD", "week"), START, without=own).runs == 0


def test_a_job_that_leads_over_the_budget_is_asked_about() -> None:
    spent = Spent(Quantity.exactly(4900, "gCO2e"), 3)
    footprint = estimate(TRAINING, hours=24)
    question = over_budget(Budget(5000.0, "gCO2e", "week"), spent, footprint)
    assert "over your budget of 5.0 kg CO₂e a week: 4.9 kg CO₂e spent, this job about" in question
    assert "Let it run all the same?" in question
    assert "\n" not in question


def test_a_job_that_stays_below_is_not_asked_about() -> None:
    assert (
        over_budget(
            Budget(50_000.0, "gCO2e", "week"), Spent(Quantity.exactly(1, "gCO2e"), 1), estimate(TRAINING, hours=1)
        )
        == ""
    )


def test_without_hours_only_what_is_spent_counts() -> None:
    footprint = estimate(TRAINING)
    assert over_budget(Budget(100.0, "USD", "week"), Spent(Quantity.exactly(99, "USD"), 1), footprint) == ""
    question = over_budget(Budget(100.0, "USD", "week"), Spent(Quantity.exactly(101, "USD"), 1), footprint)
    assert "this job" not in question
    assert question


def test_what_nobody_knows_is_not_guessed() -> None:
    assert over_budget(Budget(1.0, "USD", "week"), Spent(Quantity.unknown("USD"), 1), estimate(TRAINING)) == ""
