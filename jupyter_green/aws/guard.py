"""The run-time guard: a client made here can ask, and cannot change anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["READS", "NotReadOnlyError", "action", "guard", "is_allowed"]

#: Every operation that this package may ever ask for, by service.
READS: Mapping[str, frozenset[str]] = {
    "sagemaker": frozenset(
        {
            "DescribeApp",
            "DescribeEndpoint",
            "DescribeEndpointConfig",
            "DescribeHyperParameterTuningJob",
            "DescribeNotebookInstance",
            "DescribeProcessingJob",
            "DescribeTrainingJob",
            "DescribeTransformJob",
            "ListEndpoints",
            "ListHyperParameterTuningJobs",
            "ListProcessingJobs",
            "ListTrainingJobs",
            "ListTransformJobs",
            "Search",
        }
    ),
    "cloudwatch": frozenset({"GetMetricData", "ListMetrics"}),
    "application-autoscaling": frozenset({"DescribeScalingActivities"}),
    "pricing": frozenset({"GetProducts"}),
    "sustainability": frozenset({"GetEstimatedCarbonEmissions"}),
}
_READING = ("Describe", "List", "Get", "Search")


class NotReadOnlyError(PermissionError):
    """Raised before anything is sent when a client of this package is asked to do more than read."""


def is_allowed(service: str, operation: str) -> bool:
    """True for an operation on the list whose name says that it reads."""
    return operation.startswith(_READING) and operation in READS.get(service, frozenset())


def action(service: str, operation: str) -> str:
    """Return the IAM action that an operation needs."""
    return f"{service}:{operation}"


def guard(client: Any) -> Any:
    """Return the client with the guard on it: refused before the request is built, and again before it is sent."""

    def refuse(model: Any, **_: Any) -> None:
        service, operation = model.service_model.service_name, model.name
        if not is_allowed(service, operation):
            raise NotReadOnlyError(f"{service}:{operation} is not on the list of what jupyter_green may ask")

    for moment in ("provide-client-params", "before-parameter-build", "before-call"):
        client.meta.events.register_first(moment, refuse)
    return client
