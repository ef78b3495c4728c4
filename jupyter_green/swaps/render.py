"""Writing a Job as code: the cell a person would write for it in SDK 2, in SDK 3 or with boto3.

Names in lower case that the code does not define (``role``, ``session``, ``image`` …) are the reader's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from jupyter_green.dialects import sdk_v2, sdk_v3
from jupyter_green.dialects.spelling import Row
from jupyter_green.job import Job, Unknown
from jupyter_green.swaps.encode import CannotSay, Made, as_text, encode, owner_class
from jupyter_green.swaps.render_request import render_request

__all__ = ["FREE_NAMES", "render"]

#: What a reader has already: the names that rendered code uses without defining them.
FREE_NAMES = ("role", "session", "image", "ranges", "client")
_MODEL_DATA = "s3://my-bucket/model/model.tar.gz"
_WIDE = 100
_V2_ESTIMATORS = {
    "pytorch": ("sagemaker.pytorch", "PyTorch", {"framework_version": "2.3.0", "py_version": "py311"}),
    "tensorflow": ("sagemaker.tensorflow", "TensorFlow", {"framework_version": "2.14.1", "py_version": "py310"}),
    "huggingface": ("sagemaker.huggingface", "HuggingFace", {"transformers_version": "4.28.1", "py_version": "py310"}),
    "sklearn": ("sagemaker.sklearn", "SKLearn", {"framework_version": "1.2-1"}),
    "xgboost": ("sagemaker.xgboost", "XGBoost", {"framework_version": "1.7-1"}),
}
#: Python of a framework's older containers, by the start of its version.
_PYTHONS = {"pytorch": {"2.0": "py310", "2.1": "py310", "2.2": "py310", "1.13": "py39", "1.12": "py38"}}
#: Said even where they are the default, because other arguments lean on them.
_SAID = frozenset({"instance_count", "serverless_memory_mb"})
_IN_THE_INPUT = frozenset({"inputs", "content_type", "compression", "data_distribution"})
_DECIDED_BEFORE = frozenset({"framework", "model_name", "image", "name", "tags", "metric_definitions", "model_data"})


class _Name:
    """A name that the code uses as it stands."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


@dataclass
class _Cell:
    """Code under construction: its imports and its statements."""

    imports: dict[str, set[str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def use(self, module: str, name: str) -> str:
        self.imports.setdefault(module, set()).add(name)
        return name

    def call(self, called: str, arguments: dict[str, Any], to: str = "") -> None:
        said = [f"{name}={as_text(value, chr(34), self.use)}" for name, value in arguments.items() if value is not None]
        head = f"{to} = {called}(" if to else f"{called}("
        one_line = f"{head}{', '.join(said)})"
        if len(one_line) <= _WIDE:
            self.lines.append(one_line)
            return
        self.lines.extend([head, *(f"    {text}," for text in said), ")"])

    def text(self) -> str:
        heads = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(self.imports.items())]
        return "\n".join([*heads, "", *self.lines] if heads else self.lines) + "\n"


def render(job: Job, api: str) -> str:
    """Return the code of a job in ``sdk_v2``, ``sdk_v3`` or ``api`` (boto3).

    Raises CannotSay when that generation has no words for the kind of job or for one of its fields.
    """
    if api == "api":
        return render_request(job)
    maker = _MAKERS.get((api, job.kind))
    if maker is None:
        raise CannotSay("the SDK has no class for it: use boto3")
    cell = _Cell()
    maker(job, cell)
    return cell.text()


# -- arguments from the dialect tables --------------------------------------------------------------------------------


def _arguments(job: Job, rows: Iterable[Row], api: str, skip: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return the encoded arguments that the rows give for the fields that the job sets, nested ones in their owner."""
    said: dict[str, Any] = {}
    nested: dict[str, tuple[str, dict[str, Any]]] = {}
    for row in rows:
        value = getattr(job, row.field)
        if (
            value is None
            or isinstance(value, Unknown)
            or value == ()
            or (value == row.default and row.field not in _SAID)
        ):
            continue
        if row.field in skip or row.field in _DECIDED_BEFORE or row.keyword in said:
            continue
        if row.codec.endswith("_version") and not str(value).startswith(row.codec.removesuffix("_version")):
            continue  # the same field with the other framework's argument
        encoded = encode(row.codec, value, api, job)
        if encoded is None:
            continue
        if row.owner:
            nested.setdefault(row.owner, (row.owner_class, {}))[1][row.keyword] = encoded
        else:
            said[row.keyword] = encoded
    for owner, (name, arguments) in nested.items():
        held = owner_class(api, name)
        said[owner] = Made(held.name, held.module, tuple(arguments.items()), held.elsewhere)
    return said


def _trial_skip(job: Job) -> frozenset[str]:
    return frozenset({"vpc", "model_id", "instance_preferences"}) if job.kind == "tuning" else frozenset({"model_id"})


# -- SDK 2 ------------------------------------------------------------------------------------------------------------


def _v2_estimator(job: Job, cell: _Cell) -> None:
    framework = job.get("framework", "")
    module, name, needed = _V2_ESTIMATORS.get(framework, ("sagemaker.estimator", "Estimator", {}))
    said: dict[str, Any] = {"role": _Name("role"), "sagemaker_session": _Name("session")}
    if needed:
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
        said["image_uri"] = _Name("image")
    skip = _trial_skip(job) | {"framework_version", "python_version", "entry_point"}
    cell.call(cell.use(module, name), said | _arguments(job, sdk_v2.ESTIMATOR_ROWS, "sdk_v2", skip), "estimator")


def _v2_inputs(job: Job, cell: _Cell) -> str:
    address = next(iter(job.get("inputs", ())), "s3://my-bucket/train/")
    more = {
        "content_type": job.get("content_type", None),
        "compression": job.get("compression", None),
        "distribution": job.get("data_distribution", None),
    }
    given = tuple((name, value) for name, value in more.items() if value is not None)
    if not given:
        return as_text({"train": address}, '"', cell.use)
    channel = Made("TrainingInput", "sagemaker.inputs", (("s3_data", address), *given))
    return as_text({"train": channel}, '"', cell.use)


def _v2_training(job: Job, cell: _Cell) -> None:
    if job.instance_preferences:
        raise CannotSay("an estimator of SDK 2 takes no list of instance types")
    _v2_estimator(job, cell)
    cell.lines.append(f"estimator.fit({_v2_inputs(job, cell)})")


def _tuner_arguments(job: Job, api: str, rows: Iterable[Row]) -> dict[str, Any]:
    said = {"objective_metric_name": job.get("objective", "validation:auc"), "hyperparameter_ranges": _Name("ranges")}
    skip = frozenset({"objective", "hyperparameter_ranges", "warm_start", "tags", "completion_criteria"})
    said |= _arguments(job, rows, api, skip)
    if job.completion_criteria:
        said["completion_criteria_config"] = encode("completion", job.completion_criteria, api, job)
    return said


def _v2_tuning(job: Job, cell: _Cell) -> None:
    _v2_estimator(job, cell)
    said = {"estimator": _Name("estimator")} | _tuner_arguments(job, "sdk_v2", sdk_v2.TUNER_ROWS)
    preferences = said.pop("instance_configs", None)
    cell.call(cell.use("sagemaker.tuner", "HyperparameterTuner"), said, "tuner")
    if preferences is not None:
        cell.call("tuner.override_resource_config", {"instance_configs": preferences})
    cell.lines.append(f"tuner.fit({_v2_inputs(job, cell)})")


def _v2_endpoint(job: Job, cell: _Cell) -> None:
    data = job.get("model_data", _MODEL_DATA)
    said = {"image_uri": _Name("image"), "role": _Name("role"), "sagemaker_session": _Name("session")}
    said |= _arguments(job, sdk_v2.MODEL_ROWS, "sdk_v2", frozenset(row.field for row in sdk_v2.DEPLOY_ROWS))
    for word in ("framework_version", "py_version", "entry_point"):
        said.pop(word, None)
    if job.mode == "multi-model":
        name = cell.use("sagemaker.multidatamodel", "MultiDataModel")
        cell.call(name, {"name": "my-models", "model_data_prefix": "s3://my-bucket/models/", **said}, "model")
    else:
        cell.call(cell.use("sagemaker.model", "Model"), {"model_data": data, **said}, "model")
    arguments = _deploy_arguments(job, "sdk_v2", sdk_v2.DEPLOY_ROWS)
    if job.inference_components:
        needs = {"num_accelerators": 1} if job.component_accelerators is None else {}
        request = {"memory": job.get("component_memory_mb", 1024), "copies": job.get("copies", 1), **needs}
        module = "sagemaker.compute_resource_requirements.resource_requirements"
        arguments["resources"] = Made("ResourceRequirements", module, (("requests", request),))
    cell.call("model.deploy", arguments, "predictor")


def _deploy_arguments(job: Job, api: str, rows: Iterable[Row]) -> dict[str, Any]:
    said = _arguments(job, rows, api)
    if isinstance(job.name, str):
        said["endpoint_name"] = job.name
    if job.mode == "serverless":
        for word in ("initial_instance_count", "instance_type"):
            said.pop(word, None)
    elif "instance_type" in said:
        said.setdefault("initial_instance_count", job.get("instance_count", 1))
    return said


def _transform(module: str, api: str) -> Callable[[Job, _Cell], None]:
    def write(job: Job, cell: _Cell) -> None:
        said = {"model_name": job.get("model_name", "my-model"), "sagemaker_session": _Name("session")}
        said |= _arguments(job, sdk_v2.TRANSFORMER_ROWS, api)
        cell.call(cell.use(module, "Transformer"), said, "transformer")
        address = next(iter(job.get("inputs", ())), "s3://my-bucket/records/")
        more = {"content_type": job.get("content_type", None), "compression_type": job.get("compression", None)}
        cell.call("transformer.transform", {"data": address, **more})

    return write


def _v2_processing(job: Job, cell: _Cell) -> None:
    said: dict[str, Any] = {"role": _Name("role"), "sagemaker_session": _Name("session")}
    version = job.get("framework_version", None)
    if job.framework == "sklearn":
        called = cell.use("sagemaker.sklearn.processing", "SKLearnProcessor")
        said["framework_version"] = version or "1.2-1"
    elif job.framework == "spark":
        called = cell.use("sagemaker.spark.processing", "PySparkProcessor")
        said["framework_version"] = version or "3.3"
    else:
        called = cell.use("sagemaker.processing", "ScriptProcessor")
        said |= {"image_uri": _Name("image"), "command": ["python3"]}
    said |= _arguments(job, sdk_v2.PROCESSOR_ROWS, "sdk_v2", frozenset({"framework_version"}))
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


def known_text(value: Any) -> bool:
    """True for a text that is set and known."""
    return isinstance(value, str) and bool(value)


# -- SDK 3 ------------------------------------------------------------------------------------------------------------


def _v3_trainer(job: Job, cell: _Cell) -> None:
    said: dict[str, Any] = {
        "training_image": _Name("image"),
        "role": _Name("role"),
        "sagemaker_session": _Name("session"),
    }
    for word, name in (("compiler", "Training Compiler"), ("debugger_hook", "the Debugger hook")):
        if getattr(job, word) or (word == "debugger_hook" and job.debugger_hook is False):
            raise CannotSay(f"ModelTrainer has no word for {name}")
    said |= _arguments(job, sdk_v3.TRAINER_ROWS, "sdk_v3", _trial_skip(job) | _IN_THE_INPUT | {"entry_point"})
    if job.get("framework", "") in _V2_ESTIMATORS:
        held = owner_class("sdk_v3", "SourceCode")
        script = (("source_dir", "."), ("entry_script", job.get("entry_point", "train.py")))
        said["source_code"] = Made(held.name, held.module, script, held.elsewhere)
    cell.call(cell.use("sagemaker.train", "ModelTrainer"), said, "trainer")


def _v3_inputs(job: Job, cell: _Cell) -> list[Made]:
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


def _v3_training(job: Job, cell: _Cell) -> None:
    _v3_trainer(job, cell)
    cell.call("trainer.train", {"input_data_config": _v3_inputs(job, cell)})


def _v3_tuning(job: Job, cell: _Cell) -> None:
    if job.instance_preferences:
        raise CannotSay("the tuner of SDK 3 takes no list of instance types")
    _v3_trainer(job, cell)
    said = {"model_trainer": _Name("trainer")} | _tuner_arguments(job, "sdk_v3", sdk_v3.TUNER.rows)
    cell.call(cell.use("sagemaker.train.tuner", "HyperparameterTuner"), said, "tuner")
    cell.call("tuner.tune", {"inputs": _v3_inputs(job, cell)})


def _v3_endpoint(job: Job, cell: _Cell) -> None:
    if job.inference_components:
        raise CannotSay("inference components fail in ModelBuilder of SDK 3.27: use boto3")
    for word in ("managed_scaling", "routing", "data_capture", "accelerator_type"):
        if getattr(job, word):
            raise CannotSay(f"deploy of SDK 3 has no word for {word.replace('_', ' ')}: use boto3")
    if job.mode == "multi-model":
        raise CannotSay("a multi-model container is made with Model of sagemaker.core, or with boto3")
    said = {
        "image_uri": _Name("image"),
        "s3_model_data_url": job.get("model_data", _MODEL_DATA),
        "role_arn": _Name("role"),
        "sagemaker_session": _Name("session"),
    }
    cell.call(cell.use("sagemaker.serve.model_builder", "ModelBuilder"), said, "builder")
    cell.lines.append("builder.build()")
    cell.call("builder.deploy", _deploy_arguments(job, "sdk_v3", sdk_v3.DEPLOY_ROWS), "endpoint")


def _v3_processing(job: Job, cell: _Cell) -> None:
    said: dict[str, Any] = {"image_uri": _Name("image"), "command": ["python3"]}
    said |= {"role": _Name("role"), "sagemaker_session": _Name("session")}
    said |= _arguments(job, sdk_v3.PROCESSOR.rows, "sdk_v3", frozenset({"framework_version", "instance_preferences"}))
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


_MAKERS: dict[tuple[str, str], Callable[[Job, _Cell], None]] = {
    ("sdk_v2", "training"): _v2_training,
    ("sdk_v2", "tuning"): _v2_tuning,
    ("sdk_v2", "endpoint"): _v2_endpoint,
    ("sdk_v2", "transform"): _transform("sagemaker.transformer", "sdk_v2"),
    ("sdk_v2", "processing"): _v2_processing,
    ("sdk_v3", "training"): _v3_training,
    ("sdk_v3", "tuning"): _v3_tuning,
    ("sdk_v3", "endpoint"): _v3_endpoint,
    ("sdk_v3", "transform"): _transform("sagemaker.core.transformer", "sdk_v3"),
    ("sdk_v3", "processing"): _v3_processing,
}
