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


def test_a_rate_over_orders_of_magnitude_wants_a_logarithmic_scale(ask: Ask) -> None:
    linear = {"low": 1e-5, "high": 1e-2, "scaling": "Linear"}
    advice = ask(ID, TUNING.with_changes(hyperparameter_ranges={"learning_rate": linear}))
    assert advice is not None and "learning_rate" in advice.message
    for fine in ({**linear, "scaling": "Auto"}, {**linear, "low": 1e-3}, {**linear, "low": 0.0}, "range"):
        assert ask(ID, TUNING.with_changes(hyperparameter_ranges={"learning_rate": fine})) is None
    assert ask(ID, TUNING.with_changes(hyperparameter_ranges={"max_depth": linear})) is None


def test_unknown_ranges_keep_it_silent(ask: Ask) -> None:
    assert ask(ID, WIDE.with_changes(hyperparameter_ranges=Unknown())) is None
