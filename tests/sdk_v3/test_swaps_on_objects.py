"""Swaps carried onto real objects of SDK 3 reach the request, can be undone, and leave nothing half done."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from jupyter_green.demo import standin
from jupyter_green.job import Job
from jupyter_green.practices.advice import Swap
from jupyter_green.swaps.objects import SwapRefused, apply_to_object
from jupyter_green.swaps.verify import verify_object

TRAINING = Job(
    kind="training", api="sdk_v3", instance_type="ml.m5.xlarge", instance_count=1, max_runtime=3600, hyperparameters={}
)
TUNING = TRAINING.with_changes(kind="tuning", strategy="Bayesian", early_stopping="Off", max_jobs=4)


@pytest.fixture
def tuner(trainer: Any) -> Any:
    from sagemaker.core.parameter import ContinuousParameter
    from sagemaker.train.tuner import HyperparameterTuner

    trainer.hyperparameters = {"epochs": 9}
    return HyperparameterTuner(
        trainer,
        "validation:auc",
        {"eta": ContinuousParameter(0.1, 0.5)},
        metric_definitions=[{"Name": "validation:auc", "Regex": "auc=(.*)"}],
        max_jobs=4,
        early_stopping_type="Auto",
    )


def trained(trainer: Any) -> dict[str, Any]:
    """Start the job and return what the account says of it."""
    trainer.train(wait=False)
    name = trainer._latest_training_job.training_job_name
    return boto3.client("sagemaker").describe_training_job(TrainingJobName=name)


def test_spot_on_a_trainer_is_in_the_request_with_a_waiting_time_and_a_checkpoint(trainer: Any) -> None:
    swap = Swap({"spot": True, "checkpoint": f"s3://{standin.BUCKET}/checkpoints"})
    applied = apply_to_object(trainer, swap, TRAINING)
    assert all(verdict.ok for verdict in verify_object(applied))
    told = trained(trainer)
    assert told["EnableManagedSpotTraining"] is True
    assert told["StoppingCondition"] == {"MaxRuntimeInSeconds": 3600, "MaxWaitTimeInSeconds": 7200}
    assert told["CheckpointConfig"]["S3Uri"] == f"s3://{standin.BUCKET}/checkpoints"


def test_the_time_limit_stays_said_where_a_stopping_condition_did_not_say_it(trainer: Any) -> None:
    from sagemaker.core.training.configs import StoppingCondition

    trainer.stopping_condition = StoppingCondition(max_pending_time_in_seconds=7200)
    applied = apply_to_object(trainer, Swap({"spot": True}), TRAINING.with_changes(max_runtime=None))
    assert trainer.stopping_condition.max_runtime_in_seconds == 3600
    applied.undo()
    assert type(trainer.stopping_condition.max_runtime_in_seconds).__name__ == "Unassigned"


def test_undo_puts_nested_objects_back_as_they_were(trainer: Any) -> None:
    before, given = trainer.model_dump(), set(trainer.compute.model_fields_set)
    compute = trainer.compute
    trainer.compute.keep_alive_period_in_seconds = 600
    job = TRAINING.with_changes(keep_alive=600)
    applied = apply_to_object(trainer, Swap({"spot": True, "checkpoint": "s3://b/c", "max_runtime": 60}), job)
    assert trainer.compute.keep_alive_period_in_seconds is None
    applied.undo()
    assert trainer.compute is compute
    assert trainer.compute.keep_alive_period_in_seconds == 600
    trainer.compute.keep_alive_period_in_seconds = None
    assert trainer.model_dump() == before
    assert trainer.compute.model_fields_set == given | {"keep_alive_period_in_seconds"}


def test_a_list_of_types_and_a_single_type_replace_each_other_whatever_the_validator_says(trainer: Any) -> None:
    wanted = ("ml.g5.xlarge", "ml.g6.xlarge")
    first = apply_to_object(trainer, Swap({"instance_preferences": wanted}), TRAINING)
    assert [item.instance_type for item in trainer.compute.instance_preferences] == list(wanted)
    assert trainer.compute.instance_type is None
    listed = TRAINING.with_changes(instance_type=None, instance_preferences=wanted)
    second = apply_to_object(trainer, Swap({"instance_type": "ml.g5.xlarge", "spot": True}), listed)
    assert trainer.compute.instance_preferences is None
    assert trainer.compute.enable_managed_spot_training is True
    second.undo()
    first.undo()
    assert (trainer.compute.instance_type, trainer.compute.instance_preferences) == ("ml.m5.xlarge", None)


def test_what_the_sdk_refuses_is_taken_back_whole(trainer: Any) -> None:
    before = trainer.model_dump()
    with pytest.raises(SwapRefused, match="nothing was changed"):
        apply_to_object(trainer, Swap({"spot": True, "volume_gb": "huge"}), TRAINING)
    assert trainer.model_dump() == before


def test_the_training_compiler_has_no_words_in_sdk_3(trainer: Any) -> None:
    with pytest.raises(SwapRefused, match="only SDK 2"):
        apply_to_object(trainer, Swap({"compiler": True}), TRAINING)


def test_spot_and_hyperband_on_a_tuner_really_reach_the_request(tuner: Any) -> None:
    job = TUNING.with_changes(early_stopping="Auto", hyperparameters={"epochs": 9})
    criteria = {"max_number_of_training_jobs_not_improving": 5}
    applied = apply_to_object(
        tuner, Swap({"spot": True, "strategy": "Hyperband", "completion_criteria": criteria}), job
    )
    assert all(verdict.ok for verdict in verify_object(applied))
    tuner.tune(wait=False)
    name = tuner.latest_tuning_job.hyper_parameter_tuning_job_name
    told = boto3.client("sagemaker").describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
    trial, config = told["TrainingJobDefinition"], told["HyperParameterTuningJobConfig"]
    assert trial["EnableManagedSpotTraining"] is True
    assert trial["StoppingCondition"]["MaxWaitTimeInSeconds"] == 7200
    assert config["StrategyConfig"]["HyperbandStrategyConfig"] == {"MinResource": 1, "MaxResource": 9}
    assert config["TrainingJobEarlyStoppingType"] == "Off"
    assert config["TuningJobCompletionCriteria"]["BestObjectiveNotImproving"] == {
        "MaxNumberOfTrainingJobsNotImproving": 5
    }
    applied.undo()
    assert tuner.model_trainer.compute.enable_managed_spot_training is None
    assert (tuner.strategy, tuner.early_stopping_type, tuner.strategy_config) == ("Bayesian", "Auto", None)


def test_processors_take_swaps_too(session: Any, role: str) -> None:
    from sagemaker.core.processing import ScriptProcessor

    processor = ScriptProcessor(role, "image", ["python3"], 1, "ml.m5.4xlarge", sagemaker_session=session)
    job = Job(kind="processing", api="sdk_v3", instance_type="ml.m5.4xlarge", instance_count=1)
    apply_to_object(processor, Swap({"instance_type": "ml.m5.xlarge", "volume_gb": 20}), job)
    assert (processor.instance_type, processor.volume_size_in_gb) == ("ml.m5.xlarge", 20)
