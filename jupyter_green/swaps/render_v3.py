"""Jobs as code of SDK 3: ModelTrainer, HyperparameterTuner, ModelBuilder, transformers and processors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jupyter_green.dialects import sdk_v3
from jupyter_green.job import Job
from jupyter_green.swaps.encode import owner_class
from jupyter_green.swaps.made import CannotSay, Made
from jupyter_green.swaps.render_cell import (
    MODEL_DATA,
    Cell,
    Name,
    deploy_arguments,
    known_text,
    schedule_code,
    spelt_arguments,
    transform_code,
    trial_skip,
    tuner_arguments,
)
from jupyter_green.swaps.render_steps import add_training_step, is_training_step, pipeline_session
from jupyter_green.swaps.render_v2 import SCRIPT_FRAMEWORKS

__all__ = ["MAKERS"]

_IN_THE_INPUT = frozenset({"inputs", "content_type", "compression", "data_distribution"})


def _trainer(job: Job, cell: Cell) -> None:
    said: dict[str, Any] = {
        "training_image": Name("image"),
        "role": Name("role"),
        "sagemaker_session": Name("session"),
    }
    if is_training_step(job):
        said["sagemaker_session"] = pipeline_session(cell, "sagemaker.core.workflow.pipeline_context")
    if job.debugger_hook is False:
        raise CannotSay("ModelTrainer has no argument for the Debugger hook")
    said |= spelt_arguments(job, sdk_v3.TRAINER_ROWS, "sdk_v3", trial_skip(job) | _IN_THE_INPUT | {"entry_point"})
    if job.get("framework", "") in SCRIPT_FRAMEWORKS:
        held = owner_class("sdk_v3", "SourceCode")
        script = (("source_dir", "."), ("entry_script", job.get("entry_point", "train.py")))
        said["source_code"] = Made(held.name, held.module, script, held.elsewhere)
    cell.call(cell.use("sagemaker.train", "ModelTrainer"), said, "trainer")
    if isinstance(job.retry_attempts, int):
        attempts = (("maximum_retry_attempts", job.retry_attempts),)
        strategy = Made("RetryStrategy", "sagemaker.train.configs", attempts)
        cell.call("trainer.with_retry_strategy", {"retry_strategy": strategy})


def _inputs(job: Job, cell: Cell) -> list[Made]:
    address = next(iter(job.get("inputs", ())), "s3://my-bucket/train/")
    source: Any = address
    if known_text(job.compression):
        raise CannotSay("InputData of SDK 3 has no word for compression: use boto3")
    if known_text(job.data_distribution):
        given = {"s3_data_type": "S3Prefix", "s3_uri": address, "s3_data_distribution_type": job.data_distribution}
        source = Made("S3DataSource", "sagemaker.core.shapes", tuple(given.items()))
    data: dict[str, Any] = {"channel_name": "train", "data_source": source}
    if known_text(job.content_type):
        data["content_type"] = job.content_type
    return [Made("InputData", "sagemaker.train.configs", tuple(data.items()))]


def _training(job: Job, cell: Cell) -> None:
    _trainer(job, cell)
    if is_training_step(job):
        train = Made("trainer.train", "", (("input_data_config", _inputs(job, cell)),))
        add_training_step(job, cell, "sagemaker.mlops.workflow.steps", train)
    else:
        cell.call("trainer.train", {"input_data_config": _inputs(job, cell)})


def _tuning(job: Job, cell: Cell) -> None:
    if job.instance_preferences:
        raise CannotSay("the tuner of SDK 3 takes no list of instance types")
    _trainer(job, cell)
    said = {"model_trainer": Name("trainer")} | tuner_arguments(job, "sdk_v3", sdk_v3.TUNER.rows)
    cell.call(cell.use("sagemaker.train.tuner", "HyperparameterTuner"), said, "tuner")
    cell.call("tuner.tune", {"inputs": _inputs(job, cell)})


def _endpoint(job: Job, cell: Cell) -> None:
    if job.inference_components:
        raise CannotSay("inference components fail in ModelBuilder of SDK 3.27: use boto3")
    if job.mode == "multi-model":
        raise CannotSay("a multi-model container is made with Model of sagemaker.core, or with boto3")
    said = {
        "image_uri": Name("image"),
        "s3_model_data_url": job.get("model_data", MODEL_DATA),
        "role_arn": Name("role"),
        "sagemaker_session": Name("session"),
    }
    if isinstance(job.environment, Mapping):
        said["env_vars"] = dict(job.environment)
    cell.call(cell.use("sagemaker.serve.model_builder", "ModelBuilder"), said, "builder")
    cell.lines.append("builder.build()")
    cell.call("builder.deploy", deploy_arguments(job, "sdk_v3", sdk_v3.DEPLOY_ROWS), "endpoint")


def _processing(job: Job, cell: Cell) -> None:
    said: dict[str, Any] = {"image_uri": Name("image"), "command": ["python3"]}
    said |= {"role": Name("role"), "sagemaker_session": Name("session")}
    said |= spelt_arguments(
        job, sdk_v3.PROCESSOR.rows, "sdk_v3", frozenset({"framework_version", "instance_preferences"})
    )
    if job.instance_preferences:
        raise CannotSay("the processor's list of instance types is for you to write")
    cell.call(cell.use("sagemaker.core.processing", "ScriptProcessor"), said, "processor")
    run: dict[str, Any] = {"code": "prepare.py"}
    address = next(iter(job.get("inputs", ())), None)
    shapes = "sagemaker.core.shapes"
    if address is not None:
        held = {"s3_uri": address, "local_path": "/opt/ml/processing/input", "s3_data_type": "S3Prefix"}
        if known_text(job.data_distribution):
            held["s3_data_distribution_type"] = str(job.data_distribution)
        inner = Made("ProcessingS3Input", shapes, tuple(held.items()))
        run["inputs"] = [Made("ProcessingInput", shapes, (("input_name", "input"), ("s3_input", inner)))]
    if known_text(job.output):
        given = {"s3_uri": job.output, "local_path": "/opt/ml/processing/output", "s3_upload_mode": "EndOfJob"}
        inner = Made("ProcessingS3Output", shapes, tuple(given.items()))
        run["outputs"] = [Made("ProcessingOutput", shapes, (("output_name", "output"), ("s3_output", inner)))]
    cell.call("processor.run", run)


MAKERS: dict[str, Callable[[Job, Cell], None]] = {
    "training": _training,
    "tuning": _tuning,
    "endpoint": _endpoint,
    "transform": transform_code("sagemaker.core.transformer", "sdk_v3"),
    "processing": _processing,
    "monitoring-schedule": schedule_code("sagemaker.core.model_monitor", "sdk_v3"),
}
