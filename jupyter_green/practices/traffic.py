"""How much an endpoint is used, and what it would save to pay only for the time it is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jupyter_green.catalog.instances import find_instance
from jupyter_green.footprint import Amounts
from jupyter_green.footprint.hours import as_hours
from jupyter_green.job import Job
from jupyter_green.practices.advice import Swap
from jupyter_green.practices.context import Context
from jupyter_green.quantities import Quantity

__all__ = ["SILENCE", "TRAFFIC", "Traffic", "saving_by_serverless", "saving_by_share", "traffic_of"]

_MB_PER_VCPU = 1769  # as in the footprint of serverless endpoints
#: What to ask for when the use of an endpoint is not known.
TRAFFIC = ("how many calls an hour it gets (calls_per_hour)", "how many seconds a call takes (seconds_per_call)")
SILENCE = "the share of hours without a call, from 0 to 1 (silent_share)"


@dataclass(frozen=True, slots=True)
class Traffic:
    """Calls per hour, seconds a call takes and the share of hours without a call; None where nobody knows."""

    calls_per_hour: float | None
    seconds_per_call: float | None
    silent_share: float | None

    @property
    def busy_share(self) -> float | None:
        """Request-hours per hour: how many requests run at once on average; None when it is not known."""
        if self.calls_per_hour is None or self.seconds_per_call is None:
            return None
        return self.calls_per_hour * self.seconds_per_call / 3600

    @property
    def missing(self) -> tuple[str, ...]:
        """What to ask for before the busy share is known."""
        values = (self.calls_per_hour, self.seconds_per_call)
        return tuple(text for text, value in zip(TRAFFIC, values, strict=True) if value is None)


def traffic_of(job: Job, context: Context) -> Traffic:
    """Return what the endpoint's metrics say, and what the user told where they are silent."""
    calls, seconds, silent = (_told(context, name) for name in ("calls_per_hour", "seconds_per_call", "silent_share"))
    metrics = context.metrics_of(job)
    if metrics is not None:
        calls = calls if metrics.invocations_per_hour is None else metrics.invocations_per_hour
        seconds = seconds if metrics.model_latency_ms is None else metrics.model_latency_ms / 1000
        silent = silent if metrics.silent_share is None else metrics.silent_share
    return Traffic(calls, seconds, None if silent is None else min(max(silent, 0.0), 1.0))


def saving_by_share(job: Job, context: Context, share: float | None, note: str = "") -> dict[str, Any]:
    """Return what falls away when the job's hardware is gone for ``share`` of its time; nothing when that is unknown.

    The answer is the ``saving``, ``total_saving`` and ``saving_note`` of an Advice.
    """
    before = context.estimate(job)
    if share is None or not before.is_known or before.basis != "per hour":
        return {"saving": None, "total_saving": None, "saving_note": note if share is not None else ""}
    return _as_saving(before.rate.times(-share), context, note)


def saving_by_serverless(job: Job, swap: Swap, context: Context, traffic: Traffic) -> dict[str, Any]:
    """Return the change from instances that stay up to serverless slots that run only while they answer.

    Serverless is estimated per busy hour, so its rate counts only for the busy share. A call may take longer there:
    from as long as now up to as long as its processor time stretches over the fewer vCPUs of the memory size.
    """
    busy = traffic.busy_share
    before, after = context.estimate(job), context.estimate(swap.applied_to(job))
    if busy is None or before.basis != "per hour" or after.basis != "per busy hour":
        return {"saving": None, "total_saving": None, "saving_note": ""}
    now = find_instance(job.instance_type) if isinstance(job.instance_type, str) else None
    slot_vcpus = swap.changes["serverless_memory_mb"] / _MB_PER_VCPU
    slowest = max(1.0, now.vcpus / slot_vcpus) if now is not None else 1.0
    stretch = Quantity.between(1.0, slowest**0.5, slowest, cause="time of a call on serverless")
    change = after.rate.times(stretch * busy).minus(before.rate)
    return _as_saving(change, context, "at your calls per hour; nothing is counted for serverless while it is idle")


def _as_saving(change: Amounts, context: Context, note: str) -> dict[str, Any]:
    total = None if context.hours is None else change.times(as_hours(context.hours))
    return {"saving": change, "total_saving": total, "saving_note": note}


def _told(context: Context, name: str) -> float | None:
    value = context.fact(name)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0 else None
