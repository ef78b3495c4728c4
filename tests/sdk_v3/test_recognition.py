"""Every job of SDK 3 is recognised, as object, request and later answer, and counted once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_green.demo import standin
from tests.support.notebook import NotebookShell, notebook_shell

STARTS = {
    "CreateTrainingJob", "CreateHyperParameterTuningJob", "CreateProcessingJob", "CreateTransformJob", "CreateEndpoint",
    "StartPipelineExecution",
}  # fmt: skip
IMPORTS = """
from sagemaker.core.training.configs import (
    CheckpointConfig, Compute, InputData, OutputDataConfig, StoppingCondition)
from sagemaker.core.parameter import ContinuousParameter
from sagemaker.train.model_trainer import ModelTrainer
from sagemaker.train.tuner import HyperparameterTuner
from sagemaker.serve.model_builder import ModelBuilder
from sagemaker.core.inference_config import AsyncInferenceConfig, ServerlessInferenceConfig
from sagemaker.core.processing import Processor
from sagemaker.core.transformer import Transformer
data = [InputData(channel_name='train', data_source=f's3://{bucket}/train')]
def make_trainer(**more):
    settings = dict(training_image=image, role=role, sagemaker_session=session,
                    output_data_config=OutputDataConfig(s3_output_path=f's3://{bucket}/o'))
    return ModelTrainer(**{**settings, **more})
def make_builder(kind=None):
    return ModelBuilder(image_uri=image, s3_model_data_url=f's3://{bucket}/m.tar.gz', role_arn=role,
                        sagemaker_session=session, instance_type=kind)
"""
TRAINER = "trainer = make_trainer(compute=Compute(instance_type='ml.g5.2xlarge', instance_count=2))"

FLOWS = {
    "training": (
        f"{TRAINER}\ntrainer.train(input_data_config=data, wait=False)",
        {"kind": "training", "instance_type": "ml.g5.2xlarge", "instance_count": 2, "max_runtime": 3600},
    ),
    "spot": (
        "trainer = make_trainer(\n"
        "    compute=Compute(instance_type='ml.g5.xlarge', instance_count=1, enable_managed_spot_training=True),\n"
        "    stopping_condition=StoppingCondition(max_runtime_in_seconds=3600, max_wait_time_in_seconds=7200),\n"
        "    checkpoint_config=CheckpointConfig(s3_uri='s3://b/c'))\n"
        "trainer.train(input_data_config=data, wait=False)",
        {"kind": "training", "spot": True, "max_wait": 7200, "checkpoint": "s3://b/c"},
    ),
    "tuning": (
        f"{TRAINER}\ntuner = HyperparameterTuner(trainer, 'auc', {{'eta': ContinuousParameter(0.01, 0.3)}},"
        " metric_definitions=[{'Name': 'auc', 'Regex': 'auc=(.*)'}], max_jobs=6, max_parallel_jobs=2)\n"
        "tuner.tune(inputs=data, job_name='tune-it', wait=False)",
        {"kind": "tuning", "max_jobs": 6, "max_parallel_jobs": 2, "instance_type": "ml.g5.2xlarge"},
    ),
    "processing": (
        "Processor(role, image, 1, 'ml.r5.xlarge', sagemaker_session=session).run(wait=False, logs=False)",
        {"kind": "processing", "instance_type": "ml.r5.xlarge"},
    ),
    "serverless": (
        "builder = make_builder()\nbuilder.build(model_name='m1')\n"
        "builder.deploy(endpoint_name='now-and-then', wait=False,"
        " inference_config=ServerlessInferenceConfig(memory_size_in_mb=2048, max_concurrency=3))",
        {"kind": "endpoint", "mode": "serverless", "serverless_memory_mb": 2048},
    ),
    "async": (
        "builder = make_builder()\nbuilder.build(model_name='m2')\n"
        "builder.deploy(endpoint_name='queued', instance_type='ml.g5.xlarge', initial_instance_count=1, wait=False,"
        " inference_config=AsyncInferenceConfig(output_path='s3://b/o'))",
        {"kind": "endpoint", "mode": "async", "instance_type": "ml.g5.xlarge"},
    ),
    "endpoint": (
        "builder = make_builder()\nbuilder.build(model_name='m3')\n"
        "builder.deploy(endpoint_name='live', instance_type='ml.c5.large', initial_instance_count=2, wait=False)",
        {"kind": "endpoint", "mode": "real-time", "instance_type": "ml.c5.large", "instance_count": 2},
    ),
    "transform": (
        "builder = make_builder()\nbuilder.build(model_name='m4')\n"
        "Transformer('m4', 2, 'ml.m5.large', sagemaker_session=session, output_path='s3://b/o')"
        ".transform('s3://b/in', wait=False, logs=False)",
        {"kind": "transform", "instance_type": "ml.m5.large", "instance_count": 2},
    ),
}


@pytest.fixture
def notebook(aws: standin.StandIn, session: Any, role: str, tmp_path: Path) -> Iterator[NotebookShell]:
    image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
    with notebook_shell() as shell:
        shell.run("pass", session=session, role=role, image=image, bucket=standin.BUCKET)
        shell.run(IMPORTS)
        yield shell


@pytest.mark.parametrize("flow", FLOWS, ids=str)
def test_a_flow_is_recognised_and_counted_once(flow: str, notebook: NotebookShell, aws: standin.StandIn) -> None:
    cell, expected = FLOWS[flow]
    already = len(aws.calls_made())
    notebook.run(cell)
    asked = [call for call in aws.calls_made()[already:] if call.operation in STARTS]
    started = notebook.started()
    assert len(started) == len(asked) == 1, [entry.key for entry in started]
    job = started[0].job
    assert {name: getattr(job, name) for name in expected} == expected
    assert len(notebook.session.books.counted()) == 1


def test_a_trainer_is_a_forecast_until_it_starts(notebook: NotebookShell) -> None:
    (forecast,) = notebook.lines(TRAINER)
    assert forecast["state"] == "forecast" and forecast["what"] == "training · 2 × ml.g5.2xlarge · us-east-1"
    (ended,) = notebook.lines("trainer.train(input_data_config=data, wait=False)")
    # The stand-in's jobs end at once, and this SDK describes the job that it made: so it is known to be over.
    assert ended["state"] == "measured"
    assert len(notebook.session.books.counted()) == 1


FINE_TUNER = """
from sagemaker.train.sft_trainer import SFTTrainer
from sagemaker.core.training.configs import HyperPodCompute
def make_fine_tuner(compute):
    trainer = SFTTrainer.__new__(SFTTrainer)  # making one properly asks the hub for its model
    vars(trainer).update(compute=compute, model='a-model', sagemaker_session=session)
    return trainer
"""


def test_a_fine_tuning_trainer_without_a_compute_has_no_hardware_that_anybody_knows(notebook: NotebookShell) -> None:
    (line,) = notebook.lines(FINE_TUNER + "trainer = make_fine_tuner(None)")
    assert "the service chooses the hardware and does not disclose it" in line["text"]
    assert line["instance_type"] is None and "low" not in line["energy"]


def test_a_fine_tuning_trainer_on_hyperpod_counts_its_nodes(notebook: NotebookShell) -> None:
    compute = "HyperPodCompute(cluster_name='c', instance_type='ml.p5.48xlarge', node_count=4)"
    (line,) = notebook.lines(FINE_TUNER + f"trainer = make_fine_tuner({compute})")
    assert "4 × ml.p5.48xlarge" in line["text"]


def test_the_steps_of_a_pipeline_are_counted_once_when_it_is_compiled_and_started(notebook: NotebookShell) -> None:
    notebook.run(
        "from sagemaker.core.workflow.pipeline_context import PipelineSession\n"
        "from sagemaker.core.workflow.parameters import ParameterInteger\n"
        "from sagemaker.mlops.workflow.pipeline import Pipeline\n"
        "from sagemaker.mlops.workflow.steps import ProcessingStep, TrainingStep\n"
        "count = ParameterInteger(name='Count', default_value=3)\nlater = PipelineSession(default_bucket=bucket)\n"
        "inside = make_trainer(sagemaker_session=later,"
        " compute=Compute(instance_type='ml.c5.xlarge', instance_count=count))\n"
        "prepare = Processor(role, image, 1, 'ml.r5.xlarge', sagemaker_session=later)\n"
        "steps = [ProcessingStep(name='prepare', step_args=prepare.run()),"
        " TrainingStep(name='train', step_args=inside.train(input_data_config=data))]\n"
        "pipeline = Pipeline(name='nightly', parameters=[count], steps=steps, sagemaker_session=later)"
    )
    notebook.run("pipeline.upsert(role_arn=role)\nstarted = pipeline.start(parameters={'Count': 5})")
    counted = {(entry.job.kind, entry.job.instance_count) for entry in notebook.session.books.counted()}
    assert counted == {("pipeline", None), ("processing", 1), ("training", 5)}
    assert len(notebook.session.books.counted()) == 3
