"""From a live pipeline object to the jobs of its steps, without compiling it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from jupyter_green.job import Job
from jupyter_green.readers.requests import job_identity
from jupyter_green.readers.safely import safe_dict
from jupyter_green.readers.values import decode_plain
from jupyter_green.unknown import STEPS_MADE_ELSEWHERE

__all__ = ["read_pipeline_object", "step_makers"]

_STEP_OBJECTS = ("estimator", "tuner", "processor", "transformer")


class _Read(Protocol):
    def __call__(self, value: object, *, region: str | None = None) -> tuple[Job, ...]: ...


def read_pipeline_object(held: Mapping[str, Any], api: str, region: str | None, read: _Read) -> tuple[Job, ...]:
    """Return the pipeline and the jobs of its steps; ``read`` reads the objects that the steps hold."""
    name = decode_plain(held.get("name")).value
    steps = tuple(_steps(held.get("steps"), str(name), region, read))
    known_steps = steps if held.get("steps") else STEPS_MADE_ELSEWHERE
    identity = job_identity("pipeline", name)
    return (Job(kind="pipeline", name=name, region=region, api=api, steps=known_steps, identity=identity), *steps)


def _each_step(steps: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    for step in steps[:200] if type(steps) is list and depth < 5 else ():
        held = safe_dict(step)
        yield held
        for branch in ("if_steps", "else_steps"):
            yield from _each_step(held.get(branch), depth + 1)


def _step_makers(held: Mapping[str, Any]) -> list[Any]:
    arguments = held.get("step_args")
    positional = safe_dict(arguments).get("func_args") if arguments is not None else None
    makers = [held.get(name) for name in _STEP_OBJECTS]
    if type(positional) in (list, tuple) and positional:
        makers.append(positional[0])
    return [maker for maker in makers if maker is not None]


def step_makers(steps: Any) -> Iterator[Any]:
    """Yield the estimators, tuners, processors and transformers that a pipeline's steps hold."""
    for held in _each_step(steps):
        yield from _step_makers(held)


def _steps(steps: Any, pipeline: str, region: str | None, read: _Read) -> Iterator[Job]:
    for held in _each_step(steps):
        name = decode_plain(held.get("name")).value
        cache = held.get("cache_config")
        cached = bool(safe_dict(cache).get("enable_caching")) if cache is not None else False
        for maker in _step_makers(held):
            for job in read(maker, region=region):
                identity = f"{job.kind}-step:{pipeline}/{name}"
                yield job.with_changes(name=name, part_of=pipeline, cache=cached, identity=identity)
