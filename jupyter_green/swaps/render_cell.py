"""What rendered code is made of: a cell under construction, and arguments from the dialect tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from jupyter_green.dialects import sdk_v2
from jupyter_green.dialects.spelling import Row
from jupyter_green.job import Job, Unknown
from jupyter_green.swaps.encode import encode, owner_class
from jupyter_green.swaps.layout import lay_out
from jupyter_green.swaps.made import Made

__all__ = [
    "MODEL_DATA",
    "Cell",
    "Name",
    "deploy_arguments",
    "known_text",
    "schedule_code",
    "spelt_arguments",
    "transform_code",
    "trial_skip",
    "tuner_arguments",
]

MODEL_DATA = "s3://my-bucket/model/model.tar.gz"
#: Said even where they are the default, because other arguments lean on them.
_SAID = frozenset({"instance_count", "serverless_memory_mb"})
_DECIDED_BEFORE = frozenset({"framework", "model_name", "image", "name", "tags", "metric_definitions", "model_data"})


class Name:
    """A name that the code uses as it stands."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


@dataclass
class Cell:
    """Code under construction: its imports and its statements."""

    imports: dict[str, set[str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def use(self, module: str, name: str) -> str:
        """Import a name and return how it is called."""
        self.imports.setdefault(module, set()).add(name)
        return name

    def call(self, called: str, arguments: dict[str, Any], to: str = "") -> None:
        """Add a call, one argument a line where it would get too long; an argument of None is left out."""
        held = Made(called, "", tuple((name, value) for name, value in arguments.items() if value is not None))
        head = f"{to} = " if to else ""

        def as_called(module: str, name: str) -> str:
            return self.use(module, name) if module else name

        self.lines.append(head + lay_out(held, as_called, before=len(head)))

    def text(self) -> str:
        """Return the whole cell, imports first."""
        heads = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(self.imports.items())]
        return "\n".join([*heads, "", *self.lines] if heads else self.lines) + "\n"


def spelt_arguments(job: Job, rows: Iterable[Row], api: str, skip: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return the encoded arguments that the rows give for the fields that the job sets, nested ones in their owner."""
    said: dict[str, Any] = {}
    nested: dict[str, tuple[str, dict[str, Any]]] = {}
    for row in rows:
        value = getattr(job, row.field)
        if value is None or isinstance(value, Unknown) or value == ():
            continue
        if value == row.default and row.field not in _SAID:
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


def trial_skip(job: Job) -> frozenset[str]:
    """Return the fields that an estimator or trainer does not say for this job."""
    return frozenset({"vpc", "model_id", "instance_preferences"}) if job.kind == "tuning" else frozenset({"model_id"})


def tuner_arguments(job: Job, api: str, rows: Iterable[Row]) -> dict[str, Any]:
    """Return the arguments of a tuner; what it searches is the reader's own ``ranges``."""
    said = {"objective_metric_name": job.get("objective", "validation:auc"), "hyperparameter_ranges": Name("ranges")}
    skip = frozenset({"objective", "hyperparameter_ranges", "warm_start", "tags", "completion_criteria"})
    said |= spelt_arguments(job, rows, api, skip)
    if job.completion_criteria:
        said["completion_criteria_config"] = encode("completion", job.completion_criteria, api, job)
    return said


def deploy_arguments(job: Job, api: str, rows: Iterable[Row]) -> dict[str, Any]:
    """Return the arguments of ``deploy``: instances, or a serverless or asynchronous configuration."""
    said = spelt_arguments(job, rows, api)
    if isinstance(job.name, str):
        said["endpoint_name"] = job.name
    if job.mode == "serverless":
        for word in ("initial_instance_count", "instance_type"):
            said.pop(word, None)
    elif "instance_type" in said:
        said.setdefault("initial_instance_count", job.get("instance_count", 1))
    return said


def transform_code(module: str, api: str) -> Callable[[Job, Cell], None]:
    """Return a writer of batch transform code, which both generations spell alike."""

    def write(job: Job, cell: Cell) -> None:
        said = {"model_name": job.get("model_name", "my-model"), "sagemaker_session": Name("session")}
        said |= spelt_arguments(job, sdk_v2.TRANSFORMER_ROWS, api)
        cell.call(cell.use(module, "Transformer"), said, "transformer")
        address = next(iter(job.get("inputs", ())), "s3://my-bucket/records/")
        more = {"content_type": job.get("content_type", None), "compression_type": job.get("compression", None)}
        cell.call("transformer.transform", {"data": address, **more})

    return write


def schedule_code(module: str, api: str) -> Callable[[Job, Cell], None]:
    """Return a writer of a monitoring schedule, which both generations spell alike."""

    def write(job: Job, cell: Cell) -> None:
        said: dict[str, Any] = {"role": Name("role"), "sagemaker_session": Name("session")}
        said |= spelt_arguments(job, sdk_v2.MONITOR.rows, api)
        cell.call(cell.use(module, "DefaultModelMonitor"), said, "monitor")
        asked = {"endpoint_input": "my-endpoint", "output_s3_uri": "s3://my-bucket/output/"}
        when = job.schedule if known_text(job.schedule) else None
        cell.call("monitor.create_monitoring_schedule", {**asked, "schedule_cron_expression": when})

    return write


def known_text(value: Any) -> bool:
    """True for a text that is set and known."""
    return isinstance(value, str) and bool(value)
