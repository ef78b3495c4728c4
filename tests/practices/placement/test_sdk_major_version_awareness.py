from __future__ import annotations

import datetime

from jupyter_green.job import Job
from jupyter_green.practices import Context
from tests.practices.conftest import Ask

ID = "sdk-major-version-awareness"
JOB = Job(kind="training", api="sdk_v2", instance_type="ml.m5.xlarge", instance_count=1)


def _on(day: str) -> Context:
    return Context(today=datetime.date.fromisoformat(day))


def test_sdk_2_is_spoken_of_from_the_first_day_of_its_maintenance_mode(ask: Ask) -> None:
    assert ask(ID, JOB, _on("2026-07-05")) is None
    advice = ask(ID, JOB, _on("2026-07-06"))
    assert advice is not None and "maintenance mode" in advice.message
    assert advice.swap is not None and "ModelTrainer" in advice.swap.action


def test_after_the_end_of_support_it_says_so(ask: Ask) -> None:
    advice = ask(ID, JOB, _on("2027-07-06"))
    assert advice is not None and "end of support" in advice.message


def test_sdk_1_is_always_spoken_of(ask: Ask) -> None:
    assert ask(ID, JOB.with_changes(api="sdk_v1"), _on("2025-01-01")) is not None


def test_sdk_3_and_boto3_are_left_alone(ask: Ask) -> None:
    for api in ("sdk_v3", "api", None):
        assert ask(ID, JOB.with_changes(api=api)) is None
