from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices.examples import TUNING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "amt-limit-parallelism"
ALL_AT_ONCE = TUNING.with_changes(max_jobs=20, max_parallel_jobs=20)


def test_it_asks_whether_the_search_may_wait(ask: Ask) -> None:
    advice = ask(ID, ALL_AT_ONCE)
    assert advice is not None and "can_wait" in advice.missing[0]


def test_told_so_it_lets_a_tenth_run_at_once_and_claims_no_saving(ask: Ask) -> None:
    advice = ask(ID, ALL_AT_ONCE, can_wait=True)
    assert advice is not None and advice.swap is not None and advice.can_apply
    after = advice.swap.applied_to(ALL_AT_ONCE)
    assert after.max_parallel_jobs == 2 and breaches(after) == []
    assert advice.saving is None


def test_other_strategies_and_modest_parallelism_are_left_alone(ask: Ask) -> None:
    assert ask(ID, ALL_AT_ONCE.with_changes(strategy="Random")) is None
    assert ask(ID, ALL_AT_ONCE.with_changes(max_parallel_jobs=9)) is None
    assert ask(ID, ALL_AT_ONCE, can_wait=False) is None
    assert ask(ID, ALL_AT_ONCE.with_changes(max_parallel_jobs=Unknown())) is None
