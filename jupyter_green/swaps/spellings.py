"""Which words a call or an object uses for a Job field: dialect rows, brought to one form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jupyter_green.dialects import api as wire
from jupyter_green.dialects import sdk_v1, sdk_v2, sdk_v3
from jupyter_green.dialects.spelling import ClassShape, Row
from jupyter_green.job import Job

__all__ = ["Spelling", "Words", "shapes_of", "words_of_call"]

_TRIAL = "TrainingJobDefinition."
_V1_NAMES = {new: old for old, new in sdk_v1.RENAMED.items() if old.startswith("train_")}
_ENDPOINT_KINDS = frozenset({"endpoint", "inference-component"})
#: Arguments of ``@remote``, ``@step`` and ``RemoteExecutor``, which run a function as a training job.
_REMOTE = {
    "instance_type": "instance_type",
    "instance_count": "instance_count",
    "keep_alive": "keep_alive_period_in_seconds",
    "volume_gb": "volume_size",
    "max_runtime": "max_runtime_in_seconds",
    "spot": "use_spot_instances",
    "max_wait": "max_wait_time_in_seconds",
    "image": "image_uri",
    "retry_attempts": "max_retry_attempts",
}
#: Rows of attributes that no constructor takes: methods set them.
_NO_ARGUMENTS = frozenset(
    {
        ("metric_definitions", "_metric_definitions"),
        ("debug_hook_config", "_debugger_hook_config"),
        ("instance_configs", "instance_configs"),
    }
)
#: Steps of a pipeline that take a cache.
_STEPS = frozenset(
    {"TrainingStep", "TuningStep", "ProcessingStep", "TransformStep", "AutoMLStep", "EMRStep", "LambdaStep"}
    | {"QualityCheckStep", "ClarifyCheckStep"}
)
_HUGGING_FACE = frozenset({"HuggingFace", "HuggingFaceModel"})
_PLAIN_CLASSES = frozenset({"Estimator", "EstimatorBase", "Model", "Processor", "ScriptProcessor", *sdk_v2.ALGORITHMS})
#: Arguments that only some classes of a family take; another class would swallow or refuse them.
_TAKEN_ONLY_BY = {
    "compiler_config": frozenset({"PyTorch", "TensorFlow", "HuggingFace"}),
    "distribution": frozenset({"PyTorch", "TensorFlow", "HuggingFace", "MXNet"}),
    "transformers_version": _HUGGING_FACE,
    "pytorch_version": _HUGGING_FACE,
    "tensorflow_version": _HUGGING_FACE,
    "model_id": frozenset({"JumpStartEstimator", "JumpStartModel"}),
}
_NOT_TAKEN_BY = {
    "framework_version": _PLAIN_CLASSES | _HUGGING_FACE,
    "py_version": _PLAIN_CLASSES,
    "image_uri": frozenset({"SKLearnProcessor"}),
}
_REMOTE_NAMES = frozenset({"remote", "step", "RemoteExecutor"})
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Spelling:
    """One Job field in one call: the path of names to it, the configuration class on the way, codec and default."""

    field: str
    path: tuple[str, ...]
    codec: str = "plain"
    default: Any = None
    owner_class: str = ""


#: What an endpoint configuration says with whole objects, not with single keys.
_ENDPOINT_OBJECTS = (
    Spelling("mode", ("AsyncInferenceConfig",), "async_mode"),
    Spelling("instance_preferences", ("ProductionVariants[]", "InstancePools"), "pools"),
)
_CODECS = {"completion_criteria": "completion", "autotune": "autotune"}


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that one call can say about a job, with the names of its positional parameters."""

    api: str
    spellings: tuple[Spelling, ...]
    positional: tuple[str, ...] = ()

    def of(self, field: str) -> tuple[Spelling, ...]:
        """Return the ways to say ``field``, the usual one first."""
        return tuple(spelling for spelling in self.spellings if spelling.field == field)


def shapes_of(api: str | None) -> tuple[ClassShape, ...]:
    """Return the class shapes of a dialect."""
    if api == "sdk_v3":
        return sdk_v3.SHAPES
    return sdk_v2.SHAPES if api in ("sdk_v1", "sdk_v2") else ()


def words_of_call(name: str, job: Job, owner: str = "") -> Words | None:
    """Return what a call of ``name`` says about ``job``, or None when it says nothing.

    ``name`` is a class, a verb such as ``deploy``, or a client's method such as ``create_training_job``; ``owner`` is
    what stands before its dot.
    """
    if name == "create" and owner in sdk_v3.RESOURCES:
        return _resource_words(sdk_v3.RESOURCES[owner])
    if name in _STEPS:
        return Words(job.api or "sdk_v2", (Spelling("cache", ("cache_config",), "cache", False),))
    if name in _REMOTE_NAMES:
        return Words(job.api or "sdk_v2", tuple(Spelling(said, (word,)) for said, word in _REMOTE.items()))
    if name.startswith("create_") or name == "update_endpoint":
        return _request_words(name)
    generation = job.api or "sdk_v2"
    shapes = shapes_of(generation)
    if not shapes:
        return None
    if name == "transformer":
        positional = sdk_v2.TRANSFORMER.positional["Transformer"][1:]
        return Words(generation, _said(sdk_v2.TRANSFORMER_ROWS), positional)
    for shape in shapes:
        if name in shape.positional or name in shape.frameworks or any(name == root for _, root in shape.roots):
            return _class_words(shape, name, generation, job)
    verb = next((verb for shape in shapes for verb in shape.verbs if verb.name == name), None)
    if verb is not None:
        return Words(generation, _said(verb.rows), verb.positional)
    if not name[:1].isupper():
        return None
    likely = next((shape for shape in shapes if shape.kind == job.kind), None)
    return None if likely is None else _class_words(likely, name, generation, job)


def _class_words(shape: ClassShape, name: str, generation: str, job: Job) -> Words:
    if job.kind in _ENDPOINT_KINDS and shape.kind not in ("model", "endpoint"):
        return Words(generation, ())  # an estimator that deploys: its own fields are those of the training job
    rows: Iterable[Row] = [row for row in shape.rows if _takes(name, row.keyword, shape)]
    if generation == "sdk_v1":
        rows = [row._replace(keyword=_V1_NAMES.get(row.keyword, row.keyword)) for row in rows]
    positional = shape.positional.get(name, ())
    if generation == "sdk_v1":
        positional = tuple(_V1_NAMES.get(word, word) for word in positional)
    return Words(generation, _said(rows), positional)


def _takes(name: str, keyword: str, shape: ClassShape) -> bool:
    """Return whether a class takes an argument; a class of nobody's table is given the benefit of the doubt."""
    if name not in shape.positional and name not in shape.frameworks:
        return True
    only = _TAKEN_ONLY_BY.get(keyword)
    return (only is None or name in only) and name not in _NOT_TAKEN_BY.get(keyword, frozenset())


def _said(rows: Iterable[Row]) -> tuple[Spelling, ...]:
    return tuple(
        Spelling(
            row.field,
            (row.owner, row.keyword) if row.owner else (row.keyword,),
            "completion" if row.field == "completion_criteria" else row.codec,
            row.default,
            row.owner_class,
        )
        for row in rows
        if (row.keyword, row.attribute) not in _NO_ARGUMENTS
    )


def _request_words(method: str) -> Words | None:
    operation = "".join(part.capitalize() for part in method.split("_"))
    if operation == "CreateEndpointConfig":
        variant = (row._replace(path=f"ProductionVariants[].{row.path}") for row in wire.VARIANT_ROWS)
        asked = _asked(row for row in (*variant, *wire.ENDPOINT_CONFIG_ROWS) if row.field != "instance_preferences")
        return Words("api", (*asked, *_ENDPOINT_OBJECTS))
    exact = next((found for key, found in wire.OPERATIONS.items() if key.lower() == operation.lower()), None)
    if exact is None:
        return None
    if exact.name != "CreateHyperParameterTuningJob":
        return Words("api", _asked(exact.rows))
    trial = (
        row._replace(path=_TRIAL + re.sub("^HyperParameters$", "StaticHyperParameters", row.path))
        for row in wire.TRAINING_ROWS
    )
    return Words("api", _asked((*exact.rows, *trial)))


def _resource_words(operation: str) -> Words:
    """Return the words of a resource class of SDK 3: the request's in snake case, with shapes for its objects."""
    found = wire.OPERATIONS.get(operation)
    spellings = []
    for row in found.rows if found is not None else ():
        keys = row.path.split(".")
        if len(keys) <= 2 and "[]" not in row.path:
            path = tuple("_".join(_WORD.split(key)).lower() for key in keys)
            shape = keys[0] if len(keys) == 2 else ""
            spellings.append(Spelling(row.field, path, row.codec, row.default, shape))
    return Words("sdk_v3", tuple(spellings))


def _asked(rows: Iterable[wire.ApiRow]) -> tuple[Spelling, ...]:
    return tuple(
        Spelling(
            row.field,
            tuple(row.path.split(".")),
            _CODECS.get(row.field, row.codec),
            row.default,
        )
        for row in rows
    )
