from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Context
from tests.practices.conftest import Ask

ID = "carbon-aware-scheduling"
JOB = Job(kind="training", region="us-east-1", instance_type="ml.g5.2xlarge", instance_count=1)
HOURS = (("06:00", 400.0), ("07:00", 390.0), ("08:00", 200.0), ("09:00", 100.0))


def _told(slack: float | None, hours: tuple[tuple[str, float], ...] = HOURS) -> Context:
    return Context(told={"may_wait_hours": slack}, inventory={"grid_forecast": {"us-east-1": hours}})


def test_the_cleanest_hour_within_the_slack_is_named(ask: Ask) -> None:
    advice = ask(ID, JOB, _told(2))
    assert advice is not None and "08:00" in advice.message and "50%" in advice.message
    later = ask(ID, JOB, _told(6))
    assert later is not None and "09:00" in later.message


def test_without_a_forecast_there_is_one_sentence_and_no_window(ask: Ask) -> None:
    advice = ask(ID, JOB, may_wait_hours=6)
    assert advice is not None and advice.swap is None
    assert advice.message.count(".") == 1 and "no window is given" in advice.message


def test_silent_when_nobody_said_that_it_may_wait(ask: Ask) -> None:
    assert ask(ID, JOB) is None
    assert ask(ID, JOB, _told(None)) is None
    assert ask(ID, JOB, _told(0)) is None


def test_a_flat_or_rising_grid_and_reserved_capacity_are_left_alone(ask: Ask) -> None:
    assert ask(ID, JOB, _told(1)) is None
    assert ask(ID, JOB, _told(3, (("06:00", 100.0), ("07:00", 400.0)))) is None
    assert ask(ID, JOB.with_changes(training_plan="arn:aws:plan"), _told(6)) is None
