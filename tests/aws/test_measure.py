"""A finished job is measured by its running time and its load, with at most three calls."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from jupyter_green.aws.clients import Clients
from jupyter_green.aws.measure import Measurement, measure_job
from jupyter_green.aws.metrics import seconds_per_sample
from jupyter_green.demo.standin import StandIn
from jupyter_green.footprint import estimate
from jupyter_green.job import Job

from .conftest import training_request


def measured(clients: Clients, kind: Any, name: str) -> Measurement:
    return measure_job(clients, Job(kind=kind, name=name, region="us-east-1"), clock=time.time)


def test_energy_follows_the_running_time_and_money_the_billed_time_under_spot(
    aws: StandIn, clients: Clients, start_training: Callable[..., str]
) -> None:
    aws.behave("spot", seconds=3510)  # and 60 s of download and 30 s of upload: one hour
    waiting = {"MaxRuntimeInSeconds": 7200, "MaxWaitTimeInSeconds": 7200}
    start_training("spot-1", EnableManagedSpotTraining=True, StoppingCondition=waiting)
    found = measured(clients, "training", "spot-1")
    assert found.record is not None and found.footprint is not None and found.footprint.total is not None
    assert found.record.hours == pytest.approx(1.0)
    assert found.record.billable_hours == pytest.approx(0.35)
    rate = estimate(found.record.job.with_changes(spot=False)).rate
    assert found.footprint.total.energy.central == pytest.approx(rate.energy.central)
    assert found.footprint.total.cost.central == pytest.approx(0.35 * rate.cost.central)
    assert "65% cheaper" in " ".join(found.footprint.notes)


def test_the_measured_range_is_narrower_than_the_forecast(
    aws: StandIn, clients: Clients, start_training: Callable[..., str]
) -> None:
    start_training("gpu", resources={"InstanceType": "ml.g5.12xlarge", "InstanceCount": 2})
    aws.seed_job_metrics("gpu", cpu=0.25, accelerator=0.5, memory=0.4)
    found = measured(clients, "training", "gpu")
    assert found.metrics is not None and found.footprint is not None and found.record is not None
    assert found.metrics.cpu == pytest.approx(0.25, rel=0.05)
    assert found.metrics.accelerator == pytest.approx(0.5, rel=0.05)
    assert found.footprint.state == "measured"
    forecast = estimate(found.record.job, hours=found.record.hours).total
    total = found.footprint.total
    assert forecast is not None and total is not None
    assert total.energy.high - total.energy.low < 0.75 * (forecast.energy.high - forecast.energy.low)


@pytest.mark.parametrize("kind", ["training", "processing", "transform", "tuning"])
def test_a_job_takes_at_most_three_calls(aws: StandIn, clients: Clients, kind: str) -> None:
    service = {
        "training": "TrainingJob",
        "processing": "ProcessingJob",
        "transform": "TransformJob",
        "tuning": "HyperParameterTuningJob",
    }[kind]
    name = aws.seed_jobs(1, kind=service, days=0.1)[0]
    if kind == "transform":
        host = {"Host": f"{name}/i-0123"}
        aws.seed_metrics("/aws/sagemaker/TransformJobs", host, {"CPUUtilization": 80.0}, minutes=600)
    aws.forget_calls()
    found = measured(clients, kind, name)
    assert found.problems == ()
    assert found.footprint is not None and found.footprint.total is not None
    assert found.footprint.total.energy.central > 0
    assert len(aws.calls_made()) <= 3
    if kind == "transform":
        assert found.metrics is not None and found.metrics.cpu is not None


def test_a_tuning_job_is_the_sum_of_its_trials(aws: StandIn, clients: Clients) -> None:
    name = aws.seed_jobs(1, kind="HyperParameterTuningJob", days=0.1)[0]
    found = measured(clients, "tuning", name)
    children = boto3.client("sagemaker").list_training_jobs_for_hyper_parameter_tuning_job(
        HyperParameterTuningJobName=name, MaxResults=100
    )["TrainingJobSummaries"]
    assert len(children) > 1 and found.footprint is not None and found.footprint.total is not None
    alone = [measured(clients, "training", child["TrainingJobName"]) for child in children]
    energies = [one.footprint.total.energy.central for one in alone if one.footprint and one.footprint.total]
    assert len(energies) == len(children)
    assert found.footprint.total.energy.central == pytest.approx(sum(energies))
    costs = [one.footprint.total.cost.central for one in alone if one.footprint and one.footprint.total]
    assert found.footprint.total.cost.central == pytest.approx(sum(costs))


def test_the_idle_time_of_a_warm_pool_is_counted(
    aws: StandIn, clients: Clients, start_training: Callable[..., str]
) -> None:
    start_training("warm", resources={"KeepAlivePeriodInSeconds": 1800})
    record = aws.account().shelf("TrainingJob")["warm"]
    record.facts["WarmPoolStatus"] = {"Status": "Terminated", "ResourceRetainedBillableTimeInSeconds": 1800}
    found = measured(clients, "training", "warm")
    assert found.record is not None and found.footprint is not None and found.footprint.total is not None
    assert found.record.idle_hours == pytest.approx(0.5)
    assert found.record.hours is not None
    rate = found.footprint.rate
    assert found.footprint.total.cost.central == pytest.approx(rate.cost.central * (found.record.hours + 0.5))
    running = rate.energy.central * found.record.hours
    assert running < found.footprint.total.energy.central < rate.energy.central * (found.record.hours + 0.5)


def test_the_type_the_platform_chose_is_the_one_that_counts(
    aws: StandIn, clients: Clients, start_training: Callable[..., str]
) -> None:
    wishes = [{"InstanceType": "ml.g5.xlarge"}, {"InstanceType": "ml.g4dn.xlarge"}]
    start_training("flexible", resources={"InstanceType": None, "InstancePreferences": wishes})
    found = measured(clients, "training", "flexible")
    assert found.record is not None
    assert found.record.job.instance_type == "ml.g5.xlarge"


def test_a_mixed_cluster_is_the_sum_of_its_groups(
    aws: StandIn, clients: Clients, start_training: Callable[..., str]
) -> None:
    groups = [
        {"InstanceGroupName": "data", "InstanceType": "ml.c5.xlarge", "InstanceCount": 2},
        {"InstanceGroupName": "model", "InstanceType": "ml.g5.xlarge", "InstanceCount": 1},
    ]
    start_training("mixed", resources={"InstanceType": None, "InstanceCount": None, "InstanceGroups": groups})
    found = measured(clients, "training", "mixed")
    assert found.footprint is not None and found.footprint.total is not None
    assert found.footprint.total.energy.central > 0


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("AccessDeniedException", "not permitted"),
        ("ThrottlingException", "throttled"),
        ("ExpiredTokenException", "expired"),
        ("UnrecognizedClientException", "wrong Region"),
    ],
)
def test_what_aws_refuses_is_one_line_with_what_it_would_have_told(
    aws: StandIn, clients: Clients, start_training: Callable[..., str], code: str, why: str
) -> None:
    start_training("refused")
    aws.refuse("DescribeTrainingJob", code)
    found = measured(clients, "training", "refused")
    assert found.record is None
    assert [problem.why for problem in found.problems] == [why]
    said = str(found.problems[0])
    assert "\n" not in said and "it would have told its running time" in said


def test_a_job_that_is_not_there_is_missing_and_nothing_worse(aws: StandIn, clients: Clients) -> None:
    assert [problem.why for problem in measured(clients, "training", "nowhere").problems] == ["missing"]


def test_without_metrics_the_time_is_measured_and_the_load_is_not(
    aws: StandIn, clients: Clients, start_training: Callable[..., str]
) -> None:
    start_training("blind")
    aws.refuse("GetMetricData")
    found = measured(clients, "training", "blind")
    assert found.footprint is not None and found.footprint.total is not None
    assert any("no load was measured" in note for note in found.footprint.notes)
    assert [problem.why for problem in found.problems] == ["not permitted"]


def test_no_network_is_a_result() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    session = boto3.session.Session()
    lost = Clients(session, region="us-east-1", attempts=1)
    from unittest import mock

    with mock.patch.dict("os.environ", {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}):
        found = measured(lost, "training", "x")
    assert [problem.why for problem in found.problems] == ["no network"]


def test_a_large_cluster_is_measured_by_hosts_spread_over_it_in_one_question(
    aws: StandIn, clients: Clients, start_training: Callable[..., str]
) -> None:
    aws.behave("wide", seconds=300)
    start_training("wide", resources={"InstanceCount": 120})
    aws.seed_job_metrics("wide", cpu=0.5)
    aws.forget_calls()
    found = measured(clients, "training", "wide")
    assert found.metrics is not None and found.metrics.cpu == pytest.approx(0.5, rel=0.05)
    assert found.metrics.source == "CloudWatch, 60 of 120 hosts"
    assert [call.operation for call in aws.calls_made()] == ["DescribeTrainingJob", "GetMetricData"]


@pytest.mark.parametrize(
    ("days_ago", "hours", "series", "period"),
    [(0, 1, 5, 60), (0, 24, 5, 60), (0, 48, 5, 120), (20, 1, 5, 300), (100, 1, 5, 3600), (0, 24, 500, 480)],
)
def test_samples_are_asked_for_as_cloudwatch_keeps_them_and_fit_one_answer(
    days_ago: float, hours: float, series: int, period: int
) -> None:
    now = 1_800_000_000.0
    start = now - days_ago * 86400 - hours * 3600
    assert seconds_per_sample(start, start + hours * 3600, now=now, series=series) == period
    assert hours * 3600 / period * series <= 100_800


def test_a_serverless_job_is_measured_by_tokens_and_time_and_never_by_energy(aws: StandIn, clients: Clients) -> None:
    aws.behave("tune", seconds=1200)
    request = training_request("tune-llama")
    del request["ResourceConfig"], request["AlgorithmSpecification"]
    model = "arn:aws:sagemaker:us-east-1:aws:hub-content/SageMakerPublicHub/Model/llama/1.0"
    customization = {"BaseModelArn": model, "JobType": "FineTuning", "CustomizationTechnique": "SFT"}
    boto3.client("sagemaker").create_training_job(**request, ServerlessJobConfig=customization)
    aws.forget_calls()
    found = measure_job(clients, Job(kind="training", name="tune-llama", region="us-east-1"), clock=time.time)
    assert len(aws.calls_made()) == 1  # no instance, so no metric of one is asked for
    assert found.record is not None and found.footprint is not None and found.problems == ()
    tokens = found.record.billable_tokens
    assert tokens is not None and found.record.billable_hours is None
    said = "\n".join(found.footprint.notes)
    assert f"billed by the token: {tokens:,} tokens" in said and "on hardware that is not disclosed" in said
    assert "no instance" in said and "no load was measured" not in said
    assert found.footprint.total is None and not found.footprint.rate.energy.is_known
    assert any(one.name == "billed tokens" for one in found.footprint.inputs)
