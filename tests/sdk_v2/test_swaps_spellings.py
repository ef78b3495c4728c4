"""Every argument that a swap may write is one that the real class of SDK 2 takes."""

from __future__ import annotations

import importlib
import inspect

import pytest

from jupyter_green.dialects import sdk_v2
from jupyter_green.job import Job
from jupyter_green.swaps.encode import encode
from jupyter_green.swaps.made import as_object
from jupyter_green.swaps.spellings import words_of_call

CLASSES = [
    ("sagemaker.estimator", "Estimator", "training"),
    ("sagemaker.pytorch", "PyTorch", "training"),
    ("sagemaker.tensorflow", "TensorFlow", "training"),
    ("sagemaker.huggingface", "HuggingFace", "training"),
    ("sagemaker.sklearn", "SKLearn", "training"),
    ("sagemaker.xgboost", "XGBoost", "training"),
    ("sagemaker.tuner", "HyperparameterTuner", "tuning"),
    ("sagemaker.processing", "ScriptProcessor", "processing"),
    ("sagemaker.sklearn.processing", "SKLearnProcessor", "processing"),
    ("sagemaker.transformer", "Transformer", "transform"),
    ("sagemaker.model", "Model", "model"),
]


@pytest.mark.parametrize(("module", "name", "kind"), CLASSES)
def test_constructors_take_the_arguments(module: str, name: str, kind: str) -> None:
    made = getattr(importlib.import_module(module), name)
    words = words_of_call(name, Job(kind=kind, api="sdk_v2"))  # type: ignore[arg-type]
    assert words is not None
    taken = _parameters(made)
    written = {spelling.path[0] for spelling in words.spellings}
    assert written - taken - set() == set()
    positional = [p for p in inspect.signature(made.__init__).parameters if p != "self"]
    assert list(words.positional) == positional[: len(words.positional)] or not words.positional


@pytest.mark.parametrize(("module", "name"), [("sagemaker.model", "Model")])
def test_deploy_takes_the_arguments(module: str, name: str) -> None:
    made = getattr(importlib.import_module(module), name)
    assert {row.owner or row.keyword for row in sdk_v2.DEPLOY.rows} - set(
        inspect.signature(made.deploy).parameters
    ) == set()


def test_steps_take_a_cache() -> None:
    steps = importlib.import_module("sagemaker.workflow.steps")
    cache = as_object(encode("cache", True, "sdk_v2", Job(kind="training")))
    assert type(cache) is steps.CacheConfig
    assert cache.config == {"CacheConfig": {"Enabled": True, "ExpireAfter": "P30D"}}
    for name in ("TrainingStep", "ProcessingStep", "TuningStep", "TransformStep"):
        assert "cache_config" in inspect.signature(getattr(steps, name)).parameters


def _parameters(made: type) -> set[str]:
    """Return the parameters of a class and of the bases that its ``**kwargs`` go to."""
    found: set[str] = set()
    for base in made.__mro__:
        init = base.__dict__.get("__init__")
        if init is None:
            found |= set(getattr(base, "model_fields", ()))
            continue
        parameters = inspect.signature(init).parameters
        found |= set(parameters)
        if not any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
            break
    return found | set(getattr(made, "model_fields", ()))
