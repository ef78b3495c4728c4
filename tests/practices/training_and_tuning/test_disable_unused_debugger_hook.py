from __future__ import annotations

import pytest

from jupyter_green.job import Unknown
from jupyter_green.practices import Context, SourceFacts, find_practice
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "disable-unused-debugger-hook"


def test_the_hook_that_sdk_2_attaches_is_switched_off(ask: Ask) -> None:
    advice = ask(ID, TRAINING)
    assert advice is not None and advice.swap is not None and advice.can_apply
    after = advice.swap.applied_to(TRAINING)
    assert (after.debugger_hook, after.profiler) == (False, False) and breaches(after) == []


def test_a_request_that_carries_a_hook_is_seen_too(ask: Ask) -> None:
    assert ask(ID, TRAINING.with_changes(api="api", debugger_hook=True)) is not None


def test_nothing_is_attached_by_sdk_3_or_to_other_frameworks(ask: Ask) -> None:
    assert ask(ID, TRAINING.with_changes(api="sdk_v3")) is None
    assert ask(ID, TRAINING.with_changes(api="api")) is None
    assert ask(ID, TRAINING.with_changes(framework="kmeans")) is None


def test_rules_readers_and_a_hook_already_off_keep_it_silent(ask: Ask) -> None:
    assert ask(ID, TRAINING.with_changes(debugger_rules=("Overfit",))) is None
    assert ask(ID, TRAINING, reads_debugger_output=True) is None
    assert ask(ID, TRAINING.with_changes(debugger_hook=False)) is None
    assert ask(ID, TRAINING.with_changes(debugger_hook=Unknown())) is None


@pytest.mark.parametrize(
    "cell",
    [
        "from smdebug.trials import create_trial",
        "path = estimator.latest_job_debugger_artifacts_path()",
        "rules = [Rule.sagemaker(rule_configs.vanishing_gradient())]",
        "rules = [Rule.custom(name='mine', image_uri=image)]",
    ],
)
def test_cells_that_read_what_the_hook_saves_keep_it_silent(cell: str) -> None:
    practice = find_practice(ID)
    assert practice is not None
    assert practice.check(TRAINING, Context(source=SourceFacts(text="estimator.fit()"))) is not None
    assert practice.check(TRAINING, Context(source=SourceFacts(text=cell))) is None
