from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices.examples import TUNING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "amt-early-stopping"


def test_it_asks_whether_the_metric_is_reported_every_epoch(ask: Ask) -> None:
    advice = ask(ID, TUNING)
    assert advice is not None and "metric_per_epoch" in advice.missing[0]
    assert not advice.can_apply


def test_told_so_it_switches_early_stopping_on_and_stays_legal(ask: Ask) -> None:
    advice = ask(ID, TUNING, metric_per_epoch=True)
    assert advice is not None and advice.swap is not None and advice.can_apply
    after = advice.swap.applied_to(TUNING)
    assert after.early_stopping == "Auto" and breaches(after) == []


def test_hyperband_and_grid_are_left_alone(ask: Ask) -> None:
    assert ask(ID, TUNING.with_changes(strategy="Hyperband")) is None
    assert ask(ID, TUNING.with_changes(strategy="Grid")) is None


def test_trials_that_all_run_at_once_have_nothing_to_compare_with(ask: Ask) -> None:
    assert ask(ID, TUNING.with_changes(max_jobs=8, max_parallel_jobs=8)) is None


def test_silent_when_told_that_the_metric_comes_once_or_the_setting_is_unknown(ask: Ask) -> None:
    assert ask(ID, TUNING, metric_per_epoch=False) is None
    assert ask(ID, TUNING.with_changes(early_stopping=Unknown())) is None
