from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask

ID = "serverless-customization-job"
TUNED = TRAINING.with_changes(framework="fine-tuning", api="sdk_v3", entry_point=None)


def test_a_trainer_with_instances_is_asked_about_and_promised_nothing(ask: Ask) -> None:
    advice = ask(ID, TUNED)
    assert advice is not None and "base_model_is_serverless" in advice.missing[0]
    assert advice.saving is None and advice.effects == () and not advice.can_apply


def test_sdk_2_scripts_and_serverless_jobs_are_left_alone(ask: Ask) -> None:
    for change in ({"api": "sdk_v2"}, {"framework": "pytorch"}, {"serverless_job": True}, {"training_plan": "plan"}):
        assert ask(ID, TUNED.with_changes(**change)) is None
    assert ask(ID, TUNED, base_model_is_serverless=False) is None
    assert ask(ID, TUNED.with_changes(serverless_job=Unknown())) is None
