from __future__ import annotations

import pytest

from jupyter_green.catalog.instances import find_instance
from jupyter_green.job import Unknown
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "avoid-legacy-instance-families"


@pytest.mark.parametrize(
    "old", ["ml.p3.2xlarge", "ml.p3.16xlarge", "ml.p3dn.24xlarge", "ml.p2.xlarge", "ml.m4.xlarge", "ml.c4.8xlarge"]
)
def test_an_old_type_gets_a_legal_successor_of_the_same_shape(ask: Ask, old: str) -> None:
    job = TRAINING.with_changes(instance_type=old)
    advice = ask(ID, job)
    assert advice is not None and advice.swap is not None and advice.can_apply
    after = advice.swap.applied_to(job)
    assert isinstance(after.instance_type, str) and breaches(after) == []
    new, before = find_instance(after.instance_type), find_instance(old)
    assert new is not None and before is not None
    assert new.accelerator_count == before.accelerator_count and new.vcpus >= before.vcpus


def test_rates_of_other_hardware_are_never_called_totals(ask: Ask) -> None:
    advice = ask(ID, TRAINING.with_changes(instance_type="ml.p3.2xlarge"))
    assert advice is not None and advice.total_saving is None and "rates" in advice.saving_note


def test_an_old_image_asks_whether_it_knows_the_newer_gpu(ask: Ask) -> None:
    job = TRAINING.with_changes(instance_type="ml.p3.2xlarge", framework_version="1.5.0")
    advice = ask(ID, job)
    assert advice is not None and "image_supports_newer_gpu" in advice.missing[0]
    assert ask(ID, job, image_supports_newer_gpu=False) is None


def test_current_families_and_blocked_jobs_are_left_alone(ask: Ask) -> None:
    assert ask(ID, TRAINING) is None
    old = TRAINING.with_changes(instance_type="ml.p3.2xlarge")
    assert ask(ID, old.with_changes(compiler=True)) is None
    assert ask(ID, old.with_changes(training_plan="plan")) is None
    assert ask(ID, old.with_changes(distribution="smddp")) is None
    assert ask(ID, TRAINING.with_changes(instance_type=Unknown())) is None


def test_no_type_with_sixteen_gpus_follows_p2(ask: Ask) -> None:
    assert ask(ID, TRAINING.with_changes(instance_type="ml.p2.16xlarge")) is None
