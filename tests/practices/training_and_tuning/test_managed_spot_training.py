from __future__ import annotations

import pytest

from jupyter_green.job import Unknown
from jupyter_green.practices import Context
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "managed-spot-training"
CHECKPOINTED = TRAINING.with_changes(checkpoint="s3://bucket/checkpoints")


def test_a_job_with_checkpoints_may_wait_for_spare_capacity(ask: Ask) -> None:
    advice = ask(ID, CHECKPOINTED)
    assert advice is not None and advice.swap is not None and advice.can_apply
    assert breaches(advice.swap.applied_to(CHECKPOINTED)) == []


def test_it_is_cheaper_and_never_greener(ask: Ask) -> None:
    advice = ask(ID, CHECKPOINTED)
    assert advice is not None and {effect.of for effect in advice.effects} == {"cost"}
    assert advice.saving is not None and advice.saving.carbon.central == pytest.approx(0, abs=1e-9)


def test_a_long_job_without_checkpoints_gets_no_go(ask: Ask) -> None:
    advice = ask(ID, TRAINING)
    assert advice is not None and advice.missing and not advice.can_apply
    assert "warning" in advice.message and advice.effects == () and advice.saving is None


def test_a_script_that_writes_checkpoints_gets_a_place_for_them(ask: Ask) -> None:
    nowhere = ask(ID, TRAINING, writes_checkpoints=True)
    assert nowhere is not None and not nowhere.can_apply and "(checkpoint)" in nowhere.missing[0]
    beside = ask(ID, TRAINING.with_changes(output="s3://bucket/models/"), writes_checkpoints=True)
    told = ask(ID, TRAINING, writes_checkpoints=True, checkpoint="s3://bucket/kept")
    for advice, place in ((beside, "s3://bucket/models/checkpoints"), (told, "s3://bucket/kept")):
        assert advice is not None and advice.can_apply and advice.swap is not None
        after = advice.swap.applied_to(TRAINING)
        assert after.checkpoint == place and after.spot is True
        assert ask("checkpointing", after) is None  # the swap leaves no new fault behind


@pytest.mark.parametrize(
    "blocked", [{"keep_alive": 600}, {"instance_preferences": ("ml.g5.2xlarge",)}, {"training_plan": "plan"}]
)
def test_what_the_platform_does_not_combine_with_spot_keeps_it_silent(ask: Ask, blocked: dict[str, object]) -> None:
    assert ask(ID, CHECKPOINTED.with_changes(**blocked)) is None


def test_a_built_in_algorithm_without_checkpoints_waits_an_hour_at_most(ask: Ask) -> None:
    short = TRAINING.with_changes(framework="kmeans", entry_point=None, max_runtime=1800)
    advice = ask(ID, short)
    assert advice is not None and advice.swap is not None and advice.swap.changes["max_wait"] == 3600
    assert breaches(advice.swap.applied_to(short)) == []
    assert ask(ID, short.with_changes(max_runtime=7200)) is None


def test_silent_on_spot_already_and_when_the_limit_is_unknown(ask: Ask) -> None:
    assert ask(ID, CHECKPOINTED.with_changes(spot=True, max_wait=9000)) is None
    assert ask(ID, CHECKPOINTED.with_changes(max_runtime=Unknown())) is None


def test_it_speaks_of_no_more_work_than_the_run_is_expected_to_take(ask: Ask) -> None:
    a_day = TRAINING.with_changes(max_runtime=86400)
    expected, unknown = ask(ID, a_day, Context(hours=3.0)), ask(ID, a_day)
    assert expected is not None and "up to 3.0 h of work" in expected.message
    assert unknown is not None and "up to 24 h of work" in unknown.message
