"""What CloudWatch and autoscaling remember of an endpoint: calls of each variant, load, and when it scaled."""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_green.aws.clients import Clients
from jupyter_green.aws.metrics import NAMESPACES, Series, read_series, seconds_per_sample, utilisation
from jupyter_green.aws.outcome import Outcome, Problem
from jupyter_green.job import Job
from jupyter_green.practices import Metrics
from jupyter_green.readers.records import as_seconds

__all__ = ["Use", "read_scaling", "read_use", "variants_left"]

_HOUR = 3600
_COUNT = re.compile(r"(?:count|to)\s+(\d+)")
_CALLS = "AWS/SageMaker"


@dataclass(frozen=True, slots=True)
class Use:
    """Calls and seconds of an endpoint between two moments; ``by_variant`` gives the calls of each variant.

    ``last_sample`` is the end of the last period of which anything was told; None where nothing was.
    """

    hours: float
    by_variant: Mapping[str, float]
    busy_hours: float
    last_call: float | None
    silent_share: float | None
    last_sample: float | None = None

    @property
    def calls(self) -> float:
        """All calls, of every variant."""
        return sum(self.by_variant.values())


def read_use(
    clients: Clients, job: Job, region: str | None, variants: Sequence[str], start: float, end: float
) -> tuple[Use | None, Metrics | None, Problem | None]:
    """Return calls and load of all variants, hour by hour, from one question to CloudWatch."""
    series: list[Series] = []
    for variant in variants or ("AllTraffic",):
        which = (("EndpointName", str(job.name)), ("VariantName", variant))
        series += [Series(_CALLS, "Invocations", which, "Sum"), Series(_CALLS, "ModelLatency", which)]
        loads = ("CPUUtilization", "GPUUtilization", "GPUMemoryUtilization", "MemoryUtilization", "DiskUtilization")
        series += [Series(NAMESPACES["endpoint"], name, which) for name in loads]
    period = seconds_per_sample(start, end, now=end, least=_HOUR)
    would = "its calls and its load"
    outcome: Outcome[Any] = read_series(clients, region, series, start, end, period, would=would)
    if outcome.value is None:
        return None, None, outcome.problem
    calls = {one.dimensions[1][1]: samples for one, samples in outcome.value.items() if one.metric == "Invocations"}
    latency = {one.dimensions[1][1]: dict(samples) for one, samples in outcome.value.items() if "Latency" in one.metric}
    busy_seconds = 0.0
    for variant, samples in calls.items():
        for moment, count in samples:
            busy_seconds += count * latency.get(variant, {}).get(moment, 0.0) / 1e6
    periods = max(1, round((end - start) / period))
    called = {moment for samples in calls.values() for moment, count in samples if count > 0}
    hours = (end - start) / _HOUR
    last = max(called) + period if called else None
    moments = [moment for samples in outcome.value.values() for moment, _ in samples]
    use = Use(
        hours,
        {variant: sum(count for _, count in samples) for variant, samples in calls.items()},
        busy_seconds / _HOUR,
        None if last is None else min(last, end),
        1 - min(len(called), periods) / periods,
        min(max(moments) + period, end) if moments else None,
    )
    told: dict[str, list[float]] = {}
    for one, samples in outcome.value.items():
        if one.namespace == NAMESPACES["endpoint"]:
            told.setdefault(one.metric, []).append(statistics.fmean(value for _, value in samples))
    means = {name: statistics.fmean(values) for name, values in told.items()}
    metrics = utilisation(
        job,
        means,
        "CloudWatch",
        invocations_per_hour=use.calls / hours if hours > 0 else None,
        silent_hours=(end - (use.last_call or start)) / _HOUR,
        silent_share=use.silent_share,
        model_latency_ms=1000 * busy_seconds / use.calls if use.calls and busy_seconds else None,
        hours=hours,
    )
    return use, metrics, None


def read_scaling(
    clients: Clients, job: Job, region: str | None, variants: Sequence[str]
) -> tuple[list[tuple[str, float, int]], Problem | None]:
    """Return the scaling of the endpoint's variants: variant, moment and the count wanted from then on."""
    changes: list[tuple[str, float, int]] = []
    for variant in variants:
        items, problem = clients.everything(
            "application-autoscaling",
            "DescribeScalingActivities",
            "ScalingActivities",
            region,
            would="how its instances scaled",
            ServiceNamespace="sagemaker",
            ResourceId=f"endpoint/{job.name}/variant/{variant}",
            ScalableDimension="sagemaker:variant:DesiredInstanceCount",
        )
        if problem is not None:
            return changes, problem
        for one in items:
            counts = _COUNT.findall(f"{one.get('Description', '')} {one.get('StatusMessage', '')}")
            moment = as_seconds(one.get("EndTime")) or as_seconds(one.get("StartTime"))
            if counts and moment is not None and one.get("StatusCode") == "Successful":
                changes.append((variant, moment, int(counts[0])))
    return changes, None


def variants_left(clients: Clients, job: Job, region: str | None) -> list[str]:
    """Return the variants of an endpoint that is no longer described: as known here, else as its metrics name them.

    CloudWatch lists metrics for two weeks after the last sample; then the SDKs' own name of a single variant is left.
    """
    known = [group.name for group in job.groups if group.name]
    if known:
        return known
    which = [{"Name": "EndpointName", "Value": str(job.name)}]
    would = "the names of its variants"
    listed, _ = clients.everything(
        "cloudwatch", "ListMetrics", "Metrics", region, would=would, Namespace=_CALLS, Dimensions=which
    )
    names = {
        str(one["Value"])
        for metric in listed
        for one in metric.get("Dimensions") or ()
        if one.get("Name") == "VariantName"
    }
    return sorted(names) or ["AllTraffic"]
