"""Serverless endpoints: the memory a model needs there, and the change from instances to slots."""

from __future__ import annotations

import math

from jupyter_green.catalog.instances import InstanceType
from jupyter_green.job import Job, known
from jupyter_green.practices.context import Context

__all__ = ["MOST_MB", "memory_needed", "serverless_changes"]

MOST_MB = 6144
_STEP_MB = 1024
_ONLY_WITH_INSTANCES = ("volume_gb", "autoscaling", "managed_scaling", "routing", "enhanced_metrics")


def memory_needed(job: Job, now: InstanceType, context: Context) -> int | None:
    """Return the memory size in whole GB as MB: told, measured, or bounded by what the instance has; else None.

    The answer may be more than serverless endpoints offer.
    """
    told, metrics = context.fact("model_memory_mb"), context.metrics_of(job)
    if isinstance(told, (int, float)) and told > 0:
        need = float(told)
    elif metrics is not None and metrics.memory is not None:
        need = metrics.memory * now.memory_gib * _STEP_MB
    elif now.memory_gib * _STEP_MB <= MOST_MB:
        need = now.memory_gib * _STEP_MB
    else:
        return None
    return max(1, math.ceil(need / _STEP_MB)) * _STEP_MB


def serverless_changes(job: Job, memory_mb: int, concurrency: int) -> dict[str, object]:
    """Return the change that leaves nothing of the instances behind, so that no illegal combination remains."""
    changes: dict[str, object] = {
        "mode": "serverless",
        "serverless_memory_mb": memory_mb,
        "serverless_max_concurrency": concurrency,
        "instance_type": None,
        "instance_count": None,
    }
    changes.update({name: None for name in _ONLY_WITH_INSTANCES if known(getattr(job, name))})
    return changes
