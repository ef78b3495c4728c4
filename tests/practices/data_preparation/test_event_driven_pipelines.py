from __future__ import annotations

import pytest

from jupyter_green.job import Job
from jupyter_green.practices.schedules import seconds_between
from tests.practices.conftest import Ask

ID = "event-driven-pipelines"


def _on(schedule: str) -> Job:
    return Job(kind="pipeline", name="nightly", schedule=schedule)


@pytest.mark.parametrize(
    ("schedule", "seconds"),
    [
        ("rate(15 minutes)", 900),
        ("rate(1 hour)", 3600),
        ("rate(2 days)", 172800),
        ("cron(0/10 * * * ? *)", 600),
        ("cron(0 * * * ? *)", 3600),
        ("cron(30 0/4 * * ? *)", 14400),
        ("cron(0 6 * * ? *)", None),
        ("at(2026-11-22T00:00:00)", None),
    ],
)
def test_schedules_are_read(schedule: str, seconds: int | None) -> None:
    assert seconds_between(schedule) == seconds


def test_a_short_rate_is_spoken_of(ask: Ask) -> None:
    advice = ask(ID, _on("rate(15 minutes)"), due_at_fixed_times=False)
    assert advice is not None and "15 min" in advice.message and advice.missing == ()


def test_it_asks_whether_a_result_is_due_at_fixed_times(ask: Ask) -> None:
    advice = ask(ID, _on("rate(15 minutes)"))
    assert advice is not None and "(due_at_fixed_times)" in advice.missing[0]
    assert ask(ID, _on("rate(15 minutes)"), due_at_fixed_times=True) is None


def test_a_daily_run_and_no_schedule_are_left_alone(ask: Ask) -> None:
    assert ask(ID, _on("rate(1 day)")) is None
    assert ask(ID, Job(kind="pipeline", name="by-hand")) is None
