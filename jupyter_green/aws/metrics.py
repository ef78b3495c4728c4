"""CloudWatch: load of jobs, calls of endpoints; one GetMetricData for all that belongs to one job."""

from __future__ import annotations

import datetime
import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from jupyter_green.aws.clients import Clients
from jupyter_green.aws.outcome import Outcome
from jupyter_green.catalog.instances import instance_or_proxy
from jupyter_green.job import Job
from jupyter_green.practices import Metrics

__all__ = ["MOST_QUERIES", "NAMESPACES", "Series", "host_metrics", "read_series", "seconds_per_sample", "utilisation"]

NAMESPACES = {
    "training": "/aws/sagemaker/TrainingJobs",
    "tuning": "/aws/sagemaker/TrainingJobs",
    "processing": "/aws/sagemaker/ProcessingJobs",
    "transform": "/aws/sagemaker/TransformJobs",
    "endpoint": "/aws/sagemaker/Endpoints",
}
_LOADS = ("CPUUtilization", "GPUUtilization", "GPUMemoryUtilization", "MemoryUtilization", "DiskUtilization")
MOST_QUERIES = 500  # of one GetMetricData
_MOST_SAMPLES = 1440  # of one series
_MOST_SAMPLES_TOLD = 100_000  # of one answer
_DAY = 86400
_WOULD = "how busy its processors were"


class Series(NamedTuple):
    """What to ask CloudWatch for: one metric under some dimensions."""

    namespace: str
    metric: str
    dimensions: tuple[tuple[str, str], ...]
    statistic: str = "Average"


def seconds_per_sample(start: float, end: float, *, now: float, least: int = 60, series: int = 1) -> int:
    """Return the period to ask for: what CloudWatch still keeps of that time, and all series in one answer."""
    age = now - start
    kept = 60 if age < 15 * _DAY else 300 if age < 63 * _DAY else 3600
    step = max(kept, least)
    most = max(1, min(_MOST_SAMPLES, _MOST_SAMPLES_TOLD // max(1, series)))
    return max(step, math.ceil((end - start) / most / step) * step)


def read_series(
    clients: Clients,
    region: str | None,
    series: Sequence[Series],
    start: float,
    end: float,
    period: int,
    would: str = _WOULD,
) -> Outcome[dict[Series, list[tuple[float, float]]]]:
    """Return the samples of each series, as (epoch seconds, value), oldest first; a series without any is left out."""
    found: dict[Series, list[tuple[float, float]]] = {}
    chosen = list(series)[:MOST_QUERIES]
    queries = [
        {
            "Id": f"q{number}",
            "MetricStat": {
                "Metric": {
                    "Namespace": one.namespace,
                    "MetricName": one.metric,
                    "Dimensions": [{"Name": name, "Value": value} for name, value in one.dimensions],
                },
                "Period": period,
                "Stat": one.statistic,
            },
        }
        for number, one in enumerate(chosen)
    ]
    first = math.floor(start / 60) * 60
    request = {
        "MetricDataQueries": queries,
        "StartTime": _moment(first),
        "EndTime": _moment(max(end, first + 60) + 60),
        "ScanBy": "TimestampAscending",
    }
    for outcome in clients.pages("cloudwatch", "GetMetricData", region, would=would, **request):
        if outcome.value is None:
            return Outcome(problem=outcome.problem)
        for result in outcome.value.get("MetricDataResults") or ():
            one = chosen[int(str(result["Id"])[1:])]
            pairs = zip(result.get("Timestamps") or (), result.get("Values") or (), strict=False)
            samples = [(moment.timestamp(), float(value)) for moment, value in pairs]
            if samples:
                found.setdefault(one, []).extend(samples)
    return Outcome({one: sorted(samples) for one, samples in found.items()})


def host_metrics(
    clients: Clients, job: Job, hosts: Sequence[str], start: float, end: float, *, now: float
) -> Outcome[Metrics]:
    """Return the load of a job from the metrics of its hosts, divided by their processors.

    With more hosts than one question takes, hosts spread over all of them stand for the rest.
    """
    namespace = NAMESPACES[job.kind]
    most = MOST_QUERIES // len(_LOADS)
    picked = list(hosts)[:: max(1, math.ceil(len(hosts) / most))]
    series = [Series(namespace, metric, (("Host", host),)) for host in picked for metric in _LOADS]
    period = seconds_per_sample(start, end, now=now, series=len(series))
    outcome = read_series(clients, job.region if isinstance(job.region, str) else None, series, start, end, period)
    if outcome.value is None:
        return Outcome(problem=outcome.problem)
    by_metric: dict[str, list[float]] = {}
    for one, samples in outcome.value.items():
        by_metric.setdefault(one.metric, []).append(statistics.fmean(value for _, value in samples))
    told = {name: statistics.fmean(values) for name, values in by_metric.items()}
    source = "CloudWatch" if len(picked) == len(hosts) else f"CloudWatch, {len(picked)} of {len(hosts)} hosts"
    return Outcome(utilisation(job, told, source, hours=(end - start) / 3600))


def utilisation(job: Job, told: Mapping[str, float], source: str, **more: Any) -> Metrics:
    """Return metrics as shares between 0 and 1: CloudWatch adds up over vCPUs and GPUs, so it is divided by them."""
    types = {group.instance_type for group in job.groups if isinstance(group.instance_type, str)}
    machines = [found for name in types if (found := instance_or_proxy(name)) is not None]
    vcpus = _only(machine.vcpus for machine in machines)
    chips = _only(machine.accelerator_count for machine in machines)

    def share(metric: str, by: int | None) -> float | None:
        value = told.get(metric)
        return None if value is None or not by else min(max(value / 100 / by, 0.0), 1.0)

    return Metrics(
        cpu=share("CPUUtilization", vcpus),
        accelerator=share("GPUUtilization", chips),
        accelerator_memory=share("GPUMemoryUtilization", chips),
        memory=share("MemoryUtilization", 1),
        disk=share("DiskUtilization", 1),
        source=source,
        **more,
    )


def _only(counts: Iterable[int]) -> int | None:
    """Return the one count that all types share; a mixed cluster's mean load cannot be divided by one number."""
    found = set(counts)
    return found.pop() if len(found) == 1 else None


def _moment(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, tz=datetime.timezone.utc)
