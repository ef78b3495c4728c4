"""Processing and transform jobs: one stretch of running instances each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from jupyter_green.demo.standin.kinds import Kind, serve
from jupyter_green.demo.standin.timeline import Phase
from jupyter_green.demo.standin.world import Account, Record, Request


def _phases(account: Account, request: Request, *, name_key: str, least: float, most: float) -> tuple[Phase, ...]:
    limit = (request.get("StoppingCondition") or {}).get("MaxRuntimeInSeconds", 86400)
    work = min(float(limit), account.length(request[name_key], least, most))
    return (Phase("Starting", 120, billed=False), Phase("InProgress", work))


def _told(account: Account, record: Record, *, prefix: str) -> Mapping[str, Any]:
    start, end = record.timeline.billed_span(account.now)
    over = record.timeline.is_over(account.now)
    answer: dict[str, Any] = {f"{prefix}JobStatus": record.outcome if over else "InProgress"}
    if start is not None:
        answer[f"{prefix}StartTime"] = start
    if end is not None:
        answer[f"{prefix}EndTime"] = end
    if over and record.outcome == "Failed":
        answer["FailureReason"] = "AlgorithmError: the container exited with code 1"
    return answer


serve(
    Kind(
        "ProcessingJob",
        "processing-job",
        "ProcessingJobs",
        "ProcessingJobName",
        "ProcessingJobArn",
        "ProcessingJobStatus",
        phases=partial(_phases, name_key="ProcessingJobName", least=300, most=1200),
        told=partial(_told, prefix="Processing"),
    ),
    stop=True,
)
serve(
    Kind(
        "TransformJob",
        "transform-job",
        "TransformJobs",
        "TransformJobName",
        "TransformJobArn",
        "TransformJobStatus",
        phases=partial(_phases, name_key="TransformJobName", least=240, most=900),
        told=partial(_told, prefix="Transform"),
    ),
    stop=True,
    delete=False,
)
