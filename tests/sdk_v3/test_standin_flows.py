"""Version 3 of the SDK runs its usual flows against the stand-in, from training to a serverless endpoint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyter_green.demo import standin

IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
DATA = f"s3://{standin.BUCKET}/data/train.csv"


def inputs() -> list[Any]:
    from sagemaker.core.training.configs import InputData

    return [InputData(channel_name="train", data_source=DATA)]


def test_a_trainer_trains_and_is_described(trainer: Any, aws: standin.StandIn) -> None:
    from sagemaker.core.resources import TrainingJob

    trainer.train(input_data_config=inputs(), wait=True, logs=False)
    (name,) = aws.account().shelf("TrainingJob")
    told = TrainingJob.get(training_job_name=name)
    assert told.training_job_status == "Completed"
    assert told.training_time_in_seconds > 0


def test_spot_and_preferred_instances_are_accepted(session: Any, role: str, aws: standin.StandIn) -> None:
    from sagemaker.core.training.configs import CheckpointConfig, Compute, OutputDataConfig, StoppingCondition
    from sagemaker.train.model_trainer import ModelTrainer

    trainer = ModelTrainer(
        training_image=IMAGE,
        role=role,
        sagemaker_session=session,
        compute=Compute(instance_type="ml.g5.xlarge", instance_count=1, enable_managed_spot_training=True),
        stopping_condition=StoppingCondition(max_runtime_in_seconds=3600, max_wait_time_in_seconds=7200),
        checkpoint_config=CheckpointConfig(s3_uri="s3://b/c"),
        output_data_config=OutputDataConfig(s3_output_path=f"s3://{standin.BUCKET}/output"),
    )
    trainer.train(input_data_config=inputs(), wait=False)
    (record,) = aws.account().shelf("TrainingJob").values()
    assert record.request["EnableManagedSpotTraining"] is True


def test_a_tuner_runs_its_trials(trainer: Any, aws: standin.StandIn) -> None:
    from sagemaker.core.parameter import ContinuousParameter
    from sagemaker.train.tuner import HyperparameterTuner

    tuner = HyperparameterTuner(
        model_trainer=trainer,
        objective_metric_name="validation:auc",
        hyperparameter_ranges={"eta": ContinuousParameter(0.01, 0.3)},
        metric_definitions=[{"Name": "validation:auc", "Regex": "auc=(.*)"}],
        max_jobs=4,
        max_parallel_jobs=2,
    )
    tuner.tune(inputs=inputs(), job_name="tune-churn", wait=False)
    children = boto_client().list_training_jobs_for_hyper_parameter_tuning_job(HyperParameterTuningJobName="tune-churn")
    assert len(children["TrainingJobSummaries"]) == 4


def boto_client() -> Any:
    import boto3

    return boto3.client("sagemaker")


@pytest.fixture
def new_builder(session: Any, role: str) -> Callable[[], Any]:
    """Makes a fresh builder: one that has deployed remembers how and cannot be used for another endpoint."""
    from sagemaker.serve.model_builder import ModelBuilder

    return lambda: ModelBuilder(
        image_uri=IMAGE,
        s3_model_data_url=f"s3://{standin.BUCKET}/model.tar.gz",
        role_arn=role,
        sagemaker_session=session,
        instance_type="ml.g5.xlarge",
    )


@pytest.fixture
def builder(new_builder: Callable[[], Any]) -> Any:
    return new_builder()


def test_a_model_is_built_and_deployed_in_real_time(builder: Any) -> None:
    builder.build(model_name="churn")
    endpoint = builder.deploy(endpoint_name="churn", initial_instance_count=1, instance_type="ml.g5.xlarge", wait=False)
    assert endpoint.endpoint_name == "churn"
    assert boto_client().describe_endpoint(EndpointName="churn")["ProductionVariants"][0]["CurrentInstanceCount"] == 1


def test_serverless_and_async_endpoints_open(builder: Any, new_builder: Callable[[], Any]) -> None:
    from sagemaker.core.inference_config import AsyncInferenceConfig, ServerlessInferenceConfig

    builder.build(model_name="churn")
    builder.deploy(endpoint_name="rare", inference_config=ServerlessInferenceConfig(memory_size_in_mb=2048), wait=False)
    other = new_builder()
    other.build(model_name="churn-queued")
    other.deploy(
        endpoint_name="queued",
        initial_instance_count=1,
        instance_type="ml.m5.xlarge",
        inference_config=AsyncInferenceConfig(output_path=f"s3://{standin.BUCKET}/answers"),
        wait=False,
    )
    rare = boto_client().describe_endpoint(EndpointName="rare")["ProductionVariants"][0]
    assert rare["CurrentServerlessConfig"]["MemorySizeInMB"] == 2048
    assert "AsyncInferenceConfig" in boto_client().describe_endpoint(EndpointName="queued")


def test_processing_and_transform_jobs_run(session: Any, role: str, tmp_path: Path, builder: Any) -> None:
    from sagemaker.core.processing import ScriptProcessor
    from sagemaker.core.transformer import Transformer

    script = tmp_path / "prepare.py"
    script.write_text("print('preparing')\n", encoding="utf-8")
    processor = ScriptProcessor(
        image_uri=IMAGE,
        command=["python3"],
        role=role,
        instance_count=2,
        instance_type="ml.m5.4xlarge",
        sagemaker_session=session,
    )
    processor.run(code=str(script), wait=False, logs=False)
    builder.build(model_name="churn")
    Transformer(
        model_name="churn",
        instance_count=1,
        instance_type="ml.m5.xlarge",
        output_path="s3://b/scores",
        sagemaker_session=session,
    ).transform(DATA, content_type="text/csv", wait=False, logs=False)
    assert boto_client().list_processing_jobs()["ProcessingJobSummaries"][0]["ProcessingJobStatus"] == "Completed"
    assert boto_client().list_transform_jobs()["TransformJobSummaries"][0]["TransformJobStatus"] == "Completed"


def test_a_pipeline_runs_its_steps(session: Any, role: str) -> None:
    from sagemaker.core.training.configs import Compute, OutputDataConfig
    from sagemaker.core.workflow.parameters import ParameterString
    from sagemaker.core.workflow.pipeline_context import PipelineSession
    from sagemaker.mlops.workflow.pipeline import Pipeline
    from sagemaker.mlops.workflow.steps import TrainingStep
    from sagemaker.train.model_trainer import ModelTrainer

    pipeline_session = PipelineSession(boto_session=session.boto_session, default_bucket=standin.BUCKET)
    size = ParameterString("Size", default_value="ml.m5.xlarge")
    trainer = ModelTrainer(
        training_image=IMAGE,
        role=role,
        sagemaker_session=pipeline_session,
        compute=Compute(instance_type=size, instance_count=1),
        output_data_config=OutputDataConfig(s3_output_path=f"s3://{standin.BUCKET}/output"),
    )
    step = TrainingStep("Train", step_args=trainer.train(input_data_config=inputs()))
    pipeline = Pipeline("nightly", parameters=[size], steps=[step], sagemaker_session=pipeline_session)
    pipeline.upsert(role_arn=role)
    pipeline.start(parameters={"Size": "ml.c5.2xlarge"})
    (job,) = boto_client().list_training_jobs()["TrainingJobSummaries"]
    told = boto_client().describe_training_job(TrainingJobName=job["TrainingJobName"])
    assert told["ResourceConfig"]["InstanceType"] == "ml.c5.2xlarge"
