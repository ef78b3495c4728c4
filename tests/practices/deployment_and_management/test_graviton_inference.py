from __future__ import annotations

import pytest

from jupyter_green.catalog.instances import find_instance
from jupyter_green.job import Job, Unknown
from jupyter_green.practices.endpoint_practice import ENDPOINT, GPU_ENDPOINT
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "graviton-inference"
TORCH = ENDPOINT.with_changes(instance_type="ml.c5.xlarge", framework="pytorch", framework_version="2.3.0")


@pytest.mark.parametrize("name", ["ml.c5.xlarge", "ml.c4.2xlarge", "ml.c6i.4xlarge", "ml.m5.xlarge"])
def test_a_type_with_as_much_of_everything_is_suggested(ask: Ask, name: str) -> None:
    job = TORCH.with_changes(instance_type=name)
    advice = ask(ID, job, arm64_ready=True, model_memory_mb=3000)
    assert advice is not None and advice.can_apply and advice.swap is not None
    before, after = find_instance(name), find_instance(advice.swap.changes["instance_type"])
    assert before is not None and after is not None and after.is_arm
    assert after.vcpus >= before.vcpus and after.memory_gib * 1024 >= 3000
    assert breaches(advice.swap.applied_to(job)) == []


def test_less_is_only_said_beyond_doubt(ask: Ask) -> None:
    for name in ("ml.c5.xlarge", "ml.c4.xlarge", "ml.c6i.2xlarge"):
        advice = ask(ID, TORCH.with_changes(instance_type=name), arm64_ready=True)
        assert advice is not None and advice.saving is not None
        assert (advice.saving.carbon.high < 0) == ("and draws less per hour" in advice.message)


def test_less_memory_is_only_suggested_for_a_model_that_needs_no_more(ask: Ask) -> None:
    roomy = TORCH.with_changes(instance_type="ml.m5.xlarge")
    unsure, small, large = (ask(ID, roomy, arm64_ready=True, model_memory_mb=mb) for mb in (None, 3000, 30_000))
    assert unsure is not None and "(model_memory_mb)" in unsure.missing[0] and not unsure.can_apply
    assert small is not None and small.can_apply
    assert large is None


def test_a_pinned_image_is_never_left_on_the_wrong_processor(ask: Ask) -> None:
    pinned = TORCH.with_changes(image="763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.3.0-cpu-py311")
    advice = ask(ID, pinned, arm64_ready=True)
    assert advice is not None and not advice.can_apply and "arm64" in advice.message


@pytest.mark.parametrize(("framework", "version"), [("sklearn", "1.2-1"), ("xgboost", "1.7-1"), ("pytorch", "2.6.0")])
def test_a_version_without_an_arm64_image_is_left_alone(ask: Ask, framework: str, version: str) -> None:
    assert ask(ID, TORCH.with_changes(framework=framework, framework_version=version)) is None


def test_an_unknown_version_is_asked_for(ask: Ask) -> None:
    advice = ask(ID, TORCH.with_changes(framework_version=Unknown()))
    assert advice is not None and len(advice.missing) == 2


def test_it_is_for_endpoints_on_x86_cpus_only(ask: Ask) -> None:
    assert ask(ID, TORCH.with_changes(instance_type="ml.c7g.xlarge")) is None
    assert ask(ID, TORCH.with_changes(mode="serverless", instance_type=None)) is None
    assert ask(ID, GPU_ENDPOINT.with_changes(framework="pytorch", framework_version="2.3")) is None
    assert ask(ID, TORCH.with_changes(framework="huggingface")) is None
    assert ask(ID, TORCH, arm64_ready=False) is None
    training = Job(kind="training", instance_type="ml.c5.xlarge", framework="pytorch", framework_version="2.3.0")
    assert ask(ID, training) is None
