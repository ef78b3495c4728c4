"""Jobs written as code: what is said, what is left out, and what a generation has no words for."""

from __future__ import annotations

import pytest

from jupyter_green.job import Job, Unknown
from jupyter_green.swaps.made import CannotSay
from jupyter_green.swaps.render import render
from jupyter_green.swaps.render_request import requests_of

_TRAINING = Job(
    kind="training",
    region="eu-west-1",
    framework="pytorch",
    framework_version="2.1.0",
    instance_type="ml.g5.2xlarge",
    instance_count=2,
    max_runtime=3600,
    spot=True,
    max_wait=7200,
)


def test_each_generation_says_spot_in_its_own_words() -> None:
    assert "use_spot_instances=True" in render(_TRAINING, "sdk_v2") and "max_wait=7200" in render(_TRAINING, "sdk_v2")
    assert "enable_managed_spot_training=True" in render(_TRAINING, "sdk_v3")
    ((_, operation, request),) = requests_of(_TRAINING)
    assert operation == "CreateTrainingJob" and request["EnableManagedSpotTraining"] is True
    assert request["StoppingCondition"] == {"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 7200}


def test_what_is_not_set_or_not_known_is_not_said() -> None:
    plain = _TRAINING.with_changes(spot=False, max_wait=None, checkpoint=Unknown("not told"))
    for api in ("sdk_v2", "sdk_v3", "api"):
        code = render(plain, api)
        assert "spot" not in code.lower() and "checkpoint" not in code.lower() and "not told" not in code


def test_the_python_of_an_older_container_is_the_one_it_has() -> None:
    assert 'py_version="py310"' in render(_TRAINING, "sdk_v2")
    assert 'py_version="py39"' in render(_TRAINING.with_changes(framework_version="1.13.1"), "sdk_v2")


def test_imports_are_those_that_the_code_uses() -> None:
    code = render(_TRAINING.with_changes(content_type="text/csv"), "sdk_v2")
    assert code.startswith("from sagemaker.inputs import TrainingInput\nfrom sagemaker.pytorch import PyTorch\n")


def test_the_region_is_the_clients() -> None:
    assert 'boto3.client("sagemaker", region_name="eu-west-1")' in render(_TRAINING, "api")


@pytest.mark.parametrize(
    ("changes", "api"),
    [
        ({"compiler": True}, "sdk_v3"),
        ({"debugger_hook": False}, "sdk_v3"),
        ({"instance_preferences": ("ml.g5.xlarge",)}, "sdk_v2"),
        ({"compression": "Gzip"}, "sdk_v3"),
        ({"distribution": "smddp"}, "sdk_v3"),
        ({"kind": "storage"}, "sdk_v2"),
        ({"kind": "pipeline"}, "api"),
    ],
)
def test_what_a_generation_has_no_words_for_is_refused_with_a_reason(changes: dict[str, object], api: str) -> None:
    with pytest.raises(CannotSay, match=r"\w+ \w+"):
        render(_TRAINING.with_changes(**changes), api)


def test_a_serverless_endpoint_names_no_instance() -> None:
    job = Job(kind="endpoint", name="churn", mode="serverless", serverless_memory_mb=2048)
    for api in ("sdk_v2", "sdk_v3", "api"):
        code = render(job, api)
        assert "2048" in code and "instance_type" not in code and "InstanceType" not in code


def test_an_endpoint_that_scales_is_registered_after_it_is_made() -> None:
    job = Job(kind="endpoint", name="churn", instance_type="ml.m5.large", instance_count=1, autoscaling=(1, 4))
    services = [service for service, _, _ in requests_of(job)]
    assert services == ["sagemaker", "sagemaker", "application-autoscaling"]
    assert "application_autoscaling.register_scalable_target(" in render(job, "api")


def test_a_multi_model_endpoint_makes_its_container_first() -> None:
    job = Job(kind="endpoint", name="many", instance_type="ml.m5.large", instance_count=1, mode="multi-model")
    assert [operation for _, operation, _ in requests_of(job)] == [
        "CreateModel",
        "CreateEndpointConfig",
        "CreateEndpoint",
    ]
    assert "MultiDataModel(" in render(job, "sdk_v2")
