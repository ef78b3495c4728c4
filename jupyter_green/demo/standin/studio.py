"""Notebook instances, Studio spaces and apps, and the rarer kinds of job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_green.demo.standin.kinds import Kind, serve
from jupyter_green.demo.standin.world import Account, Record, Request, answers


def _notebook_told(account: Account, record: Record) -> Mapping[str, Any]:
    answer = {"Url": f"{record.name}.notebook.{account.region}.sagemaker.aws"}
    if "LifecycleConfigName" in record.request:
        answer["NotebookInstanceLifecycleConfigName"] = record.request["LifecycleConfigName"]
    return answer


def _app_told(account: Account, record: Record) -> Mapping[str, Any]:
    return {"LastUserActivityTimestamp": record.timeline.created, "LastHealthCheckTimestamp": account.now}


def _schedule_told(account: Account, record: Record) -> Mapping[str, Any]:
    config = record.request.get("MonitoringScheduleConfig") or {}
    definition = config.get("MonitoringJobDefinition") or {}
    inputs = definition.get("MonitoringInputs") or [{}]
    endpoint = (inputs[0].get("EndpointInput") or {}).get("EndpointName")
    answer: dict[str, Any] = {"MonitoringType": config.get("MonitoringType", "DataQuality")}
    return answer | ({"EndpointName": endpoint} if endpoint else {})


@answers("sagemaker", "ListMonitoringExecutions")
def _list_executions(account: Account, request: Request) -> Mapping[str, Any]:
    return {"MonitoringExecutionSummaries": []}


@answers("sagemaker", "StartNotebookInstance")
def _start_notebook(account: Account, request: Request) -> Mapping[str, Any]:
    account.find("NotebookInstance", request["NotebookInstanceName"]).facts.pop("NotebookInstanceStatus", None)
    return {}


@answers("sagemaker", "StopNotebookInstance")
def _stop_notebook(account: Account, request: Request) -> Mapping[str, Any]:
    record = account.find("NotebookInstance", request["NotebookInstanceName"])
    record.facts["NotebookInstanceStatus"] = "Stopped"
    record.modified = account.now
    return {}


@answers("sagemaker", "StopMonitoringSchedule")
def _stop_schedule(account: Account, request: Request) -> Mapping[str, Any]:
    account.find("MonitoringSchedule", request["MonitoringScheduleName"]).facts["MonitoringScheduleStatus"] = "Stopped"
    return {}


@answers("sagemaker", "StartMonitoringSchedule")
def _start_schedule(account: Account, request: Request) -> Mapping[str, Any]:
    schedule = account.find("MonitoringSchedule", request["MonitoringScheduleName"])
    schedule.facts.pop("MonitoringScheduleStatus", None)
    return {}


serve(
    Kind(
        "NotebookInstance",
        "notebook-instance",
        "NotebookInstances",
        "NotebookInstanceName",
        "NotebookInstanceArn",
        "NotebookInstanceStatus",
        moving="Pending",
        told=_notebook_told,
    ),
    update=True,
)
serve(
    Kind(
        "MonitoringSchedule",
        "monitoring-schedule",
        "MonitoringSchedules",
        "MonitoringScheduleName",
        "MonitoringScheduleArn",
        "MonitoringScheduleStatus",
        moving="Pending",
        settled="Scheduled",
        told=_schedule_told,
    ),
    update=True,
)
serve(
    Kind(
        "Space",
        "space",
        "Spaces",
        "SpaceName",
        "SpaceArn",
        "Status",
        path=("DomainId", "SpaceName"),
        moving="Pending",
    ),
    update=True,
)
serve(
    Kind(
        "UserProfile",
        "user-profile",
        "UserProfiles",
        "UserProfileName",
        "UserProfileArn",
        "Status",
        path=("DomainId", "UserProfileName"),
        moving="Pending",
    ),
    update=True,
)
serve(
    Kind(
        "App",
        "app",
        "Apps",
        "AppName",
        "AppArn",
        "Status",
        path=("DomainId", "UserProfileName", "SpaceName", "AppType", "AppName"),
        moving="Pending",
        told=_app_told,
    )
)
for _name, _segment, _prefix, _settled in (
    ("InferenceRecommendationsJob", "inference-recommendations-job", "Job", "COMPLETED"),
    ("OptimizationJob", "optimization-job", "OptimizationJob", "COMPLETED"),
    ("LabelingJob", "labeling-job", "LabelingJob", "Completed"),
):
    serve(
        Kind(
            _name,
            _segment,
            f"{_name}s",
            f"{_prefix}Name",
            f"{_prefix}Arn",
            "Status" if _prefix == "Job" else f"{_prefix}Status",
            moving="INPROGRESS" if _settled.isupper() else "InProgress",
            settled=_settled,
        ),
        stop=True,
        delete=_name == "OptimizationJob",
    )
serve(
    Kind(
        "TrainingPlan",
        "training-plan",
        "TrainingPlans",
        "TrainingPlanName",
        "TrainingPlanArn",
        "Status",
        settled="Active",
    ),
    delete=False,
)
