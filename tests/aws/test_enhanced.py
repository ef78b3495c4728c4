"""Enhanced metrics of an endpoint: an instance without calls and an accelerator without work are found and said."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import boto3
import pytest

from jupyter_green.aws.clients import Clients
from jupyter_green.aws.endpoint_use import measure_endpoint
from jupyter_green.aws.measure import Measurement
from jupyter_green.demo.standin import ROLE, StandIn
from jupyter_green.job import Job
from tests.support.notebook import NotebookShell, notebook_shell

from .conftest import IMAGE

HOUR = 3600
LOADS = "/aws/sagemaker/Endpoints"


def deploy(aws: StandIn, name: str, instance_type: str, count: int, *, enhanced: bool = True) -> None:
    sm = boto3.client("sagemaker")
    sm.create_model(ModelName=f"{name}-model", ExecutionRoleArn=ROLE, PrimaryContainer={"Image": IMAGE})
    variant = {"VariantName": "AllTraffic", "ModelName": f"{name}-model", "InstanceType": instance_type}
    sm.create_endpoint_config(
        EndpointConfigName=f"{name}-config",
        ProductionVariants=[{**variant, "InitialInstanceCount": count}],
        MetricsConfig={"EnableEnhancedMetrics": enhanced},
    )
    sm.create_endpoint(EndpointName=name, EndpointConfigName=f"{name}-config")
    aws.account().shelf("Endpoint")[name].facts["CreationTime"] = time.time() - 10 * HOUR


def stand(aws: StandIn, name: str, instance: str, *, calls: float = 0.0, minutes: int = 300, **chips: float) -> None:
    """Let an instance stand there with a load, with calls or without, and its accelerators with their utilisation."""
    which = {"EndpointName": name, "VariantName": "AllTraffic", "InstanceId": instance}
    aws.seed_metrics(LOADS, which, {"CPUUtilization": 40.0}, minutes=minutes)
    if calls:
        aws.seed_metrics("AWS/SageMaker", which, {"Invocations": calls}, minutes=minutes, unit="Count")
    for chip, percent in chips.items():
        aws.seed_metrics(LOADS, {**which, "AcceleratorId": chip}, {"GPUUtilization": percent}, minutes=minutes)


def measured(clients: Clients, name: str) -> Measurement:
    return measure_endpoint(clients, Job(kind="endpoint", name=name, region="us-east-1"), clock=time.time)


def test_an_instance_without_a_call_is_found(aws: StandIn, clients: Clients) -> None:
    deploy(aws, "wide", "ml.m5.xlarge", 3)
    stand(aws, "wide", "i-1", calls=20)
    stand(aws, "wide", "i-2", calls=1)
    stand(aws, "wide", "i-3")
    found = measured(clients, "wide")
    assert found.problems == () and found.metrics is not None
    assert (found.metrics.empty_instances, found.metrics.idle_accelerators) == (1.0, None)
    assert any(line.startswith("1 of 3 instances got no call in the last 10 h") for line in found.idle)


def test_accelerators_without_work_are_counted_on_instances_that_are_called(aws: StandIn, clients: Clients) -> None:
    deploy(aws, "chips", "ml.g5.12xlarge", 2)
    stand(aws, "chips", "i-1", calls=9, a=60.0, b=55.0, c=0.0, d=0.2)
    stand(aws, "chips", "i-2", calls=9, a=30.0, b=0.0, c=0.0, d=0.0)
    found = measured(clients, "chips")
    assert found.metrics is not None
    assert (found.metrics.empty_instances, found.metrics.idle_accelerators) == (0.0, 2.0)
    assert any("2 accelerators of each instance did no work" in line for line in found.idle)


def test_a_container_without_a_call_is_said(aws: StandIn, clients: Clients) -> None:
    deploy(aws, "parts", "ml.m5.xlarge", 1)
    stand(aws, "parts", "i-1", calls=5)
    which = {"EndpointName": "parts", "VariantName": "AllTraffic", "InstanceId": "i-1"}
    for container, calls in (("c-1", 5.0), ("c-2", 0.0)):
        counted = {"Invocations": calls}
        aws.seed_metrics("AWS/SageMaker", {**which, "ContainerId": container}, counted, minutes=120, unit="Count")
    assert any(line.startswith("1 of 2 containers got no call") for line in measured(clients, "parts").idle)


def test_an_instance_that_has_just_come_is_not_judged(aws: StandIn, clients: Clients) -> None:
    deploy(aws, "fresh", "ml.m5.xlarge", 2)
    stand(aws, "fresh", "i-old", calls=5)
    stand(aws, "fresh", "i-new", minutes=5)
    found = measured(clients, "fresh")
    assert found.metrics is not None and found.metrics.empty_instances == 0.0


def test_without_enhanced_metrics_nothing_more_is_asked(aws: StandIn, clients: Clients) -> None:
    deploy(aws, "plain", "ml.m5.xlarge", 1, enhanced=False)
    aws.forget_calls()
    found = measured(clients, "plain")
    assert found.metrics is not None and found.metrics.empty_instances is None
    assert {call.operation for call in aws.calls_made("cloudwatch")} == {"GetMetricData"}


def test_a_refusal_costs_only_what_it_would_have_told(aws: StandIn, clients: Clients) -> None:
    deploy(aws, "wide", "ml.m5.xlarge", 2)
    stand(aws, "wide", "i-1", calls=20)
    aws.refuse("ListMetrics")
    found = measured(clients, "wide")
    assert found.footprint is not None and found.footprint.total is not None
    said = [str(problem) for problem in found.problems]
    assert len(said) == 1 and "cloudwatch:ListMetrics" in said[0] and "instances without a call" in said[0]


@pytest.fixture
def notebook(aws: StandIn) -> Iterator[NotebookShell]:
    with notebook_shell() as shell:
        yield shell


def test_the_right_size_is_advised_on_by_what_they_show(aws: StandIn, notebook: NotebookShell) -> None:
    deploy(aws, "wide", "ml.m5.xlarge", 3)
    for instance, calls in (("i-1", 20.0), ("i-2", 4.0), ("i-3", 0.0)):
        stand(aws, "wide", instance, calls=calls)
    text = notebook.run("%green endpoints")[-1]["text/plain"]
    row = next(line for line in text.splitlines() if line.startswith("wide"))
    assert "a smaller size" in row
    assert "1 of 3 instances got no call" in text


def test_more_instances_than_one_question_takes_are_looked_at_in_part(aws: StandIn, clients: Clients) -> None:
    deploy(aws, "huge", "ml.m5.xlarge", 300)
    moment = datetime.now(timezone.utc) - timedelta(hours=2)
    for number in range(300):
        which = {"EndpointName": "huge", "VariantName": "AllTraffic", "InstanceId": f"i-{number:03}"}
        aws.seed_metrics(LOADS, which, {"CPUUtilization": [40.0]}, end=moment)
        aws.seed_metrics("AWS/SageMaker", which, {"Invocations": [5.0]}, end=moment, unit="Count")
    found = measured(clients, "huge")
    assert any("0 of 250 instances" in line and "(looked at 250 of 300)" in line for line in found.idle)
