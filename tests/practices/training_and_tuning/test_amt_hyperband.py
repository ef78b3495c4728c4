from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices import Context
from jupyter_green.practices.examples import TUNING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "amt-hyperband"
DEEP = TUNING.with_changes(framework="pytorch", hyperparameters={"epochs": 30}, early_stopping="Auto")


def test_with_all_facts_it_switches_and_turns_early_stopping_off(ask: Ask) -> None:
    advice = ask(ID, DEEP, Context(hours=2.0, told={"metric_per_epoch": True}))
    assert advice is not None and advice.swap is not None and advice.can_apply
    after = advice.swap.applied_to(DEEP)
    assert (after.strategy, after.early_stopping, after.hyperband_resource) == ("Hyperband", "Off", (1, 30))
    assert breaches(after) == []


def test_it_asks_for_the_metric_and_for_the_hours_of_a_trial(ask: Ask) -> None:
    advice = ask(ID, DEEP)
    assert advice is not None and len(advice.missing) == 2


def test_a_job_description_holds_hyperparameters_as_text(ask: Ask) -> None:
    assert ask(ID, DEEP.with_changes(hyperparameters={"n_epochs": '"30"'})) is not None


def test_quick_trials_warm_starts_and_trees_are_left_alone(ask: Ask) -> None:
    assert ask(ID, DEEP, Context(hours=0.1, told={"metric_per_epoch": True})) is None
    assert ask(ID, DEEP.with_changes(warm_start=True)) is None
    assert ask(ID, DEEP.with_changes(framework="xgboost")) is None
    assert ask(ID, DEEP.with_changes(hyperparameters={"epochs": 2})) is None
    assert ask(ID, DEEP.with_changes(strategy="Hyperband", early_stopping="Off")) is None


def test_silent_when_the_metric_comes_once_or_a_fact_is_unknown(ask: Ask) -> None:
    assert ask(ID, DEEP, metric_per_epoch=False) is None
    assert ask(ID, DEEP.with_changes(hyperparameters=Unknown())) is None
