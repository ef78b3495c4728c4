"""What a change brings with it: settings that must move together, so that a swap never leaves half of a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from jupyter_green.dialects.limits import max_runtime_of
from jupyter_green.job import Job, known
from jupyter_green.practices.advice import Swap
from jupyter_green.swaps.legality import most_epochs

__all__ = ["complete"]

_WAIT_FACTOR = 2
_SERVERLESS = {"serverless_memory_mb": 2048, "serverless_max_concurrency": 5}
_SERVERLESS_FIELDS = ("serverless_memory_mb", "serverless_max_concurrency", "provisioned_concurrency")
_INSTANCE_FIELDS = ("instance_type", "instance_count", "instance_groups", "instance_preferences", "managed_scaling")


def complete(swap: Swap, job: Job) -> Swap:
    """Return the swap with everything its changes require of ``job``; what it says itself stands.

    Nothing is invented: what only the user can know (an instance type, the epochs of a trial) is not added, and
    :func:`jupyter_green.swaps.legality.why_illegal` then says what is missing.
    """
    changes: dict[str, Any] = dict(swap.changes)
    for rule in _RULES:
        after = job.with_changes(**changes)
        for name, value in rule(changes, after).items():
            if name not in changes and getattr(after, name) != value:
                changes[name] = value
    return swap if len(changes) == len(swap.changes) else replace(swap, changes=MappingProxyType(changes))


def _with_spot(changes: dict[str, Any], after: Job) -> dict[str, Any]:
    if "spot" in changes and after.spot is not True:
        return {"max_wait": None}
    if after.spot is not True or not changes.keys() & {"spot", "max_runtime"}:
        return {}
    limit = max_runtime_of(after)
    wait = after.get("max_wait", 0)
    more: dict[str, Any] = {"max_wait": _WAIT_FACTOR * limit} if limit is not None and wait < limit else {}
    if after.api == "sdk_v3" and after.max_runtime is None:
        more["max_runtime"] = limit  # beside a waiting time nothing fills in the SDK's hour any more
    return {**more, "keep_alive": None} if "spot" in changes else more


def _with_strategy(changes: dict[str, Any], after: Job) -> dict[str, Any]:
    if "strategy" not in changes:
        return {}
    if after.strategy != "Hyperband":
        return {"hyperband_resource": None}
    epochs = most_epochs(after)
    resource = {"hyperband_resource": (1, epochs)} if epochs and after.hyperband_resource is None else {}
    return {"early_stopping": "Off", **resource}


def _with_trials(changes: dict[str, Any], after: Job) -> dict[str, Any]:
    trials, at_once = after.get("max_jobs", None), after.get("max_parallel_jobs", None)
    if "max_jobs" in changes and trials is not None and at_once is not None and at_once > trials:
        return {"max_parallel_jobs": trials}
    return {}


def _with_mode(changes: dict[str, Any], after: Job) -> dict[str, Any]:
    if "serverless_memory_mb" in changes and known(after.serverless_memory_mb) and "mode" not in changes:
        changes["mode"] = "serverless"
        after = after.with_changes(mode="serverless")
    if "mode" not in changes:
        return {}
    if after.mode != "serverless":
        return dict.fromkeys(_SERVERLESS_FIELDS)
    given = {name: value for name, value in _SERVERLESS.items() if not known(getattr(after, name))}
    return {**dict.fromkeys(_INSTANCE_FIELDS), "autoscaling": None, **given}


def _with_instances(changes: dict[str, Any], after: Job) -> dict[str, Any]:
    if known(changes.get("instance_preferences")) and after.kind == "training":
        return {"instance_type": None, "instance_groups": None}
    if known(changes.get("instance_type")):
        return {"instance_preferences": None}
    if known(changes.get("instance_groups")):
        return {"instance_type": None, "instance_count": None, "instance_preferences": None}
    return {}


_RULES: tuple[Callable[[dict[str, Any], Job], dict[str, Any]], ...] = (
    _with_spot,
    _with_strategy,
    _with_trials,
    _with_mode,
    _with_instances,
)
