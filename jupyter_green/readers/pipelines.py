"""From a pipeline's definition to the jobs of its steps, with parameters resolved."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from jupyter_green.dialects.api import collect
from jupyter_green.job import Job

__all__ = ["STEP_OPERATIONS", "pipeline_steps"]


class _Reads(Protocol):
    def read(self, operation: str, request: Mapping[str, Any], *, region: str | None = None) -> tuple[Job, ...]: ...


def pipeline_steps(
    name: str, request: Mapping[str, Any], given: Mapping[Any, Any], region: str | None, reader: _Reads
) -> Iterator[Job]:
    """Yield the jobs of a pipeline's definition with its parameters' defaults, overridden by ``given``."""
    try:
        definition = json.loads(request.get("PipelineDefinition") or "{}")
    except (ValueError, RecursionError):
        return
    if not isinstance(definition, dict):
        return
    defaults = {p.get("Name"): p.get("DefaultValue") for p in definition.get("Parameters") or () if isinstance(p, dict)}
    values = {**defaults, **given}
    for step in _all_steps(definition.get("Steps")):
        operation = STEP_OPERATIONS.get(str(step.get("Type")))
        arguments = _resolve(step.get("Arguments"), values)
        if operation is None or not isinstance(arguments, dict):
            continue
        step_name = str(step.get("Name", ""))
        for job in reader.read(operation, arguments, region=region):
            yield job.with_changes(
                name=step_name,
                part_of=name,
                cache=bool(collect(step, "CacheConfig.Enabled")),
                identity=f"{job.kind}-step:{name}/{step_name}",
            )


#: Types of steps that run a job, and the operation whose request their arguments are.
STEP_OPERATIONS = {
    "Training": "CreateTrainingJob",
    "Processing": "CreateProcessingJob",
    "Transform": "CreateTransformJob",
    "Tuning": "CreateHyperParameterTuningJob",
    "AutoML": "CreateAutoMLJobV2",
    "QualityCheck": "CreateProcessingJob",
    "ClarifyCheck": "CreateProcessingJob",
}


def _all_steps(steps: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield every step, those in the branches of conditions included."""
    for step in steps if isinstance(steps, list) and depth < 10 else ():
        if not isinstance(step, dict):
            continue
        yield step
        arguments = step.get("Arguments")
        if step.get("Type") == "Condition" and isinstance(arguments, dict):
            yield from _all_steps(arguments.get("IfSteps"), depth + 1)
            yield from _all_steps(arguments.get("ElseSteps"), depth + 1)


def _resolve(node: Any, values: Mapping[Any, Any]) -> Any:
    """Return a step's arguments with ``{"Get": "Parameters.X"}`` replaced by the value where it is known."""
    if isinstance(node, list):
        return [_resolve(item, values) for item in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("Get")
    if isinstance(reference, str) and len(node) == 1:
        return values.get(reference.partition(".")[2]) if reference.startswith("Parameters.") else None
    return {key: _resolve(value, values) for key, value in node.items()}
