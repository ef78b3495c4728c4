"""An endpoint is measured over its life: scaling, calls of each variant, silence."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import boto3
import pytest

from jupyter_green.aws.clients import Clients
from jupyter_green.aws.endpoint_use import mean_instances, measure_endpoint
from jupyter_green.aws.machine import measure_machine
from jupyter_green.aws.measure import Measurement
from jupyter_green.demo.standin import ROLE, StandIn
from jupyter_green.job import Job

from .conftest import IMAGE

HOUR = 3600


def deploy(aws: StandIn, name: str, variants: list[dict[str, Any]], *, hours_ago: float = 10) -> None:
    sm = boto3.client("sagemaker")
    sm.create_model(ModelName=f"{name}-model", ExecutionRoleArn=ROLE, PrimaryContainer={"Image": IMAGE})
    whole = [{"VariantName": "AllTraffic", "ModelName": f"{name}-model"} | variant for variant in variants]
    sm.create_endpoint_config(EndpointConfigName=f"{name}-config", ProductionVariants=whole)
    sm.create_endpoint(EndpointName=name, EndpointConfigName=f"{name}-config")
    record = aws.account().shelf("Endpoint")[name]
    record.facts["CreationTime"] = time.time() - hours_ago * HOUR


def measured(clients: Clients, name: str) -> Measurement:
    return measure_endpoint(clients, Job(kind="endpoint", name=name, region="us-east-1"), clock=time.time)


def seed_calls(aws: StandIn, name: str, per_hour: list[float], variant: str = "AllTraffic") -> None:
    """Add the calls of the last hours, oldest first, and a latency of 100 ms."""
    which = {"EndpointName": name, "VariantName": variant}
    now = datetime.now(timezone.utc)
    for back, calls in enumerate(reversed(per_hour)):
        if calls:
            moment = now - timedelta(hours=back, minutes=30)
            aws.seed_metrics("AWS/SageMaker", which, {"Invocations": [calls]}, end=moment, unit="Count")
            aws.seed_metrics("AWS/SageMaker", which, {"ModelLatency": [100_000.0]}, end=moment, unit="Microseconds")


def test_an_endpoint_is_counted_over_scaling_and_time(aws: StandIn, clients: Clients) -> None:
    deploy(aws, "scaled", [{"InstanceType": "ml.m5.xlarge", "InitialInstanceCount": 1}], hours_ago=10)
    now = datetime.now(timezone.utc)
    steps = [(now - timedelta(hours=5), 3), (now - timedelta(hours=2.5), 1)]
    activities = [
        {
            "StartTime": at.timestamp(),
            "EndTime": at.timestamp(),
            "Description": f"Setting desired instance count to {n}.",
        }
        for at, n in steps
    ]
    aws.seed_scaling_activities("endpoint/scaled/variant/AllTraffic", activities)
    found = measured(clients, "scaled")
    assert found.problems == () and found.footprint is not None and found.footprint.total is not None
    instance_hours = 5 * 1 + 2.5 * 3 + 2.5 * 1
    one_hour = found.footprint.rate.cost.central
    assert found.footprint.total.cost.central == pytest.approx(one_hour * instance_hours, rel=1e-3)
    assert found.footprint.state == "running"


def test_calls_are_told_by_variant_with_silence_and_the_cost_of_a_thousand(aws: StandIn, clients: Clients) -> None:
    kinds = [
        {"VariantName": "a", "InstanceType": "ml.m5.xlarge", "InitialInstanceCount": 1},
        {"VariantName": "b", "InstanceType": "ml.c5.xlarge", "InitialInstanceCount": 1},
    ]
    deploy(aws, "busy", kinds, hours_ago=10)
    seed_calls(aws, "busy", [0, 0, 300, 0, 0, 0, 500, 0, 0, 0], "a")
    seed_calls(aws, "busy", [0, 0, 200, 0, 0, 0, 0, 0, 0, 0], "b")
    found = measured(clients, "busy")
    assert found.metrics is not None
    assert found.metrics.invocations_per_hour == pytest.approx(100, rel=0.01)
    assert found.metrics.silent_share == pytest.approx(0.8, abs=0.11)
    assert found.metrics.silent_hours == pytest.approx(3, abs=1.1)
    assert found.metrics.model_latency_ms == pytest.approx(100, rel=0.01)
    said = "\n".join(found.facts)
    assert "a: 800 calls" in said and "b: 200 calls" in said and "per 1,000 calls:" in said


def test_serverless_counts_only_the_time_that_requests_ran(aws: StandIn, clients: Clients) -> None:
    deploy(aws, "slots", [{"ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 5}}], hours_ago=10)
    seed_calls(aws, "slots", [0, 0, 3600, 0, 0, 0, 0, 0, 0, 0])
    found = measured(clients, "slots")
    assert found.footprint is not None and found.footprint.total is not None
    assert found.footprint.basis == "per busy hour"
    assert found.footprint.total.energy.central == pytest.approx(found.footprint.rate.energy.central * 0.1)


def test_load_is_divided_by_the_processors(aws: StandIn, clients: Clients) -> None:
    deploy(aws, "gpu", [{"InstanceType": "ml.g5.12xlarge", "InitialInstanceCount": 1}], hours_ago=2)
    which = {"EndpointName": "gpu", "VariantName": "AllTraffic"}
    aws.seed_metrics("/aws/sagemaker/Endpoints", which, {"CPUUtilization": 480.0, "GPUUtilization": 100.0}, minutes=60)
    found = measured(clients, "gpu")
    assert found.metrics is not None
    assert found.metrics.cpu == pytest.approx(0.1, rel=0.05)
    assert found.metrics.accelerator == pytest.approx(0.25, rel=0.05)


def test_an_endpoint_whose_hardware_is_known_takes_at_most_three_calls(aws: StandIn, clients: Clients) -> None:
    deploy(aws, "known", [{"InstanceType": "ml.m5.xlarge", "InitialInstanceCount": 1}])
    job = Job(kind="endpoint", name="known", region="us-east-1", instance_type="ml.m5.xlarge", instance_count=1)
    aws.forget_calls()
    assert measure_endpoint(clients, job, clock=time.time).footprint is not None
    assert len(aws.calls_made()) == 3


@pytest.mark.parametrize(
    ("changes", "mean"),
    [
        ([], 2.0),
        ([(5.0, 4)], 3.0),
        ([(-5.0, 4)], 4.0),
        ([(5.0, 0)], 1.0),
        ([(20.0, 9)], 2.0),
        ([(2.5, 0), (5.0, 2), (7.5, 0)], 1.0),
    ],
)
def test_the_mean_number_of_instances_follows_each_change(changes: list[tuple[float, int]], mean: float) -> None:
    assert mean_instances(2, changes, 0.0, 10.0) == pytest.approx(mean)


def test_a_notebook_instance_measures_itself(aws: StandIn, clients: Clients, tmp_path: Path) -> None:
    boto3.client("sagemaker").create_notebook_instance(
        NotebookInstanceName="mine", InstanceType="ml.t3.xlarge", RoleArn=ROLE
    )
    arn = "arn:aws:sagemaker:us-east-1:123456789012:notebook-instance/mine"
    told = tmp_path / "resource-metadata.json"
    told.write_text(json.dumps({"ResourceArn": arn, "ResourceName": "mine"}))
    later = time.time() + 2 * HOUR
    found = measure_machine(clients, clock=lambda: later, metadata=told)
    assert found is not None and found.record is not None and found.footprint is not None
    assert found.record.job.instance_type == "ml.t3.xlarge"
    assert found.footprint.total is not None and found.footprint.total.energy.central > 0


def test_a_machine_whose_type_is_not_told_stays_unknown(aws: StandIn, clients: Clients, tmp_path: Path) -> None:
    boto3.client("sagemaker").create_notebook_instance(
        NotebookInstanceName="mine", InstanceType="ml.t3.xlarge", RoleArn=ROLE
    )
    aws.account().shelf("NotebookInstance")["mine"].request.pop("InstanceType")
    told = tmp_path / "resource-metadata.json"
    arn = "arn:aws:sagemaker:us-east-1:123456789012:notebook-instance/mine"
    told.write_text(json.dumps({"ResourceArn": arn, "ResourceName": "mine"}))
    found = measure_machine(clients, clock=time.time, metadata=told)
    assert found is not None and found.footprint is not None
    assert not found.footprint.rate.energy.is_known


def test_elsewhere_there_is_no_machine_to_measure(clients: Clients, tmp_path: Path) -> None:
    assert measure_machine(clients, clock=time.time, metadata=tmp_path / "nothing.json") is None


def test_a_studio_app_measures_itself(aws: StandIn, clients: Clients, tmp_path: Path) -> None:
    sm = boto3.client("sagemaker")
    settings = {"ExecutionRole": ROLE}
    domain = sm.create_domain(
        DomainName="d", AuthMode="IAM", DefaultUserSettings=settings, SubnetIds=["subnet-1"], VpcId="vpc-1"
    )
    domain_id = domain["DomainArn"].rpartition("/")[2]
    sm.create_space(DomainId=domain_id, SpaceName="s")
    spec = {"InstanceType": "ml.t3.xlarge"}
    sm.create_app(DomainId=domain_id, SpaceName="s", AppType="JupyterLab", AppName="default", ResourceSpec=spec)
    arn = f"arn:aws:sagemaker:us-east-1:123456789012:app/{domain_id}/s/JupyterLab/default"
    told = tmp_path / "resource-metadata.json"
    lines = {
        "AppType": "JupyterLab",
        "DomainId": domain_id,
        "SpaceName": "s",
        "ResourceArn": arn,
        "ResourceName": "default",
    }
    told.write_text(json.dumps(lines))
    later = time.time() + 3 * HOUR
    found = measure_machine(clients, clock=lambda: later, metadata=told)
    assert found is not None and found.problems == () and found.record is not None and found.footprint is not None
    assert found.record.job.instance_type == "ml.t3.xlarge" and found.footprint.total is not None
