"""The stand-in tells of jobs what AWS would tell."""

from __future__ import annotations

import time
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from jupyter_green.demo import standin


def training_request(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "TrainingJobName": name,
        "RoleArn": standin.ROLE,
        "AlgorithmSpecification": {"TrainingImage": "registry/image:1", "TrainingInputMode": "File"},
        "OutputDataConfig": {"S3OutputPath": f"s3://{standin.BUCKET}/output"},
        "ResourceConfig": {"InstanceType": "ml.g5.xlarge", "InstanceCount": 2, "VolumeSizeInGB": 30},
        "StoppingCondition": {"MaxRuntimeInSeconds": 7200},
        **changes,
    }


def tuning_request(name: str, **config: Any) -> dict[str, Any]:
    definition = training_request("unused")
    del definition["TrainingJobName"]
    return {
        "HyperParameterTuningJobName": name,
        "HyperParameterTuningJobConfig": {
            "Strategy": "Bayesian",
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 6, "MaxParallelTrainingJobs": 2},
            "ParameterRanges": {
                "ContinuousParameterRanges": [{"Name": "lr", "MinValue": "0.001", "MaxValue": "0.1"}],
            },
            **config,
        },
        "TrainingJobDefinition": definition,
    }


@pytest.fixture
def sagemaker(aws: standin.StandIn) -> Any:
    return boto3.client("sagemaker")


def test_a_finished_job_has_times_that_agree(aws: standin.StandIn, sagemaker: Any) -> None:
    aws.behave("churn", seconds=900)
    sagemaker.create_training_job(**training_request("churn-1"))
    told = sagemaker.describe_training_job(TrainingJobName="churn-1")

    lasted = (told["TrainingEndTime"] - told["TrainingStartTime"]).total_seconds()
    running = [
        one for one in told["SecondaryStatusTransitions"] if one["Status"] in ("Downloading", "Training", "Uploading")
    ]
    assert told["TrainingJobStatus"] == "Completed"
    assert told["TrainingTimeInSeconds"] == lasted == 900 + 60 + 30
    assert sum((one["EndTime"] - one["StartTime"]).total_seconds() for one in running) == lasted
    assert told["BillableTimeInSeconds"] == told["TrainingTimeInSeconds"]
    assert told["TrainingEndTime"].timestamp() <= time.time()
    assert told["ResourceConfig"]["InstanceType"] == "ml.g5.xlarge"


def test_a_job_moves_through_its_phases_by_the_clock() -> None:
    now = [1_800_000_000.0]
    with standin.in_process(real_seconds=10, clock=lambda: now[0]) as aws:
        aws.behave("churn", seconds=835)  # with start, download and upload: 1000 told seconds, 100 a real second
        sagemaker = boto3.client("sagemaker")
        sagemaker.create_training_job(**training_request("churn-1"))
        seen = []
        for _ in range(6):
            told = sagemaker.describe_training_job(TrainingJobName="churn-1")
            seen.append((told["TrainingJobStatus"], told["SecondaryStatus"], "TrainingEndTime" in told))
            now[0] += 2
    assert seen[0] == ("InProgress", "Starting", False)
    assert seen[1:5] == [("InProgress", "Training", False)] * 4
    assert seen[5] == ("Completed", "Completed", True)


def test_a_stopped_job_ends_when_it_was_stopped() -> None:
    now = [1_800_000_000.0]
    with standin.in_process(real_seconds=10, clock=lambda: now[0]) as aws:
        aws.behave("churn", seconds=835)
        sagemaker = boto3.client("sagemaker")
        sagemaker.create_training_job(**training_request("churn-1"))
        now[0] += 5
        sagemaker.stop_training_job(TrainingJobName="churn-1")
        told = sagemaker.describe_training_job(TrainingJobName="churn-1")
    assert (told["TrainingJobStatus"], told["SecondaryStatus"]) == ("Stopped", "Stopped")
    assert told["TrainingTimeInSeconds"] == 500 - 75


def test_spot_is_billed_less_than_it_ran_and_shows_its_interruptions(aws: standin.StandIn, sagemaker: Any) -> None:
    aws.behave("spot", seconds=1200, interruptions=1)
    stopping = {"MaxRuntimeInSeconds": 7200, "MaxWaitTimeInSeconds": 9000}
    sagemaker.create_training_job(
        **training_request("spot-1", EnableManagedSpotTraining=True, StoppingCondition=stopping)
    )
    told = sagemaker.describe_training_job(TrainingJobName="spot-1")
    assert told["BillableTimeInSeconds"] < told["TrainingTimeInSeconds"]
    assert [one["Status"] for one in told["SecondaryStatusTransitions"]].count("Interrupted") == 1


def test_a_job_longer_than_its_limit_is_stopped_there(aws: standin.StandIn, sagemaker: Any) -> None:
    aws.behave("slow", seconds=9000)
    sagemaker.create_training_job(**training_request("slow-1", StoppingCondition={"MaxRuntimeInSeconds": 600}))
    told = sagemaker.describe_training_job(TrainingJobName="slow-1")
    assert (told["TrainingJobStatus"], told["SecondaryStatus"]) == ("Stopped", "MaxRuntimeExceeded")
    assert told["TrainingTimeInSeconds"] == 600


def test_a_warm_pool_idles_after_its_job(sagemaker: Any) -> None:
    resources = {
        "InstanceType": "ml.m5.xlarge",
        "InstanceCount": 1,
        "VolumeSizeInGB": 30,
        "KeepAlivePeriodInSeconds": 600,
    }
    sagemaker.create_training_job(**training_request("warm-1", ResourceConfig=resources))
    assert sagemaker.describe_training_job(TrainingJobName="warm-1")["WarmPoolStatus"]["Status"] == "Available"
    sagemaker.update_training_job(TrainingJobName="warm-1", ResourceConfig={"KeepAlivePeriodInSeconds": 0})
    assert "WarmPoolStatus" not in sagemaker.describe_training_job(TrainingJobName="warm-1")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"ResourceConfig": {"InstanceType": "ml.g5.huge", "InstanceCount": 1, "VolumeSizeInGB": 1}}, "ml.g5.huge"),
        ({"EnableManagedSpotTraining": True}, "MaxWaitTimeInSeconds"),
        ({"StoppingCondition": {"MaxRuntimeInSeconds": 60, "MaxWaitTimeInSeconds": 90}}, "EnableManagedSpotTraining"),
    ],
)
def test_what_aws_refuses_is_refused(sagemaker: Any, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ClientError, match=reason):
        sagemaker.create_training_job(**training_request("refused", **changes))
    assert sagemaker.list_training_jobs()["TrainingJobSummaries"] == []


def test_the_same_name_twice_is_refused(sagemaker: Any) -> None:
    sagemaker.create_training_job(**training_request("once"))
    with pytest.raises(ClientError, match="ResourceInUse"):
        sagemaker.create_training_job(**training_request("once"))


def test_a_tuning_job_has_real_children(sagemaker: Any) -> None:
    sagemaker.create_hyper_parameter_tuning_job(**tuning_request("tune", TrainingJobEarlyStoppingType="Auto"))
    pages = sagemaker.get_paginator("list_training_jobs_for_hyper_parameter_tuning_job").paginate(
        HyperParameterTuningJobName="tune", PaginationConfig={"PageSize": 4}
    )
    children = [child for page in pages for child in page["TrainingJobSummaries"]]
    whole = sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName="tune")
    one = sagemaker.describe_training_job(TrainingJobName=children[0]["TrainingJobName"])

    assert len({child["TrainingJobName"] for child in children}) == 6
    assert whole["TrainingJobStatusCounters"]["Completed"] == 4
    assert whole["TrainingJobStatusCounters"]["Stopped"] == 2
    assert 0.001 <= float(children[0]["TunedHyperParameters"]["lr"]) <= 0.1
    assert one["TuningJobArn"] == whole["HyperParameterTuningJobArn"]
    assert one["TrainingTimeInSeconds"] > 0


def test_early_stopping_with_hyperband_is_refused(sagemaker: Any) -> None:
    with pytest.raises(ClientError, match="Hyperband"):
        sagemaker.create_hyper_parameter_tuning_job(
            **tuning_request("band", Strategy="Hyperband", TrainingJobEarlyStoppingType="Auto")
        )


def test_processing_and_transform_jobs_tell_size_and_time(sagemaker: Any) -> None:
    cluster = {"InstanceType": "ml.m5.4xlarge", "InstanceCount": 2, "VolumeSizeInGB": 50}
    sagemaker.create_processing_job(
        ProcessingJobName="prepare",
        ProcessingResources={"ClusterConfig": cluster},
        AppSpecification={"ImageUri": "registry/image:1"},
        RoleArn=standin.ROLE,
    )
    sagemaker.create_transform_job(
        TransformJobName="score",
        ModelName="churn",
        TransformInput={"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://data/in"}}},
        TransformOutput={"S3OutputPath": "s3://data/out"},
        TransformResources={"InstanceType": "ml.m5.xlarge", "InstanceCount": 1},
    )
    prepared = sagemaker.describe_processing_job(ProcessingJobName="prepare")
    scored = sagemaker.describe_transform_job(TransformJobName="score")
    assert prepared["ProcessingResources"]["ClusterConfig"] == cluster
    assert prepared["ProcessingEndTime"] > prepared["ProcessingStartTime"]
    assert scored["TransformEndTime"] > scored["TransformStartTime"]
