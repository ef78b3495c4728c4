"""The cells that practices offer, run against the stand-in for AWS."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from jupyter_green.demo.standin import StandIn
from jupyter_green.practices import Context
from jupyter_green.practices.endpoint_cells import delete_cell, scaling_cell
from jupyter_green.practices.endpoint_practice import ENDPOINT


@pytest.fixture
def sagemaker(aws: StandIn) -> Any:
    """Return a client to the stand-in, with the endpoint ``churn`` up."""
    client = boto3.client("sagemaker", region_name="us-east-1")
    role = "arn:aws:iam::111122223333:role/service-role/AmazonSageMaker-ExecutionRole"
    image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3"
    client.create_model(
        ModelName="churn",
        PrimaryContainer={"Image": image, "ModelDataUrl": "s3://bucket/m.tar.gz"},
        ExecutionRoleArn=role,
    )
    variant = {"VariantName": "all", "ModelName": "churn", "InstanceType": "ml.m5.xlarge", "InitialInstanceCount": 1}
    client.create_endpoint_config(EndpointConfigName="churn", ProductionVariants=[variant])
    client.create_endpoint(EndpointName="churn", EndpointConfigName="churn")
    return client


def _names(client: Any) -> tuple[list[str], list[str]]:
    endpoints = [one["EndpointName"] for one in client.list_endpoints()["Endpoints"]]
    return endpoints, [one["EndpointConfigName"] for one in client.list_endpoint_configs()["EndpointConfigs"]]


def _run(code: str) -> None:
    exec(compile(code, "cell", "exec"), {})


def test_the_delete_cell_deletes_the_endpoint_and_its_configuration(sagemaker: Any) -> None:
    assert _names(sagemaker) == (["churn"], ["churn"])
    _run(delete_cell(ENDPOINT, Context()))
    assert _names(sagemaker) == ([], [])


@pytest.mark.parametrize(("metric", "least"), [("SageMakerVariantInvocationsPerInstance", 1), ("backlog", 0)])
def test_the_scaling_cell_registers_the_variant_with_its_policies(sagemaker: Any, metric: str, least: int) -> None:
    _run(scaling_cell(ENDPOINT, Context(), least, 4, metric, 50.0))
    scaling = boto3.client("application-autoscaling", region_name="us-east-1")
    (target,) = scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]
    assert (target["ResourceId"], target["MinCapacity"], target["MaxCapacity"]) == (
        "endpoint/churn/variant/all",
        least,
        4,
    )
    policies = scaling.describe_scaling_policies(ServiceNamespace="sagemaker")["ScalingPolicies"]
    assert len(policies) == (2 if metric == "backlog" else 1)
