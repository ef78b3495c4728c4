from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices import Context
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "cap-max-runtime"
A_DAY = TRAINING.with_changes(max_runtime=86400)


def test_a_limit_of_three_times_the_expected_time_is_offered(ask: Ask) -> None:
    advice = ask(ID, A_DAY, Context(hours=0.5))
    assert advice is not None and advice.swap is not None and advice.can_apply
    assert advice.swap.changes == {"max_runtime": 5400} and advice.saving is None


def test_the_longest_past_run_decides(ask: Ask) -> None:
    advice = ask(ID, A_DAY, Context(history=(0.5, 0.6, 2.0)))
    assert advice is not None and advice.swap is not None
    assert advice.swap.changes["max_runtime"] == 21600


def test_on_spot_the_wait_moves_with_it(ask: Ask) -> None:
    job = A_DAY.with_changes(spot=True, max_wait=172800)
    advice = ask(ID, job, Context(hours=0.5))
    assert advice is not None and advice.swap is not None
    assert breaches(advice.swap.applied_to(job)) == []


def test_without_a_history_it_asks_and_proposes_nothing(ask: Ask) -> None:
    advice = ask(ID, A_DAY)
    assert advice is not None and "(hours)" in advice.missing[0] and advice.swap is None


def test_a_processing_job_without_a_limit_may_run_a_day(ask: Ask) -> None:
    job = TRAINING.with_changes(kind="processing", max_runtime=None)
    assert ask(ID, job, Context(hours=1.0)) is not None


def test_a_trainer_of_version_3_stops_after_an_hour_by_itself(ask: Ask) -> None:
    trainer = TRAINING.with_changes(api="sdk_v3", max_runtime=None)
    assert ask(ID, trainer) is None
    assert ask(ID, trainer.with_changes(api="sdk_v2")) is not None
    assert ask(ID, trainer.with_changes(kind="processing")) is not None


def test_reasonable_limits_and_jobs_that_cannot_be_stopped_are_left_alone(ask: Ask) -> None:
    assert ask(ID, TRAINING) is None
    assert ask(ID, TRAINING, Context(hours=0.5)) is None
    assert ask(ID, A_DAY.with_changes(framework="ntm"), Context(hours=0.5)) is None
    assert ask(ID, A_DAY.with_changes(max_runtime=Unknown()), Context(hours=0.5)) is None
