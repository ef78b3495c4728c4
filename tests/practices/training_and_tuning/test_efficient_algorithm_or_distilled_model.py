from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "efficient-algorithm-or-distilled-model"
BERT = TRAINING.with_changes(hyperparameters={"model_name": "google-bert/bert-base-uncased", "epochs": 3})


def test_the_sibling_is_offered_once_a_small_loss_is_acceptable(ask: Ask) -> None:
    asked = ask(ID, BERT)
    told = ask(ID, BERT, accepts_quality_loss=True)
    assert asked is not None and "accepts_quality_loss" in asked.missing[0]
    assert told is not None and told.swap is not None and told.can_apply
    after = told.swap.applied_to(BERT)
    assert after.hyperparameters == {"model_name": "distilbert-base-uncased", "epochs": 3} and breaches(after) == []


def test_the_figure_of_bert_is_not_claimed_for_others(ask: Ask) -> None:
    other = ask(ID, BERT.with_changes(hyperparameters={"model_name": "gpt2"}))
    bert = ask(ID, BERT)
    assert bert is not None and bert.effects and other is not None and other.effects == ()


def test_models_without_a_sibling_are_left_alone(ask: Ask) -> None:
    assert ask(ID, BERT.with_changes(hyperparameters={"model_name": "distilbert-base-uncased"})) is None
    assert ask(ID, BERT.with_changes(hyperparameters={"epochs": 3})) is None
    assert ask(ID, BERT, accepts_quality_loss=False) is None
    assert ask(ID, BERT.with_changes(hyperparameters=Unknown())) is None
