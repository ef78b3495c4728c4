from __future__ import annotations

from jupyter_green.job import Job, Unknown
from jupyter_green.practices import Context, SourceFacts
from tests.practices.conftest import Ask

ID = "model-monitor-driven-retraining"
HOURLY = Job(
    kind="monitoring-schedule",
    region="us-east-1",
    instance_type="ml.m5.xlarge",
    instance_count=1,
    schedule="cron(0 * ? * * *)",
)


def test_an_hourly_check_could_be_daily(ask: Ask) -> None:
    advice = ask(ID, HOURLY, monitor_minutes=10, drift_can_wait_a_day=True)
    assert advice is not None and advice.can_apply and advice.swap is not None and advice.saving is not None
    assert advice.swap.changes == {"schedule": "cron(0 0 ? * * *)"} and advice.saving.carbon.high < 0


def test_the_saving_is_23_of_24_runs(ask: Ask) -> None:
    short, long = (ask(ID, HOURLY, monitor_minutes=m, drift_can_wait_a_day=True) for m in (10, 20))
    assert short is not None and short.saving is not None and long is not None and long.saving is not None
    assert abs(long.saving.energy.central / short.saving.energy.central - 2) < 1e-9


def test_minutes_and_patience_are_asked(ask: Ask) -> None:
    advice = ask(ID, HOURLY)
    assert advice is not None and len(advice.missing) == 2 and advice.saving is None


def test_every_schedule_is_told_that_the_service_takes_no_new_customers(ask: Ask) -> None:
    for job in (HOURLY, HOURLY.with_changes(schedule="cron(0 0 ? * * *)")):
        advice = ask(ID, job)
        assert advice is not None and "closed to new customers" in advice.message


def test_daily_checks_and_fast_drift_are_not_changed(ask: Ask) -> None:
    daily, fast = (
        ask(ID, HOURLY.with_changes(schedule="cron(0 0 ? * * *)")),
        ask(ID, HOURLY, drift_can_wait_a_day=False),
    )
    assert daily is not None and daily.swap is None
    assert fast is not None and fast.swap is None


def test_the_sdk_call_for_every_hour_is_known_though_its_answer_is_not(ask: Ask) -> None:
    unread = HOURLY.with_changes(schedule=Unknown("made at run time"))
    hourly = Context(source=SourceFacts(text="schedule_cron_expression=CronExpressionGenerator.hourly()"))
    advice, plain = ask(ID, unread, hourly), ask(ID, unread)
    assert advice is not None and advice.swap is not None
    assert plain is not None and plain.swap is None
