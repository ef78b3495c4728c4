"""Jobs that a pipeline runs as code: the step around them, in each SDK and in a definition for boto3."""

from __future__ import annotations

from typing import Any

from jupyter_green.job import Job
from jupyter_green.swaps.encode import encode
from jupyter_green.swaps.layout import lay_out
from jupyter_green.swaps.made import Made
from jupyter_green.swaps.render_cell import Cell, Name

__all__ = ["add_training_step", "is_training_step", "pipeline_code", "pipeline_session"]

_CACHED_FOR = "P30D"


def is_training_step(job: Job) -> bool:
    """True for a training job that a pipeline runs."""
    return job.kind == "training" and isinstance(job.part_of, str)


def pipeline_session(cell: Cell, module: str) -> Name:
    """Return the session under which a verb records its job for a step instead of starting it."""
    return Name(cell.use(module, "PipelineSession") + "()")


def add_training_step(job: Job, cell: Cell, module: str, arguments: Any) -> None:
    """Add the step that trains with ``arguments``, what the SDK's verb gives under a pipeline session."""
    said = {"name": job.get("name", "Train"), "step_args": arguments}
    cached = encode("cache", job.cache is True, job.get("api", "sdk_v2"), job)
    cell.call(cell.use(module, "TrainingStep"), said | ({"cache_config": cached} if cached is not None else {}), "step")


def pipeline_code(job: Job, request: dict[str, Any]) -> list[str]:
    """Return the lines that create a pipeline with one training step, by a client called ``client``."""
    step = {"Name": job.get("name", "Train"), "Type": "Training", "Arguments": request}
    if job.cache is True:
        step["CacheConfig"] = {"Enabled": True, "ExpireAfter": _CACHED_FOR}
    definition = {"Version": "2020-12-01", "Steps": [step]}
    text = Name("json.dumps(definition)")
    said = {"PipelineName": job.part_of, "PipelineDefinition": text, "RoleArn": request["RoleArn"]}
    call = Made("client.create_pipeline", "", tuple(said.items()))
    head = "definition = "
    return [head + lay_out(definition, _bare, before=len(head)), lay_out(call, _bare)]


def _bare(module: str, name: str) -> str:
    return name
