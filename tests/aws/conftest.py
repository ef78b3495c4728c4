"""Jobs on the stand-in, asked for with boto3 as a user would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest

from jupyter_green.aws.clients import Clients
from jupyter_green.demo.standin import ROLE, StandIn

IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"


def training_request(name: str, **more: Any) -> dict[str, Any]:
    resources = {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30, **more.pop("resources", {})}
    return {
        "TrainingJobName": name,
        "RoleArn": ROLE,
        "AlgorithmSpecification": {"TrainingImage": IMAGE, "TrainingInputMode": "File"},
        "OutputDataConfig": {"S3OutputPath": "s3://out/put"},
        "ResourceConfig": {key: value for key, value in resources.items() if value is not None},
        "StoppingCondition": {"MaxRuntimeInSeconds": 7200},
        **more,
    }


@pytest.fixture
def start_training(aws: StandIn) -> Callable[..., str]:
    def start(name: str, **more: Any) -> str:
        boto3.client("sagemaker").create_training_job(**training_request(name, **more))
        return name

    return start


@pytest.fixture
def clients(aws: StandIn) -> Clients:
    return Clients(region="us-east-1", attempts=1)
