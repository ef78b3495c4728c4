"""The machine that the notebook itself runs on: a notebook instance or a Studio app."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jupyter_green.aws.clients import Clients
from jupyter_green.aws.measure import Measurement
from jupyter_green.aws.measured import measured_footprint
from jupyter_green.footprint.carbon import GridBasis
from jupyter_green.job import Job, Unknown
from jupyter_green.readers.records import Record, as_seconds

__all__ = ["ACTIONS", "METADATA", "measure_machine"]

#: What measuring the notebook's own machine may ask for.
ACTIONS = ("sagemaker:DescribeNotebookInstance", "sagemaker:DescribeApp")
METADATA = Path("/opt/ml/metadata/resource-metadata.json")
_WOULD = "the type of this machine and since when it runs"


def measure_machine(
    clients: Clients, *, clock: Callable[[], float], grid: GridBasis = "lifecycle", metadata: Path = METADATA
) -> Measurement | None:
    """Return what this machine came to since it was started last; None where it is none of SageMaker's."""
    told = _metadata(metadata)
    arn = str(told.get("ResourceArn", "")).split(":")
    if len(arn) < 6:
        return None
    region, (kind, _, name) = arn[3], arn[5].partition("/")
    request: dict[str, Any]
    type_path: tuple[str, ...]
    if kind == "notebook-instance":
        operation, request = "DescribeNotebookInstance", {"NotebookInstanceName": told.get("ResourceName") or name}
        type_path, since_key = ("InstanceType",), "LastModifiedTime"
    else:
        owner = "SpaceName" if told.get("SpaceName") else "UserProfileName"
        operation = "DescribeApp"
        request = {
            "DomainId": told.get("DomainId"),
            owner: told.get(owner),
            "AppType": told.get("AppType") or "JupyterLab",
            "AppName": told.get("ResourceName") or "default",
        }
        type_path, since_key = ("ResourceSpec", "InstanceType"), "CreationTime"
    outcome = clients.ask("sagemaker", operation, region, would=_WOULD, **request)
    if outcome.value is None:
        return Measurement(None, problems=() if outcome.problem is None else (outcome.problem,))
    instance_type: Any = outcome.value
    for key in type_path:
        instance_type = (instance_type or {}).get(key)
    since, now = as_seconds(outcome.value.get(since_key)), clock()
    job = Job(
        kind="notebook",
        name=str(told.get("ResourceName") or name),
        region=region,
        instance_type=instance_type or Unknown("AWS does not tell the type of this machine"),
        instance_count=1,
        volume_gb=outcome.value.get("VolumeSizeInGB"),
        identity=f"notebook:{name}",
    )
    hours = None if since is None else max(0.0, now - since) / 3600
    record = Record(job, "InService", False, since, since, None, hours)
    footprint = dataclasses.replace(measured_footprint(record, None, grid), state="running")
    return Measurement(record, footprint, facts=("since it was started last; earlier runs are not listed by AWS",))


def _metadata(path: Path) -> Mapping[str, Any]:
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
