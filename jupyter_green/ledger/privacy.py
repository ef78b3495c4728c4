"""What of a job may be written down: settings, never values that could name a person, an account or a bucket.

A field that is not listed here is not written, so a new field of a Job is private until somebody decides otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jupyter_green.job import InstanceGroup, Job, Unknown

__all__ = ["job_of", "scrub", "told_of", "value_of"]

#: Written as they are (texts scrubbed).
_PLAIN = (
    "kind", "name", "region", "api", "part_of", "instance_type", "instance_count", "instance_preferences", "volume_gb",
    "local", "serverless_job", "max_runtime", "max_wait", "spot", "keep_alive", "framework", "framework_version",
    "base_framework", "python_version", "model_id", "distribution", "compiler", "debugger_hook", "profiler",
    "retry_attempts", "input_mode", "content_type", "compression", "data_distribution", "strategy", "max_jobs",
    "max_parallel_jobs", "early_stopping", "tuning_max_runtime", "autotune", "objective", "hyperband_resource", "mode",
    "serverless_memory_mb", "serverless_max_concurrency", "provisioned_concurrency", "containers", "autoscaling",
    "managed_scaling", "inference_components", "component_accelerators", "component_cpus", "component_memory_mb",
    "copies", "routing", "data_capture", "vpc", "network_isolation", "accelerator_type", "enhanced_metrics", "shadow",
    "max_concurrent_transforms", "max_payload_mb", "batch_strategy", "cache", "schedule", "online_store",
    "storage_format", "max_capacity", "idle_timeout", "passes",
)  # fmt: skip
#: Written as the bare fact that they are set.
_WHETHER = (
    "checkpoint",
    "output",
    "model_data",
    "warm_start",
    "completion_criteria",
    "lifecycle_config",
    "training_plan",
)
#: Written as the last part of a path.
_FILE_NAMES = ("entry_point", "image")
#: Written as the names alone.
_NAMES = ("hyperparameters", "environment", "hyperparameter_ranges")

_SECRETS = (
    (re.compile(r"arn:[\w-]+:[^\s\"']+"), "arn:…"),
    (re.compile(r"s3[an]?://[^\s\"']+", re.IGNORECASE), "s3://…"),
    (re.compile(r"(?<!\d)\d{12}(?!\d)"), "…"),
)


def scrub(text: str) -> str:
    """Return a text without ARNs, account ids and S3 addresses."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def told_of(job: Job) -> dict[str, Any]:
    """Return the settings of a job that may be written, ready for JSON; what is not set is left out."""
    told = {}
    for name in ("instance_groups", *_PLAIN, *_WHETHER, *_FILE_NAMES, *_NAMES):
        value = getattr(job, name)
        if name == "name" and job.kind == "storage":
            continue  # it is a bucket's
        if value is not None and value is not False:
            told[name] = value_of(name, value)
    return told


def value_of(name: str, value: Any) -> Any:
    """Return one field's value as it may be written."""
    if value is None or value is False:
        return value
    if isinstance(value, Unknown):
        return {"unknown": scrub(value.reason)}
    if name == "instance_groups":
        return [
            [value_of("", group.instance_type), value_of("", group.instance_count), scrub(group.name)]
            for group in value
        ]
    if name in _NAMES:
        return sorted(scrub(key) for key in value if type(key) is str) if isinstance(value, Mapping) else True
    if name in _FILE_NAMES:
        return scrub(re.split(r"[/\\]", value)[-1]) if type(value) is str else True
    if name and name not in _PLAIN:
        return not (type(value) is str and not value)
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    return value if isinstance(value, (bool, int, float)) or value is None else True


def job_of(told: Mapping[str, Any]) -> Job | None:
    """Return the job that was written, as far as a footprint needs it; None when even its kind is missing."""
    if "kind" not in told:
        return None
    fields: dict[str, Any] = {}
    for name in ("instance_groups", *_PLAIN, *_FILE_NAMES):
        if name not in told:
            continue
        value = told[name]
        if name == "instance_groups" and isinstance(value, list):
            fields[name] = tuple(InstanceGroup(_back(kind), _back(count), label) for kind, count, label in value)
        else:
            fields[name] = _back(value)
    return Job(**fields)


def _back(value: Any) -> Any:
    if isinstance(value, dict):
        return Unknown(str(value.get("unknown", "")))
    return tuple(value) if isinstance(value, list) else value
