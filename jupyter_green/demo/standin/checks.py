"""What the real service would refuse before it starts anything."""

from __future__ import annotations

from functools import cache
from typing import Any

from jupyter_green.demo.standin.world import Refused, Request


@cache
def service_model(service: str) -> Any:
    """Return botocore's description of a service."""
    import botocore.session

    return botocore.session.get_session().get_service_model(service)


def check_values(service: str, operation: str, request: Request) -> None:
    """Refuse a request that holds a word outside the list the service knows, such as an unknown instance type."""
    shape = service_model(service).operation_model(operation).input_shape
    if shape is not None:
        _check(shape, request, "")


def _check(shape: Any, value: Any, path: str) -> None:
    if shape.type_name == "structure" and isinstance(value, dict):
        for key, part in value.items():
            if key in shape.members and part is not None:
                _check(shape.members[key], part, f"{path}.{key[0].lower()}{key[1:]}")
    elif shape.type_name == "list" and isinstance(value, list):
        for position, part in enumerate(value, 1):
            _check(shape.member, part, f"{path}.{position}.member")
    elif shape.type_name == "string" and getattr(shape, "enum", None) and value not in shape.enum:
        raise Refused(
            f"1 validation error detected: Value '{value}' at '{path.lstrip('.')}' failed to satisfy constraint: "
            f"Member must satisfy enum value set: [{', '.join(shape.enum)}]"
        )


def check_stopping(request: Request) -> None:
    """Refuse the combinations of Spot, waiting time and warm pool that the service refuses."""
    stopping = request.get("StoppingCondition") or {}
    resources = request.get("ResourceConfig") or {}
    run, wait = stopping.get("MaxRuntimeInSeconds", 86400), stopping.get("MaxWaitTimeInSeconds")
    if not request.get("EnableManagedSpotTraining"):
        if wait:
            raise Refused("MaxWaitTimeInSeconds is only supported when EnableManagedSpotTraining is true.")
        return
    if wait is None or wait < run:
        raise Refused(
            "Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to MaxRuntimeInSeconds "
            "for managed spot training."
        )
    if resources.get("KeepAlivePeriodInSeconds"):
        raise Refused("KeepAlivePeriodInSeconds is not supported with managed spot training.")
    if resources.get("InstancePreferences"):
        raise Refused("InstancePreferences is not supported with managed spot training.")
