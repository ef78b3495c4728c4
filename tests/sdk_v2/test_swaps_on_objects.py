"""Swaps carried onto real objects of SDK 2 reach the request, can be undone, and leave nothing half done."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from jupyter_green.demo import standin
from jupyter_green.job import InstanceGroup, Job
from jupyter_green.practices.advice import Swap
from jupyter_green.swaps.objects import SwapRefused, apply_to_object
from jupyter_green.swaps.verify import verify_object

DATA = f"s3://{standin.BUCKET}/data/train.csv"
TRAINING = Job(
    kind="training", api="sdk_v2", instance_type="ml.m5.xlarge", instance_count=1, max_runtime=86400, hyperparameters={}
)
TUNING = TRAINING.with_changes(kind="tuning", strategy="Bayesian", early_stopping="Off", max_jobs=4)


@pytest.fixture
def tuner(estimator: Any) -> Any:
    from sagemaker.tuner import ContinuousParameter, HyperparameterTuner

    estimator.set_hyperparameters(objective="binary:logistic", epochs=9)
    return HyperparameterTuner(
        estimator, "validation:auc", {"eta": ContinuousParameter(0.1, 0.5)}, max_jobs=4, max_parallel_jobs=2
    )


@pytest.fixture
def pytorch(session: Any, role: str) -> Any:
    from sagemaker.pytorch import PyTorch

    return PyTorch(
        entry_point="train.py",
        role=role,
        framework_version="1.13.1",
        py_version="py39",
        instance_count=1,
        instance_type="ml.p3.2xlarge",
        hyperparameters={"epochs": 10, "lr": 0.1},
        keep_alive_period_in_seconds=600,
        sagemaker_session=session,
    )


def kept(obj: Any) -> dict[str, int]:
    """Return which object stands behind every attribute."""
    return {name: id(value) for name, value in vars(obj).items()}


def test_spot_on_an_estimator_is_in_the_request_with_a_waiting_time_and_a_checkpoint(estimator: Any) -> None:
    swap = Swap({"spot": True, "checkpoint": f"s3://{standin.BUCKET}/checkpoints"})
    applied = apply_to_object(estimator, swap, TRAINING)
    assert all(verdict.ok for verdict in verify_object(applied))
    estimator.fit({"train": DATA}, wait=False)
    told = estimator.latest_training_job.describe()
    assert told["EnableManagedSpotTraining"] is True
    assert told["StoppingCondition"]["MaxWaitTimeInSeconds"] >= told["StoppingCondition"]["MaxRuntimeInSeconds"]
    assert told["CheckpointConfig"]["S3Uri"] == f"s3://{standin.BUCKET}/checkpoints"


def test_spot_takes_the_warm_pool_away_and_undo_brings_it_back(pytorch: Any) -> None:
    before = kept(pytorch)
    job = TRAINING.with_changes(keep_alive=600, instance_type="ml.p3.2xlarge")
    applied = apply_to_object(pytorch, Swap({"spot": True}), job)
    assert pytorch.keep_alive_period_in_seconds is None
    assert (pytorch.use_spot_instances, pytorch.max_wait) == (True, 172800)
    applied.undo()
    applied.undo()
    assert kept(pytorch) == before


def test_spot_on_a_tuner_really_reaches_the_trials(tuner: Any) -> None:
    applied = apply_to_object(tuner, Swap({"spot": True}), TUNING)
    assert all(verdict.ok for verdict in verify_object(applied))
    tuner.fit({"train": DATA}, wait=False)
    name = tuner.latest_tuning_job.name
    told = boto3.client("sagemaker").describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    assert told["TrainingJobDefinition"]["EnableManagedSpotTraining"] is True
    assert told["TrainingJobDefinition"]["StoppingCondition"]["MaxWaitTimeInSeconds"] == 172800


def test_spot_on_a_tuner_of_several_estimators_reaches_each(estimator: Any, pytorch: Any) -> None:
    from sagemaker.tuner import ContinuousParameter, HyperparameterTuner

    tuner = HyperparameterTuner.create(
        {"one": estimator, "two": pytorch},
        {"one": "validation:auc", "two": "acc"},
        {"one": {"eta": ContinuousParameter(0.1, 0.5)}, "two": {"lr": ContinuousParameter(0.1, 0.5)}},
        metric_definitions_dict={"two": [{"Name": "acc", "Regex": "acc=(.*)"}]},
    )
    applied = apply_to_object(tuner, Swap({"spot": True}), TUNING)
    assert estimator.use_spot_instances is pytorch.use_spot_instances is True
    applied.undo()
    assert estimator.use_spot_instances is pytorch.use_spot_instances is False
    assert pytorch.max_wait is None


def test_hyperband_takes_early_stopping_off_and_reads_the_epochs(tuner: Any) -> None:
    tuner.early_stopping_type = "Auto"
    job = TUNING.with_changes(early_stopping="Auto", hyperparameters={"epochs": 9})
    applied = apply_to_object(tuner, Swap({"strategy": "Hyperband"}), job)
    assert all(verdict.ok for verdict in verify_object(applied))
    tuner.fit({"train": DATA}, wait=False)
    name = tuner.latest_tuning_job.name
    told = boto3.client("sagemaker").describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    config = told["HyperParameterTuningJobConfig"]
    assert (config["Strategy"], config["TrainingJobEarlyStoppingType"]) == ("Hyperband", "Off")
    assert config["StrategyConfig"]["HyperbandStrategyConfig"] == {"MinResource": 1, "MaxResource": 9}


def test_completion_criteria_reach_the_request(tuner: Any) -> None:
    criteria = {"max_number_of_training_jobs_not_improving": 5, "complete_on_convergence": True}
    apply_to_object(tuner, Swap({"completion_criteria": criteria}), TUNING)
    tuner.fit({"train": DATA}, wait=False)
    name = tuner.latest_tuning_job.name
    told = boto3.client("sagemaker").describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    assert told["HyperParameterTuningJobConfig"]["TuningJobCompletionCriteria"] == {
        "BestObjectiveNotImproving": {"MaxNumberOfTrainingJobsNotImproving": 5},
        "ConvergenceDetected": {"CompleteOnConvergence": "Enabled"},
    }


def test_the_compiler_is_the_frameworks_own_class(pytorch: Any) -> None:
    from sagemaker.pytorch import TrainingCompilerConfig

    job = TRAINING.with_changes(framework="pytorch", framework_version="1.13.1", instance_type="ml.p3.2xlarge")
    applied = apply_to_object(pytorch, Swap({"compiler": True}), job)
    assert type(pytorch.compiler_config) is TrainingCompilerConfig
    assert all(verdict.ok for verdict in verify_object(applied))


def test_single_hyperparameters_change_and_the_others_stay(pytorch: Any) -> None:
    job = TRAINING.with_changes(hyperparameters={"epochs": 10, "lr": 0.1}, instance_type="ml.p3.2xlarge")
    applied = apply_to_object(pytorch, Swap({"hyperparameters": {"epochs": 5, "lr": 0.1, "fp16": True}}), job)
    assert pytorch._hyperparameters == {"epochs": 5, "lr": 0.1, "fp16": True}
    applied.undo()
    assert pytorch._hyperparameters == {"epochs": 10, "lr": 0.1}


def test_instance_groups_are_objects_of_the_sdk(pytorch: Any) -> None:
    from sagemaker.instance_group import InstanceGroup as Group

    groups = (InstanceGroup("ml.g5.xlarge", 1, "gpu"), InstanceGroup("ml.c5.xlarge", 2, "cpu"))
    job = TRAINING.with_changes(instance_type="ml.p3.2xlarge")
    apply_to_object(pytorch, Swap({"instance_groups": groups}), job)
    assert [type(group) for group in pytorch.instance_groups] == [Group, Group]
    assert (pytorch.instance_type, pytorch.instance_count) == (None, None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"mode": "serverless", "spot": True}, "argument of the call"),
        ({"region": "eu-north-1", "spot": True}, "session"),
        ({"compiler": True}, "does not run on ml.m5.xlarge"),
        ({"instance_preferences": ("ml.m5.xlarge", "ml.m6i.xlarge")}, "keeps no instance preferences"),
        ({"instance_type": "ml.c7g.xlarge"}, "Graviton"),
        ({"spot": True, "keep_alive": 60}, "warm pool"),
        ({"metric_definitions": ("loss",), "spot": True}, "for you to write"),
        ({}, "not a setting"),
    ],
)
def test_a_refused_swap_changes_nothing_and_says_why(estimator: Any, changes: dict[str, Any], words: str) -> None:
    before = kept(estimator)
    with pytest.raises(SwapRefused, match=words):
        apply_to_object(estimator, Swap(changes), TRAINING)
    assert kept(estimator) == before


def test_processors_and_transformers_take_swaps_too(session: Any, role: str) -> None:
    from sagemaker.processing import ScriptProcessor
    from sagemaker.transformer import Transformer

    processor = ScriptProcessor(role, "image", ["python3"], 1, "ml.m5.4xlarge", sagemaker_session=session)
    job = Job(kind="processing", api="sdk_v2", instance_type="ml.m5.4xlarge", instance_count=1)
    apply_to_object(processor, Swap({"instance_type": "ml.m5.xlarge", "max_runtime": 3600}), job)
    assert (processor.instance_type, processor.max_runtime_in_seconds) == ("ml.m5.xlarge", 3600)
    transformer = Transformer("model", 2, "ml.m5.4xlarge", sagemaker_session=session)
    apply_to_object(transformer, Swap({"instance_count": 1}), job.with_changes(kind="transform"))
    assert transformer.instance_count == 1
