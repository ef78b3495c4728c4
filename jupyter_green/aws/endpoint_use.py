"""What an endpoint came to since it was made: instances over time, calls of each variant, hours of silence."""

from __future__ import annotations

import dataclasses
import re
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_green.aws import enhanced
from jupyter_green.aws.clients import Clients
from jupyter_green.aws.enhanced import read_enhanced
from jupyter_green.aws.measure import Measurement
from jupyter_green.aws.measured import load_of, serverless_footprint
from jupyter_green.aws.metrics import NAMESPACES, Series, read_series, seconds_per_sample, utilisation
from jupyter_green.aws.outcome import Outcome, Problem
from jupyter_green.footprint import Footprint, estimate
from jupyter_green.footprint.carbon import GridBasis
from jupyter_green.footprint.hours import as_hours
from jupyter_green.footprint.result import Input
from jupyter_green.job import Job, Unknown
from jupyter_green.practices import Metrics
from jupyter_green.readers.records import Record, as_seconds, read_endpoint
from jupyter_green.readers.requests import RequestReader
from jupyter_green.wording import say_duration, say_quantity

__all__ = ["ACTIONS", "Use", "mean_instances", "measure_endpoint"]

#: What measuring an endpoint may ask for.
ACTIONS = (
    "sagemaker:DescribeEndpoint",
    "sagemaker:DescribeEndpointConfig",
    "application-autoscaling:DescribeScalingActivities",
    "cloudwatch:GetMetricData",
    *enhanced.ACTIONS,
)
_HOUR = 3600
_COUNT = re.compile(r"(?:count|to)\s+(\d+)")
_CALLS = "AWS/SageMaker"
_LONGEST = 92 * 24 * _HOUR  # what is looked back at


@dataclass(frozen=True, slots=True)
class Use:
    """Calls and seconds of an endpoint between two moments; ``by_variant`` gives the calls of each variant."""

    hours: float
    by_variant: Mapping[str, float]
    busy_hours: float
    last_call: float | None
    silent_share: float | None

    @property
    def calls(self) -> float:
        """All calls, of every variant."""
        return sum(self.by_variant.values())


def measure_endpoint(
    clients: Clients,
    job: Job,
    *,
    clock: Callable[[], float],
    grid: GridBasis = "lifecycle",
    ended: float | None = None,
    days: float | None = None,
) -> Measurement:
    """Return what an endpoint drew from its creation (or the last ``days``) until now, and how it was used.

    The configuration is asked for only where the job's instances are not known.
    """
    region = job.region if isinstance(job.region, str) else None
    would = "its instances and age"
    described = clients.ask("sagemaker", "DescribeEndpoint", region, would=would, EndpointName=job.name)
    if described.value is None:
        return Measurement(None, problems=_some(described.problem))
    problems: list[Problem | None] = []
    config = None
    if not any(isinstance(group.instance_type, str) for group in job.groups) and job.mode != "serverless":
        asked = clients.ask(
            "sagemaker",
            "DescribeEndpointConfig",
            region,
            would="its instance types",
            EndpointConfigName=described.value.get("EndpointConfigName"),
        )
        config = asked.value
        problems.append(asked.problem)
    record = read_endpoint(described.value, config, job, region)
    record = dataclasses.replace(record, job=record.job.with_changes(identity=job.identity or record.job.identity))
    now = ended if ended is not None else clock()
    start = max(record.created or now, now - (_LONGEST if days is None else days * 24 * _HOUR))
    variants = [str(one.get("VariantName")) for one in described.value.get("ProductionVariants") or ()]
    use, metrics, problem = _use(clients, record.job, region, variants, start, now)
    problems.append(problem)
    if record.job.mode == "serverless":
        footprint = _serverless(record, use, grid)
    else:
        activities, problem = _scaling(clients, job, region, variants)
        problems.append(problem)
        first = job if config is None else RequestReader().endpoint_of_config(job.name, config, region)
        footprint = _integrated(record, first, activities, load_of(record.job, metrics), start, now, grid)
    footprint = dataclasses.replace(footprint, state="running" if ended is None else "measured")
    facts = _facts(footprint, use)
    idle: tuple[str, ...] = ()
    if record.job.enhanced_metrics is True and metrics is not None:
        shown = read_enhanced(clients, str(job.name), region, start, now)
        problems.append(shown.problem)
        if shown.value is not None:
            metrics, idle = shown.value.joined(metrics), shown.value.facts()
    found = tuple(one for one in problems if one is not None)
    return Measurement(dataclasses.replace(record, hours=(now - start) / _HOUR), footprint, metrics, found, facts, idle)


def mean_instances(first: int, changes: Sequence[tuple[float, int]], start: float, end: float) -> float:
    """Return the mean number of instances between two moments, from the count at the start and its later changes."""
    if end <= start:
        return float(first)
    area, count, since = 0.0, first, start
    for moment, wanted in sorted(changes):
        if moment > start:
            area += count * (min(moment, end) - since)
            since = min(moment, end)
        count = wanted
    return (area + count * (end - since)) / (end - start)


def _use(
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
    use = Use(
        hours,
        {variant: sum(count for _, count in samples) for variant, samples in calls.items()},
        busy_seconds / _HOUR,
        None if last is None else min(last, end),
        1 - min(len(called), periods) / periods,
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


def _scaling(
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


def _integrated(
    record: Record,
    first: Job,
    changes: Sequence[tuple[str, float, int]],
    load: Any,
    start: float,
    end: float,
    grid: GridBasis,
) -> Footprint:
    """Return the footprint of instances that stood there over time; ``first`` is the endpoint as it was made."""
    job = record.job
    hours = (end - start) / _HOUR
    rate_now = estimate(job, load=load, grid=grid)
    if rate_now.basis != "per hour" or any(isinstance(group.instance_count, Unknown) for group in job.groups):
        return rate_now
    groups, notes = [], list(rate_now.notes)
    total = None
    for group, made in zip(job.groups, first.groups, strict=False):
        count = made.instance_count if isinstance(made.instance_count, int) else group.instance_count
        mine = [(moment, count) for variant, moment, count in changes if not group.name or variant == group.name]
        mean = mean_instances(count if isinstance(count, int) else 1, mine, start, end)
        one = estimate(
            job.with_changes(instance_groups=None, instance_type=group.instance_type, instance_count=1),
            load=load,
            grid=grid,
        )
        part = one.rate.times(as_hours(hours * mean))
        total = part if total is None else total.plus(part)
        groups.append(f"{mean:.2g} × {group.instance_type}")
    if changes:
        notes.append(f"scaled {len(changes)} times: on average {' + '.join(groups)}")
    if load is None:
        notes.append("no load was measured: the range is that of a usual endpoint")
    told = Input("hours", say_duration(hours * _HOUR), "looked up", "AWS, since it was made")
    label = f"in the {say_duration(hours * _HOUR)} it stood there"
    return dataclasses.replace(
        rate_now, total=total, total_label=label, inputs=(*rate_now.inputs, told), notes=tuple(notes)
    )


def _serverless(record: Record, use: Use | None, grid: GridBasis) -> Footprint:
    if use is None or (use.calls and not use.busy_hours):
        return estimate(record.job, grid=grid)
    return serverless_footprint(record, use.busy_hours, use.calls, "what stands by between calls is not counted", grid)


def _facts(footprint: Footprint, use: Use | None) -> tuple[str, ...]:
    if use is None:
        return ()
    lines = [f"{use.calls:,.0f} calls in {say_duration(use.hours * _HOUR)}"]
    if len(use.by_variant) > 1:
        lines += [f"  {variant}: {calls:,.0f} calls" for variant, calls in sorted(use.by_variant.items())]
    if use.silent_share is not None:
        lines.append(f"silent in {use.silent_share:.0%} of the hours")
    if use.calls and footprint.total is not None:
        per = footprint.total.times(1000 / use.calls)
        said = " · ".join(say_quantity(amount) for amount in (per.carbon, per.energy, per.cost) if amount.is_known)
        lines.append(f"per 1,000 calls: {said}")
    return tuple(lines)


def _some(problem: Problem | None) -> tuple[Problem, ...]:
    return () if problem is None else (problem,)
