"""Training jobs: phases, Spot interruptions, warm pools, and what Describe says afterwards."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from jupyter_green.demo.standin.artifacts import leave_model
from jupyter_green.demo.standin.checks import check_stopping, check_values
from jupyter_green.demo.standin.kinds import Kind, serve
from jupyter_green.demo.standin.timeline import Phase
from jupyter_green.demo.standin.world import Account, Record, Refused, Request, answers

_SPOT_PAID = 0.35  # share of the on-demand time that a Spot job is billed for


def _phases(account: Account, request: Request) -> tuple[Phase, ...]:
    name = request["TrainingJobName"]
    work = account.length(name, 480, 2400)
    limit = (request.get("StoppingCondition") or {}).get("MaxRuntimeInSeconds", 86400)
    download, upload = min(60.0, limit / 10), min(30.0, limit / 20)
    too_long = download + work + upload > limit
    if too_long:
        work = limit - download
    start = Phase("Starting", 75, billed=False)
    parts = 1 + (account.world.habit(name).interruptions if request.get("EnableManagedSpotTraining") else 0)
    phases = []
    for part in range(parts):
        if part:
            phases.append(Phase("Interrupted", 240, billed=False))
        phases += [start, Phase("Downloading", download), Phase("Training", work / parts)]
    if too_long:
        return (*phases, Phase("MaxRuntimeExceeded", 0))
    return (*phases, Phase("Uploading", upload))


def _check(account: Account, request: Request) -> None:
    check_stopping(request)
    resources = request.get("ResourceConfig") or {}
    if not resources and not request.get("ServerlessJobConfig"):
        raise Refused("ResourceConfig is required unless ServerlessJobConfig is given.")
    ways = [key for key in ("InstanceType", "InstanceGroups", "InstancePreferences") if resources.get(key)]
    if resources and len(ways) != 1:
        raise Refused("Exactly one of InstanceType, InstanceGroups and InstancePreferences must be given.")


def _told(account: Account, record: Record) -> Mapping[str, Any]:
    now, request = account.now, record.request
    intervals = record.timeline.intervals(now)
    over = record.timeline.is_over(now)
    start, end = record.timeline.billed_span(now)
    outcome = record.outcome
    last = intervals[-1][0].name
    if over and last == "MaxRuntimeExceeded":
        outcome = "Stopped"
    answer: dict[str, Any] = {
        "TrainingJobStatus": outcome if over else "InProgress",
        "SecondaryStatus": (last if last == "MaxRuntimeExceeded" else outcome) if over else last,
        "SecondaryStatusTransitions": _transitions(intervals, over, outcome),
    }
    output = (request.get("OutputDataConfig") or {}).get("S3OutputPath", "").rstrip("/")
    answer["ModelArtifacts"] = {"S3ModelArtifacts": f"{output}/{record.name}/output/model.tar.gz"}
    if start is not None:
        answer["TrainingStartTime"] = start
    if over and start is not None and end is not None:
        seconds = round(record.timeline.billed_seconds())
        spot = bool(request.get("EnableManagedSpotTraining"))
        answer["TrainingEndTime"] = end
        answer["TrainingTimeInSeconds"] = seconds
        if record.request.get("ServerlessJobConfig"):
            answer["BillableTokenCount"] = 1000 * seconds
        else:
            answer["BillableTimeInSeconds"] = max(1, round(seconds * _SPOT_PAID)) if spot else seconds
        answer["FinalMetricDataList"] = final_metrics(record, end)
        if outcome == "Failed":
            answer["FailureReason"] = "AlgorithmError: the training script exited with code 1"
    answer.update(_resources(account, record, end))
    return answer


def _transitions(intervals: list[tuple[Phase, float, float | None]], over: bool, outcome: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = [
        {"Status": phase.name, "StartTime": start, "StatusMessage": f"{phase.name} the training job"}
        | ({} if end is None else {"EndTime": end})
        for phase, start, end in intervals
        if phase.seconds or phase.name == "MaxRuntimeExceeded"
    ]
    if over and told and told[-1]["Status"] != "MaxRuntimeExceeded":
        end = told[-1]["EndTime"]
        told.append({"Status": outcome, "StartTime": end, "EndTime": end, "StatusMessage": f"Training job {outcome}"})
    return told


def _resources(account: Account, record: Record, end: float | None) -> Mapping[str, Any]:
    resources = dict(record.request.get("ResourceConfig") or {})
    answer: dict[str, Any] = {}
    if preferences := resources.get("InstancePreferences"):
        first = preferences[0]
        resources["SelectedInstanceType"] = first.get("InstanceType")
        resources["SelectedInstanceCount"] = first.get("InstanceCount") or resources.get("InstanceCount") or 1
        answer["ResourceConfig"] = resources
    if keep := resources.get("KeepAlivePeriodInSeconds"):
        idle = min(keep, max(0.0, account.now - end)) if end is not None else 0
        state = "InUse" if end is None else "Available" if idle < keep else "Terminated"
        answer["WarmPoolStatus"] = {"Status": state, "ResourceRetainedBillableTimeInSeconds": round(idle)}
    return answer


def final_metrics(record: Record, end: float) -> list[dict[str, Any]]:
    """Return plausible last values of the metrics that the job defines, the same for the same name."""
    definitions = (record.request.get("AlgorithmSpecification") or {}).get("MetricDefinitions") or []
    luck = zlib.crc32(record.name.encode()) % 1000 / 1000
    return [{"MetricName": one["Name"], "Value": round(0.72 + 0.2 * luck, 4), "Timestamp": end} for one in definitions]


@answers("sagemaker", "UpdateTrainingJob")
def _update(account: Account, request: Request) -> Mapping[str, Any]:
    check_values("sagemaker", "UpdateTrainingJob", request)
    record = account.find("TrainingJob", request["TrainingJobName"])
    change = request.get("ResourceConfig") or {}
    if change and not (record.request.get("ResourceConfig") or {}).get("KeepAlivePeriodInSeconds"):
        raise Refused("KeepAlivePeriodInSeconds can only be updated for a job whose warm pool is available.")
    for key in ("ResourceConfig", "ProfilerConfig"):
        if key in request:
            record.request[key] = {**(record.request.get(key) or {}), **request[key]}
    record.modified = account.now
    return {"TrainingJobArn": record.arn}


TRAINING = serve(
    Kind(
        "TrainingJob",
        "training-job",
        "TrainingJobs",
        "TrainingJobName",
        "TrainingJobArn",
        "TrainingJobStatus",
        check=_check,
        phases=_phases,
        told=_told,
        made=lambda account, record: leave_model(account, record),
    ),
    stop=True,
)
