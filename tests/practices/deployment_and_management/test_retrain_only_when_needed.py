from __future__ import annotations

from jupyter_green.job import Job, Unknown
from jupyter_green.practices import Context, SourceFacts
from tests.practices.conftest import Ask

ID = "retrain-only-when-needed"
PIPELINE = Job(kind="pipeline", name="churn", steps=(Job(kind="processing"), Job(kind="training")))
DAILY = "pipeline.put_triggers(triggers=[PipelineSchedule(rate=('day', 1))])"


def _cells(text: str, **told: object) -> Context:
    return Context(source=SourceFacts(text=text), told=told)


def test_training_by_the_calendar_is_found(ask: Ask) -> None:
    advice = ask(ID, PIPELINE, _cells(DAILY, calendar_required=False))
    assert advice is not None and advice.missing == ()
    assert ask(ID, PIPELINE.with_changes(schedule="rate(1 day)")) is not None


def test_a_required_calendar_is_asked_about(ask: Ask) -> None:
    advice = ask(ID, PIPELINE, _cells(DAILY))
    assert advice is not None and "(calendar_required)" in advice.missing[0]
    assert ask(ID, PIPELINE, _cells(DAILY, calendar_required=True)) is None


def test_a_condition_before_the_training_is_enough(ask: Ask) -> None:
    assert ask(ID, PIPELINE, _cells(DAILY + "\ngate = ConditionStep(name='Drifted')")) is None


def test_unscheduled_pipelines_and_those_without_training_are_left_alone(ask: Ask) -> None:
    assert ask(ID, PIPELINE) is None
    assert ask(ID, PIPELINE.with_changes(steps=(Job(kind="processing"),)), _cells(DAILY)) is None
    assert ask(ID, PIPELINE.with_changes(steps=Unknown()), _cells(DAILY)) is None
