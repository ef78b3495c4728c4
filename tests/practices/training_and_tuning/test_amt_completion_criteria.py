from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices.examples import TUNING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "amt-completion-criteria"


def test_a_large_search_learns_to_end_itself(ask: Ask) -> None:
    advice = ask(ID, TUNING)
    assert advice is not None and advice.swap is not None and advice.can_apply
    after = advice.swap.applied_to(TUNING)
    assert after.completion_criteria is True and breaches(after) == []


def test_anything_that_ends_the_search_is_enough(ask: Ask) -> None:
    for limit in ({"completion_criteria": True}, {"tuning_max_runtime": 3600}, {"autotune": True}, {"max_jobs": 49}):
        assert ask(ID, TUNING.with_changes(**limit)) is None


def test_grid_and_fixed_budgets_run_to_the_end(ask: Ask) -> None:
    assert ask(ID, TUNING.with_changes(strategy="Grid")) is None
    assert ask(ID, TUNING, fixed_budget=True) is None


def test_an_unknown_limit_keeps_it_silent(ask: Ask) -> None:
    assert ask(ID, TUNING.with_changes(max_jobs=Unknown())) is None
