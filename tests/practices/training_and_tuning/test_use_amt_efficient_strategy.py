from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices.examples import TUNING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "use-amt-efficient-strategy"
RANDOM = TUNING.with_changes(strategy="Random", max_parallel_jobs=20)


def test_a_random_search_is_turned_into_one_that_learns(ask: Ask) -> None:
    advice = ask(ID, RANDOM)
    assert advice is not None and advice.swap is not None and advice.can_apply
    after = advice.swap.applied_to(RANDOM)
    assert (after.strategy, after.max_parallel_jobs) == ("Bayesian", 10)
    assert breaches(after) == []


def test_it_promises_nothing_for_the_same_number_of_trials(ask: Ask) -> None:
    advice = ask(ID, RANDOM)
    assert advice is not None and advice.saving is None and "saves nothing" in advice.saving_note


def test_a_grid_may_be_meant_to_cover_everything(ask: Ask) -> None:
    grid = TUNING.with_changes(strategy="Grid")
    asked = ask(ID, grid)
    assert asked is not None and "needs_every_combination" in asked.missing[0]
    assert ask(ID, grid, needs_every_combination=True) is None
    told = ask(ID, grid, needs_every_combination=False)
    assert told is not None and told.can_apply


def test_few_trials_and_learning_strategies_are_left_alone(ask: Ask) -> None:
    assert ask(ID, RANDOM.with_changes(max_jobs=11)) is None
    assert ask(ID, TUNING) is None
    assert ask(ID, RANDOM.with_changes(strategy=Unknown())) is None
