"""What an endpoint's enhanced metrics show: instances and containers without a call, accelerators without work.

They carry the dimensions InstanceId, AcceleratorId and ContainerId. The ids are known to CloudWatch alone, so they are
listed first; then one question asks for all of them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_green.aws.clients import Clients
from jupyter_green.aws.metrics import MOST_QUERIES, NAMESPACES, Series, read_series, seconds_per_sample
from jupyter_green.aws.outcome import Outcome
from jupyter_green.practices import Metrics
from jupyter_green.wording import say_duration

__all__ = ["ACTIONS", "Enhanced", "read_enhanced"]

#: What reading enhanced metrics may ask for.
ACTIONS = ("cloudwatch:ListMetrics", "cloudwatch:GetMetricData")
_WOULD = "its instances without a call and accelerators without work"
_HOUR = 3600
_WINDOW = 24 * _HOUR
_NO_WORK = 1.0  # percent, the highest of the window
_LOADS = NAMESPACES["endpoint"]


@dataclass(frozen=True, slots=True)
class Enhanced:
    """What stood there in the last hours, and how much of it did nothing.

    ``idle_accelerators`` is how many of each instance did no work, of instances that were called; None where no
    accelerator tells. ``looked_at`` is less than ``instances`` where one question does not take them all.
    """

    hours: float
    instances: int
    looked_at: int
    empty: int
    idle_accelerators: int | None
    containers: int
    idle_containers: int

    def joined(self, metrics: Metrics) -> Metrics:
        """Return the metrics with what practices ask of it."""
        idle = None if self.idle_accelerators is None else float(self.idle_accelerators)
        return dataclasses.replace(metrics, empty_instances=float(self.empty), idle_accelerators=idle)

    def facts(self) -> tuple[str, ...]:
        """Return what is worth a line."""
        when = f"in the last {say_duration(self.hours * _HOUR)}"
        lines = [f"{self.empty} of {self.looked_at} instances got no call {when}"]
        if self.looked_at < self.instances:
            lines[0] += f" (looked at {self.looked_at} of {self.instances})"
        if self.idle_accelerators:
            lines.append(f"{self.idle_accelerators} accelerators of each instance did no work {when}")
        if self.containers:
            lines.append(f"{self.idle_containers} of {self.containers} containers got no call {when}")
        return tuple(lines)


def read_enhanced(clients: Clients, name: str, region: str | None, start: float, end: float) -> Outcome[Enhanced]:
    """Return what the enhanced metrics of the last day tell; no value where there are none.

    Only instances that stand now, and have for an hour, are judged.
    """
    listed, problem = clients.everything(
        "cloudwatch",
        "ListMetrics",
        "Metrics",
        region,
        would=_WOULD,
        Dimensions=[{"Name": "EndpointName", "Value": name}],
        RecentlyActive="PT3H",
    )
    if problem is not None:
        return Outcome(problem=problem)
    by_instance, containers = _by_instance(listed)
    if not by_instance:
        return Outcome()
    series, looked_at = _that_fit(by_instance)
    since = max(start, end - _WINDOW)
    period = seconds_per_sample(since, end, now=end, least=_HOUR)
    told = read_series(clients, region, series, since, end, period, would=_WOULD)
    if told.value is None:
        return Outcome(problem=told.problem)
    old_enough = {
        _dimension(one, "InstanceId")
        for one, samples in told.value.items()
        if one.namespace == _LOADS and samples[0][0] <= end - period - _HOUR  # a sample tells of the period after it
    }
    judged = [instance for instance in looked_at if instance in old_enough]
    if not judged:
        return Outcome()
    return Outcome(_judge(told.value, containers, judged, len(by_instance), (end - since) / _HOUR))


def _by_instance(listed: Iterable[Mapping[str, Any]]) -> tuple[dict[str, list[Series]], dict[str, set[str]]]:
    """Return by instance the series to ask for and the containers; only instances with a load stand there."""
    found: dict[str, list[Series]] = {}
    containers: dict[str, set[str]] = {}
    standing: set[str] = set()
    for metric in listed:
        which = tuple((str(one["Name"]), str(one["Value"])) for one in metric.get("Dimensions") or ())
        told = dict(which)
        instance = told.get("InstanceId")
        if instance is None:
            continue
        space, what = str(metric.get("Namespace")), str(metric.get("MetricName"))
        if "ContainerId" in told:  # it stands there, called or not
            containers.setdefault(instance, set()).add(told["ContainerId"])
        if what == "Invocations":
            found.setdefault(instance, []).append(Series(space, what, which, "Sum"))
        elif space == _LOADS and what == ("GPUUtilization" if "AcceleratorId" in told else "CPUUtilization"):
            found.setdefault(instance, []).append(Series(space, what, which, "Maximum"))
            standing.add(instance)
    return {instance: found[instance] for instance in standing}, containers


def _that_fit(by_instance: Mapping[str, Sequence[Series]]) -> tuple[list[Series], list[str]]:
    """Return as many whole instances as one question takes."""
    series: list[Series] = []
    chosen: list[str] = []
    for instance, parts in sorted(by_instance.items()):
        if len(series) + len(parts) > MOST_QUERIES:
            break
        series += parts
        chosen.append(instance)
    return series, chosen


def _judge(
    told: Mapping[Series, Sequence[tuple[float, float]]],
    containers: Mapping[str, set[str]],
    judged: Sequence[str],
    instances: int,
    hours: float,
) -> Enhanced:
    called: set[str] = set()
    called_containers: set[str] = set()
    work: dict[str, dict[str, float]] = {}
    for one, samples in told.items():
        instance = _dimension(one, "InstanceId")
        if one.metric == "Invocations" and sum(value for _, value in samples) > 0:
            called.add(instance)
            called_containers.add(_dimension(one, "ContainerId"))
        chip = _dimension(one, "AcceleratorId")
        if chip and one.metric == "GPUUtilization" and instance in judged:
            work.setdefault(instance, {})[chip] = max(value for _, value in samples)
    busy = [chips for instance, chips in work.items() if instance in called]
    idle = [sum(most < _NO_WORK for most in chips.values()) for chips in busy]
    held: set[str] = set().union(*(containers.get(instance, set()) for instance in judged))
    return Enhanced(
        hours,
        instances,
        len(judged),
        sum(instance not in called for instance in judged),
        min(idle) if idle else None,
        len(held),
        len(held - called_containers),
    )


def _dimension(series: Series, name: str) -> str:
    return dict(series.dimensions).get(name, "")
