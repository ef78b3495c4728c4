from __future__ import annotations

from jupyter_green.job import Origin, Unknown
from jupyter_green.practices import Context
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "checkpointing"
ON_SPOT = TRAINING.with_changes(spot=True, max_wait=14400, output="s3://bucket/models/")


def test_spot_without_checkpoints_is_a_fault(ask: Ask) -> None:
    advice = ask(ID, ON_SPOT)
    assert advice is not None and advice.fault and "writes_checkpoints" in advice.missing[0]


def test_a_script_that_writes_them_gets_a_place_beside_its_output(ask: Ask) -> None:
    advice = ask(ID, ON_SPOT, writes_checkpoints=True)
    assert advice is not None and advice.swap is not None and advice.can_apply
    after = advice.swap.applied_to(ON_SPOT)
    assert after.checkpoint == "s3://bucket/models/checkpoints" and breaches(after) == []


def test_without_an_output_location_it_asks_for_a_place(ask: Ask) -> None:
    advice = ask(ID, ON_SPOT.with_changes(output=None), writes_checkpoints=True)
    assert advice is not None and "(checkpoint)" in advice.missing[0] and not advice.can_apply


def test_a_long_job_on_demand_is_told_and_is_no_fault(ask: Ask) -> None:
    advice = ask(ID, TRAINING.with_changes(max_runtime=36000), writes_checkpoints=True)
    assert advice is not None and not advice.fault
    assert ask(ID, TRAINING.with_changes(max_runtime=36000), writes_checkpoints=False) is None


def test_a_default_limit_says_nothing_about_the_length(ask: Ask) -> None:
    job = TRAINING.with_changes(max_runtime=86400, origins={"max_runtime": Origin("defaulted")})
    assert ask(ID, job) is None
    assert ask(ID, job, Context(hours=6.0)) is not None


def test_an_hour_on_spot_is_little_to_lose(ask: Ask) -> None:
    assert ask(ID, ON_SPOT.with_changes(max_runtime=3600, max_wait=7200)) is None


def test_an_algorithm_that_writes_none_is_not_asked_for_them(ask: Ask) -> None:
    assert ask(ID, TRAINING.with_changes(max_runtime=36000, framework="kmeans", entry_point=None)) is None


def test_short_checkpointed_and_unknown_jobs_are_left_alone(ask: Ask) -> None:
    assert ask(ID, TRAINING) is None
    assert ask(ID, ON_SPOT.with_changes(checkpoint="s3://bucket/checkpoints")) is None
    assert ask(ID, ON_SPOT.with_changes(checkpoint=Unknown())) is None


def test_no_more_work_is_lost_than_the_limit_lets_be_done(ask: Ask) -> None:
    short = ON_SPOT.with_changes(max_runtime=600)
    assert ask(ID, short, Context(hours=5.0)) is None
    long = ask(ID, TRAINING.with_changes(max_runtime=4 * 3600), Context(hours=100.0))
    assert long is not None and "up to 4.0 h" in long.message
