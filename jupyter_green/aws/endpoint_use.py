"""What an endpoint came to since it was made: instances over time, calls of each variant, hours of silence."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from jupyter_green.aws import enhanced
from jupyter_green.aws.clients import Clients
from jupyter_green.aws.endpoint_calls import Use, read_scaling, read_use, variants_left
from jupyter_green.aws.enhanced import read_enhanced
from jupyter_green.aws.measure import Measurement
from jupyter_green.aws.measured import load_of, serverless_footprint
from jupyter_green.aws.outcome import Problem
from jupyter_green.footprint import Footprint, estimate
from jupyter_green.footprint.carbon import GridBasis
from jupyter_green.footprint.hours import as_hours
from jupyter_green.footprint.result import Input
from jupyter_green.job import Job, Unknown
from jupyter_green.readers.records import Record, read_endpoint
from jupyter_green.readers.requests import RequestReader
from jupyter_green.wording import say_duration, say_quantity

__all__ = ["ACTIONS", "mean_instances", "measure_deleted_endpoint", "measure_endpoint"]

#: What measuring an endpoint may ask for.
ACTIONS = (
    "sagemaker:DescribeEndpoint",
    "sagemaker:DescribeEndpointConfig",
    "application-autoscaling:DescribeScalingActivities",
    "cloudwatch:GetMetricData",
    *enhanced.ACTIONS,
)
_HOUR = 3600
_LONGEST = 92 * 24 * _HOUR  # what is looked back at
_LONGEST_METRICS = 455 * 24 * _HOUR  # what CloudWatch keeps
_NOTHING_LEFT = "no metric of it is left: another account or Region, or it never answered"


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
    use, metrics, problem = read_use(clients, record.job, region, variants, start, now)
    problems.append(problem)
    if record.job.mode == "serverless":
        footprint = _serverless(record, use, grid)
    else:
        activities, problem = read_scaling(clients, job, region, variants)
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


def measure_deleted_endpoint(
    clients: Clients,
    job: Job,
    *,
    started: float,
    ended: float | None,
    clock: Callable[[], float],
    grid: GridBasis = "lifecycle",
) -> Measurement:
    """Return what a deleted endpoint came to, from what is known of it here and the metrics that outlive it.

    AWS describes it no more: the size is the one it was made with, changed by what autoscaling still tells. Where
    nobody saw its end, that is when its last sample ends.
    """
    region = job.region if isinstance(job.region, str) else None
    variants = variants_left(clients, job, region)
    start, until = max(started, clock() - _LONGEST_METRICS), clock() if ended is None else ended
    use, metrics, problem = read_use(clients, job, region, variants, start, until)
    problems = [problem]
    if ended is None and (use is None or use.last_sample is None):
        return Measurement(None, problems=_some(problem), facts=() if problem is not None else (_NOTHING_LEFT,))
    end = until if ended is not None or use is None or use.last_sample is None else use.last_sample
    if end < until:  # silence is counted to the end, not to now
        use, metrics, problem = read_use(clients, job, region, variants, start, end)
        problems.append(problem)
    record = Record(job, "Deleted", True, started, started, end, (end - start) / _HOUR)
    if job.mode == "serverless":
        footprint = _serverless(record, use, grid)
    else:
        activities, problem = read_scaling(clients, job, region, variants)
        problems.append(None if problem is not None and problem.why == "missing" else problem)
        footprint = _integrated(record, job, activities, load_of(job, metrics), start, end, grid)
        scaled = "" if activities else "; no scaling of it is told any more"
        footprint = dataclasses.replace(
            footprint, notes=(*footprint.notes, f"deleted: at the size it was made with{scaled}")
        )
    if ended is None:
        footprint = dataclasses.replace(
            footprint, notes=(*footprint.notes, "nobody saw it being deleted: its end is that of its last metric")
        )
    footprint = dataclasses.replace(footprint, state="measured")
    found = tuple(dict.fromkeys(one for one in problems if one is not None))
    return Measurement(record, footprint, metrics, found, _facts(footprint, use))


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
