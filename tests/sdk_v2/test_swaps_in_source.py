"""Cells rewritten by a swap run, and the objects of SDK 2 that they make hold what was promised."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from jupyter_green.demo import standin
from jupyter_green.practices.advice import Swap
from jupyter_green.readers.cells import SourceCell
from jupyter_green.readers.source import read_cells
from jupyter_green.swaps.edits import apply_edits
from jupyter_green.swaps.found import rewrite_found

ESTIMATOR = """
from sagemaker.pytorch import PyTorch

est = PyTorch(
    "train.py", '1.13.1', 'py39', None, {"epochs": 10},
    role=role, instance_count=1,  # one
    instance_type='ml.p3.2xlarge', sagemaker_session=session,
)
"""
FIT = "est.fit(wait=False)"
TUNER = """
from sagemaker.tuner import ContinuousParameter, HyperparameterTuner

tuner = HyperparameterTuner(est, 'acc', {'lr': ContinuousParameter(0.1, 0.5)},
                            metric_definitions=[{'Name': 'acc', 'Regex': 'acc=(.*)'}],
                            early_stopping_type='Auto', max_jobs=20)
"""
MODEL = """
from sagemaker.model import Model

model = Model(image_uri="image", model_data="s3://bucket/model.tar.gz", role=role, sagemaker_session=session)
model.deploy(1, 'ml.m5.xlarge', endpoint_name='churn', wait=False)
"""


def swapped(cells: list[str], changes: dict[str, Any], kind: str) -> list[str]:
    """Return the cells after the swap on the job of this kind."""
    source = [SourceCell(number, text) for number, text in enumerate(cells)]
    found = next(found for found in read_cells(source).jobs if found.kind == kind)
    made = rewrite_found(source, found, Swap(changes))
    assert not made.refused, made.refused
    return apply_edits(cells, made.edits)


def run(cells: list[str], session: Any, role: str) -> dict[str, Any]:
    """Run the cells and return their names."""
    names: dict[str, Any] = {"session": session, "role": role}
    for text in cells:
        exec(text, names)
    return names


def test_spot_is_on_the_estimator_that_the_cell_makes(session: Any, role: str) -> None:
    cells = swapped([ESTIMATOR, FIT], {"spot": True, "checkpoint": "s3://bucket/c", "max_runtime": 3600}, "training")
    est = run(cells[:1], session, role)["est"]
    assert (est.use_spot_instances, est.max_run, est.max_wait) == (True, 3600, 7200)
    assert est.checkpoint_s3_uri == "s3://bucket/c"


def test_the_compiler_is_imported_and_made(session: Any, role: str) -> None:
    from sagemaker.pytorch import TrainingCompilerConfig

    cells = swapped([ESTIMATOR, FIT], {"compiler": True, "hyperparameters": {"epochs": 3}}, "training")
    est = run(cells[:1], session, role)["est"]
    assert type(est.compiler_config) is TrainingCompilerConfig
    assert est.hyperparameters()["epochs"] == "3"


def test_hyperband_and_spot_are_on_the_tuner_and_its_estimator(session: Any, role: str) -> None:
    changes = {"strategy": "Hyperband", "spot": True, "completion_criteria": True}
    cells = swapped([ESTIMATOR, TUNER, "tuner.fit(wait=False)"], changes, "tuning")
    tuner = run(cells[:2], session, role)["tuner"]
    band = tuner.strategy_config.hyperband_strategy_config
    assert (tuner.strategy, tuner.early_stopping_type) == ("Hyperband", "Off")
    assert (band.min_resource, band.max_resource) == (1, 10)
    assert tuner.completion_criteria_config.complete_on_convergence is True
    assert tuner.estimator.use_spot_instances is True


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"mode": "serverless", "serverless_memory_mb": 4096}, {"MemorySizeInMB": 4096, "MaxConcurrency": 5}),
        ({"mode": "serverless"}, {"MemorySizeInMB": 2048, "MaxConcurrency": 5}),
    ],
)
def test_a_deploy_turned_serverless_asks_for_no_instances(
    session: Any, role: str, changes: dict[str, Any], expected: dict[str, int]
) -> None:
    run(swapped([MODEL], changes, "endpoint"), session, role)
    config = boto3.client("sagemaker").describe_endpoint_config(EndpointConfigName="churn")
    (variant,) = config["ProductionVariants"]
    assert variant["ServerlessConfig"] == expected
    assert "InstanceType" not in variant


def test_a_deploy_turned_asynchronous_keeps_its_instances(session: Any, role: str, aws: standin.StandIn) -> None:
    run(swapped([MODEL], {"mode": "async"}, "endpoint"), session, role)
    config = boto3.client("sagemaker").describe_endpoint_config(EndpointConfigName="churn")
    assert config["AsyncInferenceConfig"]["OutputConfig"]["S3OutputPath"].startswith("s3://")
    assert config["ProductionVariants"][0]["InstanceType"] == "ml.m5.xlarge"


def test_a_request_of_boto3_is_accepted_after_the_swap(aws: standin.StandIn, role: str) -> None:
    cell = f"""
import boto3
sm = boto3.client('sagemaker')
request = {{
    'TrainingJobName': 'churn-request',
    'RoleArn': {role!r},
    'AlgorithmSpecification': {{'TrainingImage': 'image', 'TrainingInputMode': 'File'}},
    'OutputDataConfig': {{'S3OutputPath': 's3://{standin.BUCKET}/output'}},
    'ResourceConfig': {{'InstanceType': 'ml.m5.xlarge', 'InstanceCount': 1, 'VolumeSizeInGB': 30}},
}}
request['StoppingCondition'] = dict(MaxRuntimeInSeconds=3600)
sm.create_training_job(**request)
"""
    exec(swapped([cell], {"spot": True, "checkpoint": "s3://bucket/c"}, "training")[0], {})
    told = boto3.client("sagemaker").describe_training_job(TrainingJobName="churn-request")
    assert told["EnableManagedSpotTraining"] is True
    assert told["StoppingCondition"] == {"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 7200}
    assert told["CheckpointConfig"]["S3Uri"] == "s3://bucket/c"
