"""Tuning jobs with real children: one training job a trial, early stopped ones included."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from typing import Any

from jupyter_green.demo.standin.kinds import Kind, describe, make, paged, select, serve
from jupyter_green.demo.standin.timeline import Phase, Timeline
from jupyter_green.demo.standin.training import TRAINING
from jupyter_green.demo.standin.world import Account, Record, Refused, Request, answers

_MOST_TRIALS = 500  # a tuning job that names no number of trials

_INHERITED = (  # what a trial takes over from its definition as it stands
    "AlgorithmSpecification",
    "RoleArn",
    "InputDataConfig",
    "VpcConfig",
    "OutputDataConfig",
    "StoppingCondition",
    "EnableNetworkIsolation",
    "EnableInterContainerTrafficEncryption",
    "EnableManagedSpotTraining",
    "CheckpointConfig",
    "RetryStrategy",
    "Environment",
)


def _definitions(request: Request) -> list[dict[str, Any]]:
    many = request.get("TrainingJobDefinitions")
    one = request.get("TrainingJobDefinition")
    return list(many) if many else [one] if one else []


def _trials(request: Request) -> tuple[int, int]:
    limits = (request.get("HyperParameterTuningJobConfig") or {}).get("ResourceLimits") or {}
    return int(limits.get("MaxNumberOfTrainingJobs") or _MOST_TRIALS), int(limits.get("MaxParallelTrainingJobs") or 1)


def _check(account: Account, request: Request) -> None:
    config = request["HyperParameterTuningJobConfig"]
    if config.get("Strategy") == "Hyperband" and config.get("TrainingJobEarlyStoppingType", "Off") != "Off":
        raise Refused("TrainingJobEarlyStoppingType must be Off when the strategy is Hyperband: it stops early itself.")
    if not _definitions(request):
        raise Refused("A tuning job needs TrainingJobDefinition or TrainingJobDefinitions.")
    for definition in _definitions(request):
        if not definition.get("ResourceConfig") and not definition.get("HyperParameterTuningResourceConfig"):
            raise Refused("A training job definition needs ResourceConfig or HyperParameterTuningResourceConfig.")


def _phases(account: Account, request: Request) -> tuple[Phase, ...]:
    name = request["HyperParameterTuningJobName"]
    trials, parallel = _trials(request)
    return (Phase("InProgress", 75 + account.length(name, 480, 2400) * math.ceil(trials / parallel), billed=False),)


def _start_children(account: Account, record: Record) -> None:
    """Start every trial; with early stopping some of them end after a third of their time."""
    config = record.request["HyperParameterTuningJobConfig"]
    stops_early = config.get("TrainingJobEarlyStoppingType") == "Auto" or config.get("Strategy") == "Hyperband"
    definitions, (trials, _) = _definitions(record.request), _trials(record.request)
    names = []
    for number in range(1, trials + 1):
        definition = definitions[(number - 1) % len(definitions)]
        name = f"{record.name[:40]}-{number:03d}-{zlib.crc32(f'{record.name}{number}'.encode()):08x}"
        child = make(account, TRAINING, _child_request(name, definition), TuningJobArn=record.arn, _part_of=record.name)
        child.facts["TunedHyperParameters"] = _tuned(
            name, definition.get("HyperParameterRanges") or config.get("ParameterRanges")
        )
        if stops_early and number % 3 == 0:
            shorter = [
                Phase(p.name, p.seconds / (3 if p.name == "Training" else 1), p.billed) for p in child.timeline.phases
            ]
            child.timeline = Timeline.plan(shorter, child.timeline.began, child.timeline.real_seconds)
            child.outcome = "Stopped"
        names.append(name)
    record.facts["_children"] = names


def _child_request(name: str, definition: dict[str, Any]) -> Request:
    request: Request = {key: definition[key] for key in _INHERITED if key in definition}
    resources = dict(definition.get("ResourceConfig") or {})
    flexible = dict(definition.get("HyperParameterTuningResourceConfig") or {})
    if flexible:
        first = (flexible.get("InstanceConfigs") or [{}])[0]
        resources = {
            "InstanceType": flexible.get("InstanceType") or first.get("InstanceType"),
            "InstanceCount": flexible.get("InstanceCount") or first.get("InstanceCount") or 1,
            "VolumeSizeInGB": flexible.get("VolumeSizeInGB") or first.get("VolumeSizeInGB") or 30,
        }
    request["ResourceConfig"] = resources
    request["HyperParameters"] = dict(definition.get("StaticHyperParameters") or {})
    return request | {"TrainingJobName": name}


def _tuned(name: str, ranges: Mapping[str, Any] | None) -> dict[str, str]:
    luck = zlib.crc32(name.encode()) % 997 / 997
    tuned: dict[str, str] = {}
    for kind, found in (ranges or {}).items():
        for one in found or []:
            if kind == "CategoricalParameterRanges":
                tuned[one["Name"]] = one["Values"][int(luck * len(one["Values"]))]
            elif kind in ("ContinuousParameterRanges", "IntegerParameterRanges"):
                low, high = float(one["MinValue"]), float(one["MaxValue"])
                value = low + luck * (high - low)
                tuned[one["Name"]] = str(round(value) if kind.startswith("Integer") else round(value, 6))
    return tuned


def _children(account: Account, record: Record) -> list[Record]:
    shelf = account.shelf("TrainingJob")
    return [shelf[name] for name in record.facts["_children"] if name in shelf]


def _summary(account: Account, tuning: Record, child: Record) -> dict[str, Any]:
    told = describe(account, child)
    objective = _objective(tuning)
    if "TrainingEndTime" in told:
        value = round(0.72 + 0.2 * (zlib.crc32(child.name.encode()) % 1000 / 1000), 4)
        told["FinalHyperParameterTuningJobObjectiveMetric"] = {**objective, "Value": value}
        told["ObjectiveStatus"] = "Succeeded"
    return told | {"TuningJobName": tuning.name}


def _objective(tuning: Record) -> dict[str, str]:
    config = tuning.request["HyperParameterTuningJobConfig"]
    own = _definitions(tuning.request)[0].get("TuningObjective")
    found = config.get("HyperParameterTuningJobObjective") or own or {}
    return {"MetricName": found.get("MetricName", "validation:loss"), "Type": found.get("Type", "Minimize")}


def _told(account: Account, record: Record) -> Mapping[str, Any]:
    now = account.now
    over = record.timeline.is_over(now)
    children = [_summary(account, record, child) for child in _children(account, record)]
    states = [child["TrainingJobStatus"] for child in children]
    done = [child for child in children if "FinalHyperParameterTuningJobObjectiveMetric" in child]
    status = record.outcome if over else "InProgress"
    answer: dict[str, Any] = {
        "HyperParameterTuningJobStatus": status,
        "TrainingJobStatusCounters": {
            "Completed": states.count("Completed"),
            "InProgress": states.count("InProgress"),
            "Stopped": states.count("Stopped"),
            "RetryableError": 0,
            "NonRetryableError": states.count("Failed"),
        },
        "ObjectiveStatusCounters": {"Succeeded": len(done), "Pending": len(children) - len(done), "Failed": 0},
        "ConsumedResources": {"RuntimeInSeconds": round(record.timeline.elapsed(now))},
        "ResourceLimits": record.request["HyperParameterTuningJobConfig"].get("ResourceLimits") or {},
        "Strategy": record.request["HyperParameterTuningJobConfig"].get("Strategy", "Bayesian"),
    }
    if over:
        answer["HyperParameterTuningEndTime"] = record.timeline.created + record.timeline.total
    if done:
        best = min if _objective(record)["Type"] == "Minimize" else max
        answer["BestTrainingJob"] = best(done, key=lambda c: c["FinalHyperParameterTuningJobObjectiveMetric"]["Value"])
    return answer


@answers("sagemaker", "ListTrainingJobsForHyperParameterTuningJob")
def _list_children(account: Account, request: Request) -> Mapping[str, Any]:
    tuning = account.find("HyperParameterTuningJob", request["HyperParameterTuningJobName"])
    filters = {key: value for key, value in request.items() if key not in ("SortBy", "HyperParameterTuningJobName")}
    found = select(account, TRAINING, _children(account, tuning), filters)
    page, token = paged(found, request, default=10)
    answer: dict[str, Any] = {"TrainingJobSummaries": [_summary(account, tuning, child) for child in page]}
    if token:
        answer["NextToken"] = token
    return answer


@answers("sagemaker", "StopHyperParameterTuningJob")
def _stop(account: Account, request: Request) -> Mapping[str, Any]:
    tuning = account.find("HyperParameterTuningJob", request["HyperParameterTuningJobName"])
    if tuning.timeline.is_over(account.now):
        raise Refused(f"The tuning job {tuning.name} has already ended.")
    for record in (tuning, *_children(account, tuning)):
        if not record.timeline.is_over(account.now):
            record.timeline = record.timeline.cut(account.now)
            record.outcome = "Stopped"
    return {}


TUNING = serve(
    Kind(
        "HyperParameterTuningJob",
        "hyper-parameter-tuning-job",
        "HyperParameterTuningJobs",
        "HyperParameterTuningJobName",
        "HyperParameterTuningJobArn",
        "HyperParameterTuningJobStatus",
        check=_check,
        phases=_phases,
        told=_told,
        made=_start_children,
    )
)
