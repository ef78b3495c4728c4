from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices.examples import TRAINING, TUNING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "sustainable-performance-criteria"
BOOSTED = TRAINING.with_changes(framework="xgboost", entry_point=None, hyperparameters={"num_round": "1000"})


def test_boosting_stops_early_once_there_is_a_validation_channel(ask: Ask) -> None:
    asked = ask(ID, BOOSTED)
    told = ask(ID, BOOSTED, validation_channel=True)
    assert asked is not None and "validation_channel" in asked.missing[0]
    assert told is not None and told.swap is not None and told.can_apply
    after = told.swap.applied_to(BOOSTED)
    assert after.hyperparameters == {"num_round": "1000", "early_stopping_rounds": 10} and breaches(after) == []


def test_a_script_is_asked_whether_it_stops_itself(ask: Ask) -> None:
    job = TRAINING.with_changes(hyperparameters={"epochs": 100})
    advice = ask(ID, job)
    assert advice is not None and "stops_itself" in advice.missing[0] and not advice.can_apply
    assert ask(ID, job, stops_itself=True) is None


def test_a_search_speaks_once_a_target_is_told(ask: Ask) -> None:
    assert ask(ID, TUNING) is None
    advice = ask(ID, TUNING, target_metric=0.93)
    assert advice is not None and advice.swap is not None and "0.93" in advice.swap.code
    assert ask(ID, TUNING.with_changes(completion_criteria=True), target_metric=0.93) is None


def test_few_rounds_early_stopping_and_a_no_are_left_alone(ask: Ask) -> None:
    assert ask(ID, BOOSTED.with_changes(hyperparameters={"num_round": 100})) is None
    assert ask(ID, BOOSTED.with_changes(hyperparameters={"num_round": 900, "early_stopping_rounds": 5})) is None
    assert ask(ID, BOOSTED, needs_highest_accuracy=True) is None
    assert ask(ID, BOOSTED.with_changes(hyperparameters=Unknown())) is None
