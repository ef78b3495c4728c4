from __future__ import annotations

from jupyter_green.job import Job, Unknown
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "instance-preference-list"


def _listed(*names: str) -> Job:
    return TRAINING.with_changes(instance_type=None, instance_preferences=names)


def test_the_type_that_draws_less_comes_first_and_none_is_lost(ask: Ask) -> None:
    job = _listed("ml.p3.2xlarge", "ml.g5.2xlarge", "ml.g6.2xlarge")
    advice = ask(ID, job)
    assert advice is not None and advice.swap is not None and advice.can_apply
    after = advice.swap.applied_to(job).instance_preferences
    assert isinstance(after, tuple) and after[0] == "ml.g6.2xlarge"
    assert set(after) == {"ml.p3.2xlarge", "ml.g5.2xlarge", "ml.g6.2xlarge"}
    assert breaches(advice.swap.applied_to(job)) == []


def test_processing_jobs_have_such_lists_too(ask: Ask) -> None:
    job = _listed("ml.p3.2xlarge", "ml.g6.2xlarge").with_changes(kind="processing")
    assert ask(ID, job) is not None


def test_a_list_together_with_spot_is_a_fault(ask: Ask) -> None:
    job = _listed("ml.g6.2xlarge", "ml.g5.2xlarge").with_changes(spot=True, max_wait=14400)
    advice = ask(ID, job)
    assert advice is not None and advice.fault and advice.swap is not None
    assert breaches(advice.swap.applied_to(job)) == []


def test_types_of_other_sizes_and_good_orders_are_left_alone(ask: Ask) -> None:
    assert ask(ID, _listed("ml.p3.8xlarge", "ml.g6.2xlarge")) is None
    assert ask(ID, _listed("ml.g6.2xlarge", "ml.g5.2xlarge")) is None
    assert ask(ID, _listed("ml.g5.2xlarge")) is None
    assert ask(ID, TRAINING) is None
    assert ask(ID, TRAINING.with_changes(instance_preferences=Unknown())) is None


def test_a_difference_within_the_uncertainty_is_no_difference(ask: Ask) -> None:
    assert ask(ID, _listed("ml.m6i.2xlarge", "ml.m7i.2xlarge")) is None
