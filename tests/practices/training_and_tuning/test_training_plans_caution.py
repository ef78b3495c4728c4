from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "training-plans-caution"
PLANNED = TRAINING.with_changes(training_plan="plan", instance_type="ml.p5.48xlarge")


def test_a_plan_together_with_spot_is_a_fault_and_ends_legal(ask: Ask) -> None:
    job = PLANNED.with_changes(spot=True, max_wait=14400)
    advice = ask(ID, job)
    assert advice is not None and advice.fault and advice.swap is not None
    assert breaches(job) and breaches(advice.swap.applied_to(job)) == []


def test_a_type_that_no_plan_offers_loses_the_plan(ask: Ask) -> None:
    job = PLANNED.with_changes(instance_type="ml.g5.2xlarge")
    advice = ask(ID, job)
    assert advice is not None and advice.swap is not None
    assert advice.swap.applied_to(job).training_plan is None


def test_a_plan_used_as_bought_is_fine(ask: Ask) -> None:
    assert ask(ID, PLANNED) is None
    assert ask(ID, PLANNED.with_changes(instance_type="ml.trn1.32xlarge")) is None
    assert ask(ID, TRAINING) is None
    assert ask(ID, PLANNED.with_changes(training_plan=Unknown())) is None
