from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices import Context
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask

ID = "track-experiments"
AGAIN = TRAINING.with_changes(inputs=("s3://bucket/train",), hyperparameters={"epochs": 3})
FIRST = AGAIN.with_changes(name="first", identity="training:first")


def test_the_second_of_two_equal_jobs_is_named(ask: Ask) -> None:
    advice = ask(ID, AGAIN, Context(jobs=(FIRST, AGAIN)))
    assert advice is not None and "first" in advice.message and "repeats_on_purpose" in advice.missing[0]


def test_the_first_of_them_is_not(ask: Ask) -> None:
    assert ask(ID, FIRST, Context(jobs=(FIRST, AGAIN))) is None


def test_another_seed_or_other_data_is_another_experiment(ask: Ask) -> None:
    for change in ({"hyperparameters": {"epochs": 3, "seed": 2}}, {"inputs": ("s3://bucket/march",)}):
        assert ask(ID, AGAIN, Context(jobs=(FIRST.with_changes(**change), AGAIN))) is None


def test_a_repeat_on_purpose_and_unknown_inputs_are_left_alone(ask: Ask) -> None:
    assert ask(ID, AGAIN, Context(jobs=(FIRST, AGAIN), told={"repeats_on_purpose": True})) is None
    nameless = [one.with_changes(inputs=None) for one in (FIRST, AGAIN)]
    assert ask(ID, nameless[1], Context(jobs=tuple(nameless))) is None
    assert ask(ID, AGAIN.with_changes(inputs=Unknown()), Context(jobs=(FIRST, AGAIN))) is None
