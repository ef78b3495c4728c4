"""Every argument that a swap may write is one that the real class of SDK 3 takes."""

from __future__ import annotations

import importlib
import inspect

import pytest

from jupyter_green.dialects import sdk_v3
from jupyter_green.job import Job
from jupyter_green.swaps.encode import encode
from jupyter_green.swaps.made import as_object
from jupyter_green.swaps.spellings import words_of_call

CLASSES = [
    ("sagemaker.train.model_trainer", "ModelTrainer", "training"),
    ("sagemaker.train.tuner", "HyperparameterTuner", "tuning"),
    ("sagemaker.core.processing", "ScriptProcessor", "processing"),
    ("sagemaker.core.transformer", "Transformer", "transform"),
]


@pytest.mark.parametrize(("module", "name", "kind"), CLASSES)
def test_constructors_take_the_arguments(module: str, name: str, kind: str) -> None:
    made = getattr(importlib.import_module(module), name)
    words = words_of_call(name, Job(kind=kind, api="sdk_v3"))  # type: ignore[arg-type]
    assert words is not None
    taken = _parameters(made)
    written = {spelling.path[0] for spelling in words.spellings}
    assert written - taken - set() == set()
    positional = [p for p in inspect.signature(made.__init__).parameters if p != "self"]
    assert list(words.positional) == positional[: len(words.positional)] or not words.positional


@pytest.mark.parametrize(("module", "name"), [("sagemaker.serve.model_builder", "ModelBuilder")])
def test_deploy_takes_the_arguments(module: str, name: str) -> None:
    made = getattr(importlib.import_module(module), name)
    assert {row.owner or row.keyword for row in sdk_v3.DEPLOY.rows} - set(
        inspect.signature(made.deploy).parameters
    ) == set()


def test_steps_take_a_cache() -> None:
    steps = importlib.import_module("sagemaker.mlops.workflow.steps")
    cache = as_object(encode("cache", True, "sdk_v3", Job(kind="training")))
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
