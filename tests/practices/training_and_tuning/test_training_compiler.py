from __future__ import annotations

import pytest

from jupyter_green.job import Job, Unknown
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "training-compiler"
PINNED = TRAINING.with_changes(framework_version="1.13.1")
TOLD = {"static_shapes": True, "accepts_unpatched_images": True}


def _hugging_face(version: str, base: str) -> Job:
    return TRAINING.with_changes(framework="huggingface", framework_version=version, base_framework=base)


LAST_SUPPORTED = [
    PINNED,
    TRAINING.with_changes(framework_version="1.12.0", instance_type="ml.p3.2xlarge"),
    TRAINING.with_changes(framework="tensorflow", framework_version="2.11.0", instance_type="ml.g4dn.xlarge"),
    _hugging_face("4.21.1", "pytorch 1.11.0"),
    _hugging_face("4.17.0", "tensorflow 2.6.3"),
]
NEVER_OFFERED = [
    TRAINING,  # PyTorch 2.1
    TRAINING.with_changes(framework_version="1.11.0"),
    TRAINING.with_changes(framework="tensorflow", framework_version="2.12.0"),
    _hugging_face("4.21.1", "pytorch 1.12.0"),
    PINNED.with_changes(instance_type="ml.p4de.24xlarge"),
    PINNED.with_changes(instance_type="ml.g6.2xlarge"),
    PINNED.with_changes(instance_type="ml.m5.xlarge"),
    PINNED.with_changes(image="111122223333.dkr.ecr.us-east-1.amazonaws.com/mine:1"),
    PINNED.with_changes(distribution="smddp"),
    PINNED.with_changes(api="sdk_v3"),
    PINNED.with_changes(local=True),
    PINNED.with_changes(framework="xgboost"),
]


@pytest.mark.parametrize("job", LAST_SUPPORTED, ids=str)
def test_it_is_offered_to_jobs_pinned_to_the_last_supported_versions(ask: Ask, job: Job) -> None:
    advice = ask(ID, job, **TOLD)
    assert advice is not None and advice.swap is not None and advice.can_apply
    assert "legacy" in advice.message and breaches(advice.swap.applied_to(job)) == []


@pytest.mark.parametrize("job", NEVER_OFFERED, ids=str)
def test_nobody_else_is_sent_there(ask: Ask, job: Job) -> None:
    assert ask(ID, job, **TOLD) is None


def test_without_the_facts_it_only_asks(ask: Ask) -> None:
    advice = ask(ID, PINNED)
    assert advice is not None and len(advice.missing) == 2
    assert ask(ID, PINNED, static_shapes=False) is None
    assert ask(ID, PINNED, accepts_unpatched_images=False) is None
    assert ask(ID, PINNED.with_changes(framework_version=Unknown()), **TOLD) is None


def test_who_uses_it_is_told_the_date_and_where_to_go(ask: Ask) -> None:
    advice = ask(ID, PINNED.with_changes(compiler=True))
    assert advice is not None and not advice.fault and not advice.can_apply
    assert "2026-11-22" in advice.message and "torch.compile" in advice.message and "Trainium" in advice.message


def test_a_combination_the_platform_refuses_is_a_fault(ask: Ask) -> None:
    job = TRAINING.with_changes(framework="tensorflow", framework_version="2.12.0", compiler=True)
    advice = ask(ID, job)
    assert advice is not None and advice.fault and advice.swap is not None
    assert advice.swap.applied_to(job).compiler is False


def test_a_request_says_its_version_by_its_image(ask: Ask) -> None:
    image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-trcomp-training:1.13.1-gpu-py39"
    advice = ask(ID, PINNED.with_changes(api="api", image=image, compiler=True))
    assert advice is not None and not advice.fault
