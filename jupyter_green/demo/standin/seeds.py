"""Filling the stand-in with history: thousands of finished jobs at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from jupyter_green.demo.standin.kinds import KINDS, make
from jupyter_green.demo.standin.world import Account, Record, Request

_ROLE = "arn:aws:iam::123456789012:role/service-role/DemoSageMakerRole"
_IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
_TEAMS = ("ranking", "churn", "vision", "forecast")
_SIZES = (
    "ml.m5.xlarge",
    "ml.m5.4xlarge",
    "ml.c5.9xlarge",
    "ml.g4dn.xlarge",
    "ml.g5.2xlarge",
    "ml.p3.2xlarge",
    "ml.p3.16xlarge",
)


def seed_jobs(
    account: Account,
    count: int,
    *,
    kind: str = "TrainingJob",
    days: float = 30.0,
    seed: int = 1,
    change: Callable[[int, Request], Request] | None = None,
) -> list[str]:
    """Add finished jobs spread over the last ``days``; ``change(number, request)`` may alter each request.

    ``kind`` is TrainingJob, ProcessingJob, TransformJob or HyperParameterTuningJob. The same seed gives the same jobs.
    """
    luck, names = random.Random(seed), []
    for number in range(count):
        request = _REQUESTS[kind](luck, f"{luck.choice(_TEAMS)}-{kind[:5].lower()}-{seed}-{number:05d}")
        request["Tags"] = [{"Key": "team", "Value": luck.choice(_TEAMS)}]
        if change:
            request = change(number, request)
        record = make(account, KINDS[kind], request)
        _age(account, record, luck.uniform(0, days) * 86400)
        names.append(record.name)
    return names


def _age(account: Account, record: Record, seconds: float) -> None:
    """Move a job, and the trials of a tuning job, into the past and finish it."""
    family = [record, *(account.shelf("TrainingJob")[name] for name in record.facts.get("_children", ()))]
    for one in family:
        end = account.now - seconds
        one.timeline = replace(one.timeline, real_seconds=0.0, began=end, created=end - one.timeline.total)


def _training(luck: random.Random, name: str) -> Request:
    spot, hours = luck.random() < 0.3, luck.choice((1, 4, 24))
    stopping = {"MaxRuntimeInSeconds": hours * 3600} | ({"MaxWaitTimeInSeconds": hours * 7200} if spot else {})
    return {
        "TrainingJobName": name,
        "RoleArn": _ROLE,
        "AlgorithmSpecification": {"TrainingImage": _IMAGE, "TrainingInputMode": "File"},
        "OutputDataConfig": {"S3OutputPath": "s3://history/output"},
        "ResourceConfig": {
            "InstanceType": luck.choice(_SIZES),
            "InstanceCount": luck.choice((1, 1, 1, 2)),
            "VolumeSizeInGB": 30,
        },
        "StoppingCondition": stopping,
        "EnableManagedSpotTraining": spot,
    }


def _processing(luck: random.Random, name: str) -> Request:
    cluster = {"InstanceType": luck.choice(_SIZES[:3]), "InstanceCount": luck.choice((1, 2, 4)), "VolumeSizeInGB": 50}
    return {
        "ProcessingJobName": name,
        "RoleArn": _ROLE,
        "AppSpecification": {"ImageUri": _IMAGE},
        "ProcessingResources": {"ClusterConfig": cluster},
        "StoppingCondition": {"MaxRuntimeInSeconds": 7200},
    }


def _transform(luck: random.Random, name: str) -> Request:
    return {
        "TransformJobName": name,
        "ModelName": "history-model",
        "TransformInput": {"DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://history/in"}}},
        "TransformOutput": {"S3OutputPath": "s3://history/out"},
        "TransformResources": {"InstanceType": luck.choice(_SIZES[:3]), "InstanceCount": luck.choice((1, 2))},
    }


def _tuning(luck: random.Random, name: str) -> Request:
    definition = _training(luck, name)
    del definition["TrainingJobName"]
    ranges = {"ContinuousParameterRanges": [{"Name": "eta", "MinValue": "0.01", "MaxValue": "0.3"}]}
    return {
        "HyperParameterTuningJobName": name[:32],
        "HyperParameterTuningJobConfig": {
            "Strategy": "Bayesian",
            "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "validation:auc"},
            "ResourceLimits": {"MaxNumberOfTrainingJobs": luck.choice((8, 12)), "MaxParallelTrainingJobs": 4},
            "ParameterRanges": ranges,
            "TrainingJobEarlyStoppingType": luck.choice(("Off", "Auto")),
        },
        "TrainingJobDefinition": definition,
    }


_REQUESTS: dict[str, Callable[[random.Random, str], Request]] = {
    "TrainingJob": _training,
    "ProcessingJob": _processing,
    "TransformJob": _transform,
    "HyperParameterTuningJob": _tuning,
}
