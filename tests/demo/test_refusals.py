"""The stand-in can be told to refuse, as AWS does without permission, in a hurry, or with an old token."""

from __future__ import annotations

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from jupyter_green.demo import standin

ONCE = Config(retries={"total_max_attempts": 1})


@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException", "ExpiredTokenException"])
def test_an_operation_can_be_refused_for_good(aws: standin.StandIn, code: str) -> None:
    aws.refuse("ListTrainingJobs", code)
    client = boto3.client("sagemaker", config=ONCE)
    for _ in range(2):
        with pytest.raises(ClientError, match=code):
            client.list_training_jobs()
    assert client.list_endpoints()["Endpoints"] == []


def test_an_operation_can_be_refused_a_few_times(aws: standin.StandIn) -> None:
    aws.refuse("GetMetricData", "ThrottlingException", times=1)
    client = boto3.client("cloudwatch", config=ONCE)
    question = {"StartTime": 0, "EndTime": 60, "MetricDataQueries": []}
    with pytest.raises(ClientError, match="Rate exceeded"):
        client.get_metric_data(**question)


def test_what_was_started_is_told_without_what_jobs_started(aws: standin.StandIn) -> None:
    aws.seed_jobs(1, kind="HyperParameterTuningJob")
    aws.seed_jobs(2, kind="ProcessingJob")
    kinds = [kind for kind, _ in aws.jobs_started()]
    assert sorted(kinds) == ["HyperParameterTuningJob", "ProcessingJob", "ProcessingJob"]
    assert len(aws.account().shelf("TrainingJob")) >= 8
