"""From Describe answers to Jobs, with what only the service knows: status, times and instances that really ran."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jupyter_green.job import InstanceGroup, Job
from jupyter_green.readers.requests import RequestReader

__all__ = ["RECORD_KINDS", "Record", "RecordKind", "as_seconds", "read_endpoint", "read_record"]

_OVER = frozenset({"Completed", "Failed", "Stopped", "Deleted", "OutOfService"})
#: Phases of a training job in which its instances exist.
_ON_INSTANCES = frozenset({"Downloading", "Training", "Uploading", "DownloadingTrainingImage", "Stopping"})


@dataclass(frozen=True, slots=True)
class RecordKind:
    """How one kind of job is described: its operation, and the keys of name, status and times."""

    describe: str
    name_key: str
    status_key: str
    start_key: str
    end_key: str
    create: str
    listing: str
    list_key: str


RECORD_KINDS: Mapping[str, RecordKind] = {
    "training": RecordKind(
        "DescribeTrainingJob",
        "TrainingJobName",
        "TrainingJobStatus",
        "TrainingStartTime",
        "TrainingEndTime",
        "CreateTrainingJob",
        "ListTrainingJobs",
        "TrainingJobSummaries",
    ),
    "tuning": RecordKind(
        "DescribeHyperParameterTuningJob",
        "HyperParameterTuningJobName",
        "HyperParameterTuningJobStatus",
        "CreationTime",
        "HyperParameterTuningEndTime",
        "CreateHyperParameterTuningJob",
        "ListHyperParameterTuningJobs",
        "HyperParameterTuningJobSummaries",
    ),
    "processing": RecordKind(
        "DescribeProcessingJob",
        "ProcessingJobName",
        "ProcessingJobStatus",
        "ProcessingStartTime",
        "ProcessingEndTime",
        "CreateProcessingJob",
        "ListProcessingJobs",
        "ProcessingJobSummaries",
    ),
    "transform": RecordKind(
        "DescribeTransformJob",
        "TransformJobName",
        "TransformJobStatus",
        "TransformStartTime",
        "TransformEndTime",
        "CreateTransformJob",
        "ListTransformJobs",
        "TransformJobSummaries",
    ),
}


@dataclass(frozen=True, slots=True)
class Record:
    """One job as AWS describes it. Times are epoch seconds, hours are wall time of one set of instances.

    ``billable_hours`` is what is billed (under Spot the discounted figure, which is money and never running time);
    ``billable_tokens`` is what a serverless job is billed by. ``idle_hours`` is how long a warm pool stood by
    afterwards; ``history`` is the phases with their seconds.
    """

    job: Job
    status: str
    is_over: bool
    created: float | None = None
    started: float | None = None
    ended: float | None = None
    hours: float | None = None
    billable_hours: float | None = None
    idle_hours: float = 0.0
    history: tuple[tuple[str, float], ...] = ()
    tags: Mapping[str, str] | None = None
    billable_tokens: int | None = None


def read_record(kind: str, answer: Mapping[str, Any], region: str | None, *, now: float) -> Record:
    """Return the record of a training, tuning, processing or transform job from its Describe answer."""
    keys = RECORD_KINDS[kind]
    job = RequestReader("describe").read(keys.create, answer, region=region)[0]
    job = _as_it_ran(job, answer)
    status = str(answer.get(keys.status_key, ""))
    started, ended = as_seconds(answer.get(keys.start_key)), as_seconds(answer.get(keys.end_key))
    over = status in _OVER
    history = _history(answer, now)
    hours = None
    if started is not None:
        hours = max(0.0, (ended if ended is not None else now) - started) / 3600
    if kind == "training":
        hours = _training_hours(answer, history, over, hours)
    billable = answer.get("BillableTimeInSeconds")
    tokens = answer.get("BillableTokenCount")
    pool = answer.get("WarmPoolStatus") or {}
    return Record(
        job,
        status,
        over,
        as_seconds(answer.get("CreationTime")),
        started,
        ended,
        hours,
        billable / 3600 if isinstance(billable, (int, float)) else None,
        float(pool.get("ResourceRetainedBillableTimeInSeconds") or 0) / 3600,
        history,
        {str(tag.get("Key")): str(tag.get("Value")) for tag in answer.get("Tags") or () if isinstance(tag, Mapping)},
        tokens if isinstance(tokens, int) and not isinstance(tokens, bool) else None,
    )


def read_endpoint(
    answer: Mapping[str, Any], config: Mapping[str, Any] | None, known: Job | None, region: str | None
) -> Record:
    """Return the record of an endpoint from its Describe answer and its configuration's, or what is known of it."""
    name = answer.get("EndpointName")
    reader = RequestReader("describe")
    if config is not None:
        job = reader.endpoint_of_config(name, config, region)
    else:
        job = known or reader.read("CreateEndpoint", answer, region=region)[0]
    status = str(answer.get("EndpointStatus", ""))
    created = as_seconds(answer.get("CreationTime"))
    return Record(_with_counts(job, answer), status, status in _OVER, created, created)


def as_seconds(value: Any) -> float | None:
    """Return a time of an answer as epoch seconds: a datetime, a number, or ISO text."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, str):
        try:
            value = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
        except ValueError:
            return None
    if not isinstance(value, datetime.datetime):
        return None
    aware = value if value.tzinfo is not None else value.replace(tzinfo=datetime.timezone.utc)
    return aware.timestamp()


def _as_it_ran(job: Job, answer: Mapping[str, Any]) -> Job:
    """Return the job on the instances that the platform chose from a list of preferences."""
    resources = answer.get("ResourceConfig") or {}
    chosen = resources.get("SelectedInstanceType")
    if not chosen:
        return job
    count = resources.get("SelectedInstanceCount") or resources.get("InstanceCount") or 1
    return job.with_changes(instance_type=chosen, instance_count=count, instance_preferences=None)


def _training_hours(
    answer: Mapping[str, Any], history: tuple[tuple[str, float], ...], over: bool, by_clock: float | None
) -> float | None:
    told = answer.get("TrainingTimeInSeconds")
    if isinstance(told, (int, float)) and told > 0:
        return float(told) / 3600
    phases = sum(seconds for name, seconds in history if name in _ON_INSTANCES)
    return phases / 3600 if phases > 0 or (over and history) else by_clock


def _history(answer: Mapping[str, Any], now: float) -> tuple[tuple[str, float], ...]:
    found = []
    for one in answer.get("SecondaryStatusTransitions") or ():
        start, end = as_seconds(one.get("StartTime")), as_seconds(one.get("EndTime"))
        if start is not None:
            found.append((str(one.get("Status", "")), max(0.0, (now if end is None else end) - start)))
    return tuple(found)


def _with_counts(job: Job, answer: Mapping[str, Any]) -> Job:
    """Return the endpoint with the instances that stand there now."""
    counts = {
        str(one.get("VariantName", "")): one["CurrentInstanceCount"]
        for one in (*(answer.get("ProductionVariants") or ()), *(answer.get("ShadowProductionVariants") or ()))
        if isinstance(one.get("CurrentInstanceCount"), int)
    }
    if not counts:
        return job
    if isinstance(job.instance_groups, tuple):
        groups = tuple(
            InstanceGroup(group.instance_type, counts.get(group.name, group.instance_count), group.name)
            for group in job.instance_groups
        )
        return job.with_changes(instance_groups=groups)
    return job.with_changes(instance_count=next(iter(counts.values())))
