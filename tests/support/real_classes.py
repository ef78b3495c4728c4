"""The real classes of an SDK, asked whether they take the arguments that a swap may write."""

from __future__ import annotations

import importlib
import inspect
import re
from typing import Any

from jupyter_green.job import Job
from jupyter_green.swaps.encode import encode
from jupyter_green.swaps.made import as_object
from jupyter_green.swaps.spellings import words_of_call

__all__ = ["check_constructor", "check_deploy", "check_steps"]


def check_constructor(api: str, module: str, name: str, kind: str) -> None:
    """Assert that the class takes every argument that a swap may write, in the order we hold it to take them."""
    made = getattr(importlib.import_module(module), name)
    words = words_of_call(name, Job(kind=kind, api=api))  # type: ignore[arg-type]
    assert words is not None
    written = {spelling.path[0] for spelling in words.spellings}
    assert written - _parameters(made) == set()
    positional = [p for p in inspect.signature(made.__init__).parameters if p != "self"]
    assert list(words.positional) == positional[: len(words.positional)] or not words.positional


def check_deploy(table: Any, module: str, name: str) -> None:
    """Assert that ``deploy`` of the class takes every argument of the dialect's table, by its signature or its code."""
    home = importlib.import_module(module)
    taken = set(inspect.signature(getattr(home, name).deploy).parameters)
    if "kwargs" in taken:
        taken.update(re.findall(r"kwargs\.(?:get|pop)\(\"(\w+)\"", inspect.getsource(home)))
    assert {row.owner or row.keyword for row in table.rows} - taken == set()


def check_steps(api: str, module: str) -> None:
    """Assert that pipeline steps take the cache that a swap makes."""
    steps = importlib.import_module(module)
    cache = as_object(encode("cache", True, api, Job(kind="training")))  # type: ignore[arg-type]
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
