from __future__ import annotations

from jupyter_green.job import Job, Unknown
from jupyter_green.practices import Advice, Context
from jupyter_green.practices.examples import TUNING
from tests.practices.conftest import Ask

ID = "amt-warm-start"
NOW = TUNING.with_changes(hyperparameter_ranges={"eta": "range", "max_depth": "range"})
BEFORE = NOW.with_changes(name="first", identity="tuning:first")


def _with(ask: Ask, job: Job, *others: Job) -> Advice | None:
    return ask(ID, job, Context(jobs=(*others, job)))


def test_it_shows_how_to_start_from_the_search_before(ask: Ask) -> None:
    advice = _with(ask, NOW, BEFORE)
    assert advice is not None and advice.swap is not None
    assert "'first'" in advice.swap.code and not advice.can_apply
    compile(advice.swap.code, "cell", "exec")


def test_a_job_is_not_its_own_parent(ask: Ask) -> None:
    assert _with(ask, NOW) is None


def test_a_search_that_comes_later_is_no_parent(ask: Ask) -> None:
    assert ask(ID, NOW, Context(jobs=(NOW, BEFORE))) is None


def test_another_question_is_no_parent(ask: Ask) -> None:
    assert _with(ask, NOW, BEFORE.with_changes(objective="validation:error")) is None
    assert _with(ask, NOW, BEFORE.with_changes(hyperparameter_ranges={"eta": "range"})) is None
    assert _with(ask, NOW, BEFORE.with_changes(framework="pytorch")) is None


def test_strategies_without_warm_start_and_unknown_ranges_are_left_alone(ask: Ask) -> None:
    assert _with(ask, NOW.with_changes(strategy="Hyperband"), BEFORE) is None
    assert _with(ask, NOW.with_changes(warm_start=True), BEFORE) is None
    assert _with(ask, NOW.with_changes(hyperparameter_ranges=Unknown()), BEFORE) is None
