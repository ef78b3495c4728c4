from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices import Context
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "managed-warm-pools"
KEPT = TRAINING.with_changes(keep_alive=3600)
SERIES = tuple(TRAINING.with_changes(identity=f"training:{number}") for number in range(3))


def test_a_pool_that_waits_for_nobody_is_taken_away(ask: Ask) -> None:
    advice = ask(ID, KEPT)
    assert advice is not None and advice.swap is not None and advice.can_apply
    assert advice.swap.applied_to(KEPT).keep_alive is None


def test_a_pool_that_another_job_can_use_or_a_short_one_is_fine(ask: Ask) -> None:
    assert ask(ID, KEPT, Context(jobs=(KEPT, KEPT.with_changes(identity="training:next")))) is None
    assert ask(ID, TRAINING.with_changes(keep_alive=600)) is None


def test_a_pool_with_spot_is_a_fault(ask: Ask) -> None:
    job = KEPT.with_changes(spot=True, max_wait=14400)
    advice = ask(ID, job)
    assert advice is not None and advice.fault and advice.swap is not None
    assert breaches(advice.swap.applied_to(job)) == []


def test_jobs_in_a_row_are_offered_a_short_pool_once_they_are_known_to_follow(ask: Ask) -> None:
    asked = ask(ID, SERIES[0], Context(jobs=SERIES))
    told = ask(ID, SERIES[0], Context(jobs=SERIES, told={"jobs_follow_at_once": True}))
    assert asked is not None and asked.missing
    assert told is not None and told.can_apply and told.saving is None
    assert "negative" in told.saving_note


def test_two_jobs_other_instances_and_spot_are_no_series(ask: Ask) -> None:
    assert ask(ID, SERIES[0], Context(jobs=SERIES[:2])) is None
    mixed = (SERIES[0], SERIES[1], SERIES[2].with_changes(instance_type="ml.g5.xlarge"))
    assert ask(ID, SERIES[0], Context(jobs=mixed)) is None
    assert ask(ID, SERIES[0].with_changes(spot=True, max_wait=9000), Context(jobs=SERIES)) is None
    on_spot = (SERIES[0], *(one.with_changes(spot=True, max_wait=9000) for one in SERIES[1:]))
    assert ask(ID, SERIES[0], Context(jobs=on_spot)) is None
    assert ask(ID, SERIES[0].with_changes(keep_alive=Unknown()), Context(jobs=SERIES)) is None
