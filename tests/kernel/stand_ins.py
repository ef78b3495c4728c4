"""What the tests of the kernel room need: answered AWS clients, classes that look like an SDK's, and shells."""

from __future__ import annotations

import functools
import types
from collections.abc import Callable
from typing import Any

from jupyter_green.job import Job

#: A job on an old instance family, which several practices speak of.
JOB = Job(
    kind="training",
    instance_type="ml.p3.16xlarge",
    instance_count=1,
    region="us-east-1",
    max_runtime=3600,
    framework="pytorch",
    api="sdk_v2",
)
TRAINING_REQUEST: dict[str, Any] = {
    "TrainingJobName": "churn",
    "AlgorithmSpecification": {"TrainingImage": "image", "TrainingInputMode": "File"},
    "RoleArn": "arn:aws:iam::123456789012:role/execution",
    "InputDataConfig": [
        {
            "ChannelName": "train",
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/train"}},
        }
    ],
    "OutputDataConfig": {"S3OutputPath": "s3://bucket/out"},
    "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
    "StoppingCondition": {"MaxRuntimeInSeconds": 86400},
    "HyperParameters": {f"hp{i}": "1" for i in range(8)},
}


def answered_client(
    service: str = "sagemaker", answer: Callable[..., Any] | None = None, region: str = "us-east-1"
) -> Any:
    """A real botocore client whose calls are answered before they are signed or sent: no socket is ever opened."""
    import botocore.session

    session = botocore.session.Session()
    session.register_component("data_loader", _descriptions())
    session.set_credentials("testing", "testing")
    client = session.create_client(service, region_name=region)

    def reply(**event: Any) -> tuple[Any, dict[str, Any]]:
        found = answer(**event) if answer is not None else {"TrainingJobArn": "arn:aws:sagemaker:::training-job/churn"}
        return types.SimpleNamespace(status_code=200, headers={}), {**found, "ResponseMetadata": {"RetryAttempts": 0}}

    client.meta.events.register("before-call", reply)
    return client


@functools.cache
def _descriptions() -> Any:
    """The services' descriptions, read once for all clients: SageMaker's alone takes 0.2 s and tens of megabytes."""
    import botocore.loaders

    return botocore.loaders.create_loader()


def sdk_class(name: str = "Estimator", module: str = "sagemaker.estimator", **attributes: Any) -> type:
    """A class that says it comes from the SDK."""
    return type(name, (), {"__module__": module, **attributes})


def is_sdk(cls: type) -> bool:
    """What a reader would ask: does any base come from the SDK?"""
    from jupyter_green.kernel.namespace import type_names

    return any(module.partition(".")[0] == "sagemaker" for module, _ in type_names(cls))
