from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices.examples import TUNING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "amt-autotune"


def test_it_asks_before_the_service_may_choose(ask: Ask) -> None:
    advice = ask(ID, TUNING)
    assert advice is not None and "autotune_may_change_settings" in advice.missing[0]


def test_told_so_it_switches_autotune_on(ask: Ask) -> None:
    advice = ask(ID, TUNING, autotune_may_change_settings=True)
    assert advice is not None and advice.swap is not None and advice.can_apply
    after = advice.swap.applied_to(TUNING)
    assert after.autotune is True and breaches(after) == []


def test_a_search_with_limits_of_its_own_is_left_alone(ask: Ask) -> None:
    own = ({"early_stopping": "Auto"}, {"completion_criteria": True}, {"warm_start": True}, {"max_jobs": 19})
    for setting in (*own, {"strategy": "Hyperband"}, {"autotune": True}, {"autotune": Unknown()}):
        assert ask(ID, TUNING.with_changes(**setting)) is None


def test_silent_when_told_to_keep_the_settings(ask: Ask) -> None:
    assert ask(ID, TUNING, autotune_may_change_settings=False) is None
