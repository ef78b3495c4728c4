"""What CloudWatch and autoscaling remember of jobs and endpoints."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from jupyter_green.catalog.instances import instance_or_proxy
from jupyter_green.demo.standin.world import Account, Refused, Request, answers

_METRICS_A_PAGE = 500
_RECENTLY = timedelta(hours=3)
_HOST_NAMESPACES = {"TrainingJob": "/aws/sagemaker/TrainingJobs", "ProcessingJob": "/aws/sagemaker/ProcessingJobs"}


def seed_job_metrics(
    account: Account, kind: str, name: str, *, cpu: float, accelerator: float = 0.0, memory: float = 0.3
) -> None:
    """Add the samples of a whole training or processing job, from its loads as shares between 0 and 1.

    As on AWS, the CPU figure is the sum over vCPUs and the GPU figure the sum over GPUs, so both may exceed 100.
    """
    record = account.find(kind, name)
    request = record.request
    resources = request.get("ResourceConfig") or request["ProcessingResources"]["ClusterConfig"]
    machine = instance_or_proxy(resources["InstanceType"])
    start, end = record.timeline.billed_span(account.now)
    if machine is None or start is None or end is None:
        raise Refused(f"{name} has not ended or runs on no known instance type.")
    values = {"CPUUtilization": 100 * cpu * machine.vcpus, "MemoryUtilization": 100 * memory, "DiskUtilization": 20.0}
    if machine.accelerator_count:
        values["GPUUtilization"] = 100 * accelerator * machine.accelerator_count
        values["GPUMemoryUtilization"] = 100 * memory * machine.accelerator_count
    for number in range(1, int(resources["InstanceCount"]) + 1):
        host, last = {"Host": f"{name}/algo-{number}"}, datetime.fromtimestamp(end, timezone.utc)
        seed_metrics(account, _HOST_NAMESPACES[kind], host, values, minutes=max(1, int((end - start) / 60)), end=last)


def seed_metrics(
    account: Account,
    namespace: str,
    dimensions: Mapping[str, str],
    values: Mapping[str, float | Sequence[float]],
    *,
    minutes: int = 30,
    end: datetime | None = None,
    unit: str = "Percent",
) -> None:
    """Add one sample a minute of each metric up to ``end`` (now); a single value wavers by a few percent around it."""
    from moto.cloudwatch.models import MetricDatum, cloudwatch_backends

    last = (end or datetime.now(timezone.utc)).astimezone(timezone.utc).replace(tzinfo=None)  # as moto keeps them
    points = cloudwatch_backends[account.number][account.region].metric_data
    told = [{"Name": name, "Value": value} for name, value in dimensions.items()]
    for metric, given in values.items():
        series = list(given) if isinstance(given, Sequence) else _wavering(given, minutes)
        for step, value in enumerate(series):
            moment = last - timedelta(minutes=len(series) - 1 - step)
            points.append(MetricDatum(namespace, metric, float(value), told, moment, unit))


def _wavering(value: float, count: int) -> list[float]:
    return [value * (1 + 0.05 * math.sin(step)) for step in range(count)]


@answers("cloudwatch", "ListMetrics")
def _list_metrics(account: Account, request: Request) -> Mapping[str, Any]:
    """Tell each metric once, as AWS does; moto tells one for every sample."""
    from moto.cloudwatch.models import cloudwatch_backends

    wanted = [(one["Name"], one.get("Value")) for one in request.get("Dimensions") or ()]
    since = datetime.now(timezone.utc).replace(tzinfo=None) - _RECENTLY if request.get("RecentlyActive") else None
    found: dict[tuple[Any, ...], None] = {}
    for point in cloudwatch_backends[account.number][account.region].metric_data:
        which = tuple((one.name, one.value) for one in point.dimensions)
        if request.get("Namespace") not in (None, point.namespace) or request.get("MetricName") not in (
            None,
            point.name,
        ):
            continue
        if since is not None and point.timestamp < since:
            continue
        if all(any(name == n and value in (None, v) for n, v in which) for name, value in wanted):
            found[point.namespace, point.name, which] = None
    start = int(request.get("NextToken") or 0)
    page = list(found)[start : start + _METRICS_A_PAGE]
    answer: dict[str, Any] = {
        "Metrics": [
            {"Namespace": space, "MetricName": name, "Dimensions": [{"Name": n, "Value": v} for n, v in which]}
            for space, name, which in page
        ]
    }
    if start + _METRICS_A_PAGE < len(found):
        answer["NextToken"] = str(start + _METRICS_A_PAGE)
    return answer


def seed_scaling_activities(account: Account, resource: str, activities: Sequence[Mapping[str, Any]]) -> None:
    """Add scaling activities; each gives at least StartTime, EndTime and the counts in its Description."""
    kept = account.scaling.setdefault("activities", {})
    for activity in activities:
        number = f"{len(kept):08d}"
        kept[number] = {
            "ActivityId": number,
            "ServiceNamespace": "sagemaker",
            "ResourceId": resource,
            "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
            "Description": "Setting desired instance count.",
            "Cause": "monitor alarm in state ALARM triggered the policy",
            "StatusCode": "Successful",
            **activity,
        }
