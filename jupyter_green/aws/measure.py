"""Measuring one job: Describe for what ran and how long, CloudWatch for how busy it was; at most three calls."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jupyter_green.aws.clients import Clients
from jupyter_green.aws.measured import load_of, measured_footprint, summed_footprint
from jupyter_green.aws.metrics import NAMESPACES, host_metrics
from jupyter_green.aws.outcome import Outcome, Problem
from jupyter_green.footprint import Footprint
from jupyter_green.footprint.carbon import GridBasis
from jupyter_green.footprint.result import State
from jupyter_green.job import Job, Unknown
from jupyter_green.practices import Metrics
from jupyter_green.readers.records import RECORD_KINDS, Record, read_record

__all__ = ["ACTIONS", "Measurement", "can_measure", "ended_jobs", "measure_job"]

#: What measuring jobs may ask for.
ACTIONS = (
    "sagemaker:DescribeTrainingJob",
    "sagemaker:DescribeHyperParameterTuningJob",
    "sagemaker:DescribeProcessingJob",
    "sagemaker:DescribeTransformJob",
    "sagemaker:ListTrainingJobs",
    "sagemaker:ListHyperParameterTuningJobs",
    "sagemaker:ListProcessingJobs",
    "sagemaker:ListTransformJobs",
    "sagemaker:Search",
    "cloudwatch:GetMetricData",
    "cloudwatch:ListMetrics",
)
_WOULD = "its running time, instances and end"
_FINAL = frozenset({"Completed", "Failed", "Stopped"})


@dataclass(frozen=True, slots=True)
class Measurement:
    """What AWS told about one job: its record, the measured footprint, the load, and what could not be learnt.

    ``facts`` are further lines to show, such as the calls of an endpoint's variants, ``idle`` those of them on what did
    nothing. Without a record, nothing is known but the problems.
    """

    record: Record | None
    footprint: Footprint | None = None
    metrics: Metrics | None = None
    problems: tuple[Problem, ...] = ()
    facts: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()


def can_measure(job: Job) -> bool:
    """True for a job that AWS ran and describes by name."""
    return job.kind in RECORD_KINDS and isinstance(job.name, str) and job.local is not True


def measure_job(
    clients: Clients,
    job: Job,
    *,
    clock: Callable[[], float],
    grid: GridBasis = "lifecycle",
    only_when_over: bool = False,
) -> Measurement:
    """Return what AWS tells about a training, tuning, processing or transform job, over or still running.

    With ``only_when_over`` a running job is described and no more is asked.
    """
    described = _describe(clients, job)
    if described.value is None:
        return Measurement(None, problems=_problems(described))
    record = read_record(job.kind, described.value, _region(job), now=clock())
    record = dataclasses.replace(record, job=_named(record.job, job))
    if only_when_over and not record.is_over:
        return Measurement(record)
    if job.kind == "tuning":
        return _measure_tuning(clients, record, described.value, clock=clock, grid=grid)
    load = _load(clients, record, now=clock())
    footprint = measured_footprint(record, load_of(record.job, load.value), grid)
    if not record.is_over:
        footprint = dataclasses.replace(footprint, state="running", total_label=f"so far, {footprint.total_label}")
    return Measurement(record, footprint, load.value, _problems(load))


def measure_described(
    job: Job, answer: Mapping[str, Any], *, clock: Callable[[], float], grid: GridBasis = "lifecycle"
) -> Measurement:
    """Return what a Describe answer tells that somebody else got: the running time of a job that is over, no load.

    Of a tuning job it tells the end only: what it came to is the sum of its trials.
    """
    record = read_record(job.kind, answer, _region(job), now=clock())
    record = dataclasses.replace(record, job=_named(record.job, job))
    if job.kind == "tuning" or not record.is_over:
        return Measurement(record)
    return Measurement(record, measured_footprint(record, None, grid))


def ended_jobs(clients: Clients, kind: str, region: str | None, names: set[str]) -> Outcome[set[str]]:
    """Return which of these jobs have ended: one question for all of them, by the newest jobs of their kind.

    Names that are not among the newest hundred count as ended, so that they are looked at one by one.
    """
    keys = RECORD_KINDS[kind]
    listed = clients.ask(
        "sagemaker",
        keys.listing,
        region,
        would="which jobs have ended",
        MaxResults=100,
        SortBy="CreationTime",
        SortOrder="Descending",
    )
    if listed.value is None:
        return Outcome(problem=listed.problem)
    status = {one.get(keys.name_key): one.get(keys.status_key) for one in listed.value.get(keys.list_key) or ()}
    return Outcome({name for name in names if status.get(name, "Completed") in _FINAL})


def _describe(clients: Clients, job: Job) -> Outcome[dict[str, Any]]:
    keys = RECORD_KINDS[job.kind]
    return clients.ask("sagemaker", keys.describe, _region(job), would=_WOULD, **{keys.name_key: job.name})


def _load(clients: Clients, record: Record, *, now: float) -> Outcome[Metrics]:
    job = record.job
    if record.started is None:
        return Outcome()
    end = record.ended if record.ended is not None else now
    if job.kind != "transform":
        hosts = _hosts(job)
        return host_metrics(clients, job, hosts, record.started, end, now=now) if hosts else Outcome()
    listed, problem = _transform_hosts(clients, job)
    if not listed:
        return Outcome(problem=problem)
    return host_metrics(clients, job, listed, record.started, end, now=now)


def _hosts(job: Job) -> list[str]:
    counts = [group.instance_count for group in job.groups]
    if any(isinstance(count, Unknown) for count in counts):
        return []
    return [f"{job.name}/algo-{n}" for n in range(1, sum(c for c in counts if isinstance(c, int)) + 1)]


def _transform_hosts(clients: Clients, job: Job) -> tuple[list[str], Problem | None]:
    """Return the hosts of a transform job, whose instance ids only CloudWatch knows; one page is enough for them."""
    outcome = clients.ask(
        "cloudwatch",
        "ListMetrics",
        _region(job),
        would="on which hosts it ran",
        Namespace=NAMESPACES["transform"],
        MetricName="CPUUtilization",
    )
    hosts = {
        str(dimension["Value"])
        for metric in (outcome.value or {}).get("Metrics") or ()
        for dimension in metric.get("Dimensions") or ()
        if dimension.get("Name") == "Host" and str(dimension.get("Value", "")).startswith(f"{job.name}/")
    }
    return sorted(hosts), outcome.problem


def _measure_tuning(
    clients: Clients, whole: Record, answer: dict[str, Any], *, clock: Callable[[], float], grid: GridBasis
) -> Measurement:
    """Sum over the trials: Search gives them as whole documents, a hundred a page."""
    condition = {"Name": "TuningJobArn", "Operator": "Equals", "Value": answer.get("HyperParameterTuningJobArn", "")}
    found, problem = clients.everything(
        "sagemaker",
        "Search",
        "Results",
        _region(whole.job),
        would="the running time of its trials",
        Resource="TrainingJob",
        SearchExpression={"Filters": [condition]},
        MaxResults=100,
    )
    now = clock()
    trials = [
        read_record("training", one["TrainingJob"], _region(whole.job), now=now)
        for one in found
        if "TrainingJob" in one
    ]
    ran = [trial for trial in trials if trial.started is not None]
    if not ran:
        return Measurement(whole, None, None, tuple(filter(None, [problem])))
    hosts = [host for trial in ran for host in _hosts(trial.job)]
    start = min(trial.started for trial in ran if trial.started is not None)
    load = host_metrics(clients, _alike(trial.job for trial in ran), hosts, start, whole.ended or now, now=now)
    used = load_of(ran[0].job, load.value)
    parts = [measured_footprint(trial, used, grid) for trial in _by_hardware(ran)]
    hours = sum(trial.hours or 0.0 for trial in ran)
    billed = [trial.billable_hours for trial in ran if trial.billable_hours is not None]
    summed = dataclasses.replace(whole, hours=hours, billable_hours=sum(billed) if billed else None)
    footprint = summed_footprint(summed, parts, grid)
    state: State = "measured" if whole.is_over else "running"
    label = f"{len(ran)} trials, {footprint.total_label}"
    footprint = dataclasses.replace(footprint, state=state, total_label=label)
    problems = tuple(one for one in (problem, load.problem) if one is not None)
    return Measurement(summed, footprint, load.value, problems)


def _alike(jobs: Iterable[Job]) -> Job:
    """Return a job with the instances of all of these, so that a load is divided only where all have the same."""
    listed = list(jobs)
    groups = tuple(group for job in listed for group in job.groups)
    return listed[0].with_changes(instance_groups=groups)


def _by_hardware(trials: list[Record]) -> list[Record]:
    """Return one record for all trials on the same instances, with their hours added up."""
    sums: dict[Any, Record] = {}
    for trial in trials:
        key = (trial.job.groups, trial.job.spot, trial.job.volume_gb)
        before = sums.get(key)
        hours, billed = trial.hours or 0.0, trial.billable_hours if trial.billable_hours is not None else trial.hours
        sums[key] = dataclasses.replace(
            trial,
            hours=hours + (before.hours or 0.0 if before else 0.0),
            billable_hours=(billed or 0.0) + (before.billable_hours or 0.0 if before else 0.0),
        )
    return list(sums.values())


def _named(described: Job, asked: Job) -> Job:
    """Return the described job under the identity it has in the books, with what only the notebook knows of it."""
    return described.with_changes(
        identity=asked.identity or described.identity,
        cell=asked.cell,
        api=asked.api or described.api,
        framework=described.framework or asked.framework,
        framework_version=described.framework_version or asked.framework_version,
        distribution=described.distribution or asked.distribution,
        image=asked.image,
        region=described.region or asked.region,
    )


def _region(job: Job) -> str | None:
    return job.region if isinstance(job.region, str) else None


def _problems(outcome: Outcome[Any]) -> tuple[Problem, ...]:
    return () if outcome.problem is None else (outcome.problem,)
