from __future__ import annotations

import pytest

from jupyter_green.job import Unknown
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "pretrained-or-managed-model"
BUILT_IN = TRAINING.with_changes(framework="image-classification", hyperparameters={"epochs": "30"})


def test_the_built_in_algorithm_gets_its_pretrained_weights(ask: Ask) -> None:
    advice = ask(ID, BUILT_IN, task_has_pretrained_model=True)
    assert advice is not None and advice.swap is not None and advice.can_apply
    after = advice.swap.applied_to(BUILT_IN)
    assert after.hyperparameters == {"epochs": "30", "use_pretrained_model": 1} and breaches(after) == []


@pytest.mark.parametrize("parameters", [{"from_scratch": True}, {"pretrained": "False"}, {"use_pretrained": 0}])
def test_a_script_that_is_told_to_start_from_nothing_is_shown_another_way(
    ask: Ask, parameters: dict[str, object]
) -> None:
    advice = ask(ID, TRAINING.with_changes(hyperparameters=parameters))
    assert advice is not None and advice.missing and not advice.can_apply


def test_pretrained_weights_and_plain_parameters_are_left_alone(ask: Ask) -> None:
    assert ask(ID, BUILT_IN.with_changes(hyperparameters={"use_pretrained_model": 1})) is None
    assert ask(ID, TRAINING.with_changes(hyperparameters={"epochs": 3})) is None
    assert ask(ID, TRAINING.with_changes(hyperparameters={"from_scratch": False})) is None
    assert ask(ID, TRAINING) is None


def test_a_no_and_unknown_parameters_keep_it_silent(ask: Ask) -> None:
    assert ask(ID, BUILT_IN, task_has_pretrained_model=False) is None
    assert ask(ID, BUILT_IN.with_changes(hyperparameters=Unknown())) is None
