from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices.examples import TUNING
from tests.practices.conftest import Ask

ID = "amt-narrow-search"
WIDE = TUNING.with_changes(max_jobs=30, hyperparameter_ranges=dict.fromkeys("abcdefghij", "range"))


def test_few_trials_over_many_ranges_are_named(ask: Ask) -> None:
    advice = ask(ID, WIDE)
    assert advice is not None and "30 trials search 10" in advice.message and not advice.can_apply


def test_enough_trials_or_few_ranges_are_fine(ask: Ask) -> None:
    assert ask(ID, WIDE.with_changes(max_jobs=50)) is None
    assert ask(ID, WIDE.with_changes(hyperparameter_ranges=dict.fromkeys("abcdefg", "range"))) is None


def test_unknown_ranges_keep_it_silent(ask: Ask) -> None:
    assert ask(ID, WIDE.with_changes(hyperparameter_ranges=Unknown())) is None
