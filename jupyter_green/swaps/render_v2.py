"""Jobs as code of SDK 2: estimators, tuners, models, transformers and processors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jupyter_green.dialects import sdk_v2
from jupyter_green.job import Job
from jupyter_green.swaps.layout import lay_out
from jupyter_green.swaps.made import Made
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

__all__ = ["MAKERS", "SCRIPT_FRAMEWORKS"]

#: Frameworks that run the user's script: module, class and what the class needs at least.
SCRIPT_FRAMEWORKS = {
    "pytorch": ("sagemaker.pytorch", "PyTorch", {"framework_version": "2.3.0", "py_version": "py311"}),
    "tensorflow": ("sagemaker.tensorflow", "TensorFlow", {"framework_version": "2.14.1", "py_version": "py310"}),
    "huggingface": ("sagemaker.huggingface", "HuggingFace", {"transformers_version": "4.28.1", "py_version": "py310"}),
    "sklearn": ("sagemaker.sklearn", "SKLearn", {"framework_version": "1.2-1"}),
    "xgboost": ("sagemaker.xgboost", "XGBoost", {"framework_version": "1.7-1"}),
}
#: Python of a framework's older containers, by the start of its version.
_PYTHONS = {"pytorch": {"2.0": "py310", "2.1": "py310", "2.2": "py310", "1.13": "py39", "1.12": "py38"}}


def _estimator(job: Job, cell: Cell) -> None:
    framework = job.get("framework", "")
    module, name, needed = SCRIPT_FRAMEWORKS.get(framework, ("sagemaker.estimator", "Estimator", {}))
    said: dict[str, Any] = {"role": Name("role"), "sagemaker_session": Name("session")}
    if is_training_step(job):
        said["sagemaker_session"] = pipeline_session(cell, "sagemaker.workflow.pipeline_context")
    if needed and job.get("instance_type", "").startswith("ml.trn"):
        said |= {"entry_point": job.get("entry_point", "train.py"), "image_uri": Name("image")}  # a pinned Neuron image
    elif needed:
        version = job.get("framework_version", "") or needed.get("framework_version", "")
        said |= {"entry_point": job.get("entry_point", "train.py"), **needed}
        if framework == "huggingface":
            said["transformers_version"] = job.get("framework_version", needed["transformers_version"])
            if job.base_framework is None:
                said["pytorch_version"] = "2.0.0"
        else:
            said["framework_version"] = version
        if "py_version" in needed:
            older = _PYTHONS.get(framework, {}).get(".".join(version.split(".")[:2]))
            said["py_version"] = job.get("python_version", older or needed["py_version"])
    else:
        said["image_uri"] = Name("image")
    skip = trial_skip(job) | {"framework_version", "python_version", "entry_point"}
    cell.call(cell.use(module, name), said | spelt_arguments(job, sdk_v2.ESTIMATOR_ROWS, "sdk_v2", skip), "estimator")


def _channel(job: Job) -> Any:
    address = next(iter(job.get("inputs", ())), "s3://my-bucket/train/")
    more = {
        "content_type": job.get("content_type", None),
        "compression": job.get("compression", None),
        "distribution": job.get("data_distribution", None),
    }
    given = tuple((name, value) for name, value in more.items() if value is not None)
    return Made("TrainingInput", "sagemaker.inputs", (("s3_data", address), *given)) if given else address


def _fit(job: Job, cell: Cell, variable: str) -> str:
    """Return the call that starts a job on its data."""
    head = f"{variable}.fit("
    return head + lay_out({"train": _channel(job)}, cell.use, before=len(head)) + ")"


def _training(job: Job, cell: Cell) -> None:
    _estimator(job, cell)
    if is_training_step(job):
        add_training_step(job, cell, "sagemaker.workflow.steps", Name(_fit(job, cell, "estimator")))
    else:
        cell.lines.append(_fit(job, cell, "estimator"))


def _tuning(job: Job, cell: Cell) -> None:
    _estimator(job, cell)
    said = {"estimator": Name("estimator")} | tuner_arguments(job, "sdk_v2", sdk_v2.TUNER_ROWS)
    preferences = said.pop("instance_configs", None)
    cell.call(cell.use("sagemaker.tuner", "HyperparameterTuner"), said, "tuner")
    if preferences is not None:
        cell.call("tuner.override_resource_config", {"instance_configs": preferences})
    cell.lines.append(_fit(job, cell, "tuner"))


def _endpoint(job: Job, cell: Cell) -> None:
    data = job.get("model_data", MODEL_DATA)
    said = {"image_uri": Name("image"), "role": Name("role"), "sagemaker_session": Name("session")}
    said |= spelt_arguments(job, sdk_v2.MODEL_ROWS, "sdk_v2", frozenset(row.field for row in sdk_v2.DEPLOY_ROWS))
    for word in ("framework_version", "py_version", "entry_point"):
        said.pop(word, None)
    if job.mode == "multi-model":
        name = cell.use("sagemaker.multidatamodel", "MultiDataModel")
        cell.call(name, {"name": "my-models", "model_data_prefix": "s3://my-bucket/models/", **said}, "model")
    else:
        cell.call(cell.use("sagemaker.model", "Model"), {"model_data": data, **said}, "model")
    arguments = deploy_arguments(job, "sdk_v2", sdk_v2.DEPLOY_ROWS)
    if job.inference_components:
        needs = {"num_accelerators": 1} if job.component_accelerators is None else {}
        request = {"memory": job.get("component_memory_mb", 1024), "copies": job.get("copies", 1), **needs}
        module = "sagemaker.compute_resource_requirements.resource_requirements"
        arguments["resources"] = Made("ResourceRequirements", module, (("requests", request),))
    cell.call("model.deploy", arguments, "predictor")


def _processing(job: Job, cell: Cell) -> None:
    said: dict[str, Any] = {"role": Name("role"), "sagemaker_session": Name("session")}
    version = job.get("framework_version", None)
    if job.framework == "sklearn":
        called = cell.use("sagemaker.sklearn.processing", "SKLearnProcessor")
        said["framework_version"] = version or "1.2-1"
    elif job.framework == "spark":
        called = cell.use("sagemaker.spark.processing", "PySparkProcessor")
        said["framework_version"] = version or "3.3"
    else:
        called = cell.use("sagemaker.processing", "ScriptProcessor")
        said |= {"image_uri": Name("image"), "command": ["python3"]}
    said |= spelt_arguments(job, sdk_v2.PROCESSOR_ROWS, "sdk_v2", frozenset({"framework_version"}))
    cell.call(called, said, "processor")
    run: dict[str, Any] = {"submit_app" if job.framework == "spark" else "code": "prepare.py"}
    address = next(iter(job.get("inputs", ())), None)
    if address is not None:
        given = {"source": address, "destination": "/opt/ml/processing/input"}
        if known_text(job.data_distribution):
            given["s3_data_distribution_type"] = str(job.data_distribution)
        run["inputs"] = [Made("ProcessingInput", "sagemaker.processing", tuple(given.items()))]
    if known_text(job.output):
        output = (("source", "/opt/ml/processing/output"), ("destination", str(job.output)))
        run["outputs"] = [Made("ProcessingOutput", "sagemaker.processing", output)]
    cell.call("processor.run", run)


MAKERS: dict[str, Callable[[Job, Cell], None]] = {
    "training": _training,
    "tuning": _tuning,
    "endpoint": _endpoint,
    "transform": transform_code("sagemaker.transformer", "sdk_v2"),
    "processing": _processing,
    "monitoring-schedule": schedule_code("sagemaker.model_monitor", "sdk_v2"),
}
