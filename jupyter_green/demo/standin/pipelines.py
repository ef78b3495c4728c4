"""Pipeline executions that start the jobs their definition describes."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from jupyter_green.demo.standin.kinds import KINDS, describe, make, paged
from jupyter_green.demo.standin.timeline import Phase, Timeline
from jupyter_green.demo.standin.world import Account, Record, Refused, Request, answers

_STEP_KINDS = {  # step type: resource kind and the key of its metadata
    "Training": ("TrainingJob", "TrainingJob"),
    "Processing": ("ProcessingJob", "ProcessingJob"),
    "Transform": ("TransformJob", "TransformJob"),
    "Tuning": ("HyperParameterTuningJob", "TuningJob"),
    "Model": ("Model", "Model"),
}


def _pipeline(account: Account, name: str) -> Any:
    """Return moto's own record of a pipeline, by its name or ARN."""
    from moto.sagemaker.models import sagemaker_backends

    found = sagemaker_backends[account.number][account.region].pipelines.get(name.rsplit("/", 1)[-1])
    if found is None:
        raise Refused(f"Pipeline '{name}' does not exist.", "ResourceNotFound")
    return found


@answers("sagemaker", "StartPipelineExecution")
def _start(account: Account, request: Request) -> Mapping[str, Any]:
    pipeline = _pipeline(account, request["PipelineName"])
    text = pipeline.pipeline_definition
    definition = json.loads(text) if isinstance(text, str) else text
    earlier = len(account.shelf("PipelineExecution"))
    number = f"{zlib.crc32(f'{pipeline.pipeline_name}{earlier}'.encode()):012x}"
    values = {one["Name"]: one.get("DefaultValue") for one in definition.get("Parameters") or []}
    values |= {one["Name"]: one["Value"] for one in request.get("PipelineParameters") or []}
    arn = account.arn("pipeline", f"{pipeline.pipeline_name}/execution/{number}")
    steps = [_run_step(account, step, values, number) for step in _taken(definition.get("Steps") or [])]
    whole = sum(step["record"].timeline.total for step in steps if step["record"]) + 30
    timeline = Timeline.plan((Phase("Executing", whole, billed=False),), account.now, account.world.real_seconds)
    facts = {"_steps": steps, "_definition": json.dumps(definition), "PipelineArn": pipeline.arn}
    account.keep(Record("PipelineExecution", arn, arn, dict(request), timeline, "Succeeded", facts))
    return {"PipelineExecutionArn": arn}


def _taken(steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the steps that run: of a condition, the branch for when it holds."""
    for step in steps:
        yield step
        if step["Type"] == "Condition":
            yield from _taken(step["Arguments"].get("IfSteps") or [])


def _run_step(account: Account, step: dict[str, Any], values: Mapping[str, Any], number: str) -> dict[str, Any]:
    kind_name, metadata_key = _STEP_KINDS.get(step["Type"], ("", step["Type"]))
    if not kind_name:
        return {"name": step["Name"], "type": metadata_key, "record": None}
    kind = KINDS[kind_name]
    request = _resolved(step.get("Arguments") or {}, values)
    request[kind.name_key] = f"pipelines-{number}-{step['Name']}"[:63].rstrip("-")
    record = make(account, kind, request, _part_of=number)
    return {"name": step["Name"], "type": metadata_key, "record": record}


def _resolved(node: Any, values: Mapping[str, Any]) -> Any:
    """Return a definition's node with parameters and joins filled in; results of earlier steps become a placeholder."""
    if isinstance(node, list):
        return [_resolved(part, values) for part in node]
    if not isinstance(node, dict):
        return node
    if "Get" in node:
        where, _, rest = node["Get"].partition(".")
        return values.get(rest) if where == "Parameters" else f"s3://from-{where.lower()}/{rest}"
    if "Std:Join" in node:
        joined = node["Std:Join"]
        return joined["On"].join(str(_resolved(part, values)) for part in joined["Values"])
    if "Std:JsonGet" in node:
        return "0"
    return {key: _resolved(part, values) for key, part in node.items()}


def _status(account: Account, execution: Record) -> str:
    if not execution.timeline.is_over(account.now):
        return "Executing"
    return execution.outcome


def _found(account: Account, request: Request) -> Record:
    return account.find("PipelineExecution", request["PipelineExecutionArn"])


@answers("sagemaker", "DescribePipelineExecution")
def _describe(account: Account, request: Request) -> Mapping[str, Any]:
    execution = _found(account, request)
    return {
        **execution.request,
        "PipelineArn": execution.facts["PipelineArn"],
        "PipelineExecutionArn": execution.arn,
        "PipelineExecutionStatus": _status(account, execution),
        "CreationTime": execution.timeline.created,
        "LastModifiedTime": execution.timeline.created + execution.timeline.elapsed(account.now),
    }


@answers("sagemaker", "ListPipelineExecutions")
def _list(account: Account, request: Request) -> Mapping[str, Any]:
    arn = _pipeline(account, request["PipelineName"]).arn
    found = [one for one in account.shelf("PipelineExecution").values() if one.facts["PipelineArn"] == arn]
    page, token = paged(found[::-1], request, default=10)
    summaries = [
        {
            "PipelineExecutionArn": one.arn,
            "StartTime": one.timeline.created,
            "PipelineExecutionStatus": _status(account, one),
            "PipelineExecutionDisplayName": one.request.get("PipelineExecutionDisplayName"),
        }
        for one in page
    ]
    return {"PipelineExecutionSummaries": summaries} | ({"NextToken": token} if token else {})


@answers("sagemaker", "ListPipelineExecutionSteps")
def _list_steps(account: Account, request: Request) -> Mapping[str, Any]:
    told = [_step(account, step) for step in _found(account, request).facts["_steps"]]
    if request.get("SortOrder", "Descending") == "Descending":
        told.reverse()
    page, token = paged(told, request, default=20)
    return {"PipelineExecutionSteps": page} | ({"NextToken": token} if token else {})


def _step(account: Account, step: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"StepName": step["name"], "StepStatus": "Succeeded", "AttemptCount": 1}
    record: Record | None = step["record"]
    if record is None:
        return told
    over = record.timeline.is_over(account.now)
    told |= {
        "StepStatus": ("Failed" if record.outcome == "Failed" else "Succeeded") if over else "Executing",
        "StartTime": describe(account, record)["CreationTime"],
        "Metadata": {step["type"]: {"Arn": record.arn}},
    }
    if over:
        told["EndTime"] = record.timeline.created + record.timeline.total
    return told


@answers("sagemaker", "DescribePipelineDefinitionForExecution")
def _definition(account: Account, request: Request) -> Mapping[str, Any]:
    execution = _found(account, request)
    return {"PipelineDefinition": execution.facts["_definition"], "CreationTime": execution.timeline.created}


@answers("sagemaker", "ListPipelineParametersForExecution")
def _parameters(account: Account, request: Request) -> Mapping[str, Any]:
    return {"PipelineParameters": _found(account, request).request.get("PipelineParameters") or []}


@answers("sagemaker", "StopPipelineExecution")
def _stop(account: Account, request: Request) -> Mapping[str, Any]:
    execution = _found(account, request)
    for record in (execution, *(step["record"] for step in execution.facts["_steps"] if step["record"])):
        if not record.timeline.is_over(account.now):
            record.timeline = record.timeline.cut(account.now)
            record.outcome = "Stopped"
    return {"PipelineExecutionArn": execution.arn}
