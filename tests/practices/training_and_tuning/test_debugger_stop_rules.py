from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices import Context, SourceFacts
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask

ID = "debugger-stop-rules"
LONG = Context(hours=12.0)


def test_a_long_run_that_nothing_stops_is_asked_about(ask: Ask) -> None:
    advice = ask(ID, TRAINING, LONG)
    assert advice is not None and "stops_itself" in advice.missing[0] and not advice.can_apply


def test_rules_of_the_closed_service_are_told_the_date(ask: Ask) -> None:
    advice = ask(ID, TRAINING.with_changes(debugger_rules=("LossNotDecreasing", "Overfit")))
    assert advice is not None and "2026-07-30" in advice.message and advice.message.startswith("2 ")


def test_any_sign_of_a_stop_is_enough(ask: Ask) -> None:
    assert ask(ID, TRAINING.with_changes(hyperparameters={"early_stopping_patience": 3}), LONG) is None
    assert ask(ID, TRAINING.with_changes(metric_definitions=("loss",)), LONG) is None
    assert ask(ID, TRAINING, Context(hours=12.0, source=SourceFacts(text="EarlyStopping(patience=3)"))) is None
    assert ask(ID, TRAINING, Context(hours=12.0, told={"stops_itself": True})) is None


def test_short_runs_trees_and_unknown_rules_are_left_alone(ask: Ask) -> None:
    assert ask(ID, TRAINING) is None
    assert ask(ID, TRAINING, Context(hours=1.0)) is None
    assert ask(ID, TRAINING.with_changes(framework="xgboost"), LONG) is None
    assert ask(ID, TRAINING.with_changes(debugger_rules=Unknown()), LONG) is None
