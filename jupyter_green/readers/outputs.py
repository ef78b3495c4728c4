"""What the saved outputs of an executed notebook tell: Regions, names and ARNs of jobs, and our own figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

__all__ = ["BUNDLE", "NamedJob", "OutputReading", "read_outputs"]

BUNDLE = "application/vnd.jupyter-green.v1+json"
_LONGEST_TEXT = 200_000
_MOST_NAMES = 500
_ARN = re.compile(
    r"arn:aws[\w-]*:sagemaker:(?P<region>[a-z]{2}(?:-[a-z]+)+-\d):\d{12}:"
    r"(?P<type>training-job|hyper-parameter-tuning-job|processing-job|transform-job|endpoint|pipeline|automl-job|"
    r"inference-component|notebook-instance|labeling-job|compilation-job|monitoring-schedule)/(?P<name>[\w-]{1,120})"
)
_CREATING = re.compile(
    r"Creating (?P<type>training-job|hyperparameter tuning job|processing-job|transform job|endpoint|auto-ml-job)"
    r" with name:? (?P<name>[\w-]{1,120})"
)
_HOST = re.compile(r"(?:\.dkr\.ecr|sagemaker|runtime\.sagemaker|s3)[.-](?P<region>[a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws")
_KINDS = {
    "training-job": "training",
    "hyper-parameter-tuning-job": "tuning",
    "hyperparameter tuning job": "tuning",
    "processing-job": "processing",
    "transform-job": "transform",
    "transform job": "transform",
    "automl-job": "automl",
    "auto-ml-job": "automl",
    "notebook-instance": "notebook",
    "labeling-job": "labeling",
    "compilation-job": "compilation",
}


@dataclass(frozen=True, slots=True)
class NamedJob:
    """A job that an output names: its kind and name, and the cell whose output says so."""

    kind: str
    name: str
    cell: int
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputReading:
    """What all outputs of a notebook tell; ``region`` is the one named most often."""

    region: str | None = None
    jobs: tuple[NamedJob, ...] = ()
    bundles: Mapping[int, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))


def read_outputs(notebook: Any) -> OutputReading:
    """Read the outputs of a parsed notebook; what is no notebook tells nothing."""
    regions: Counter[str] = Counter()
    jobs: dict[tuple[str, str], NamedJob] = {}
    bundles: dict[int, Mapping[str, Any]] = {}
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    for index, cell in enumerate(cells if isinstance(cells, list) else ()):
        outputs = cell.get("outputs") if isinstance(cell, dict) else None
        for output in outputs if isinstance(outputs, list) else ():
            if not isinstance(output, dict):
                continue
            data = output.get("data")
            bundle = data.get(BUNDLE) if isinstance(data, dict) else None
            if isinstance(bundle, dict):
                bundles[index] = bundle
            for text in _texts(output):
                _read_text(text, index, regions, jobs)
    region = regions.most_common(1)[0][0] if regions else None
    return OutputReading(region=region, jobs=tuple(jobs.values()), bundles=MappingProxyType(bundles))


def _texts(output: Mapping[str, Any]) -> Iterator[str]:
    data = output.get("data")
    plain = data.get("text/plain") if isinstance(data, dict) else None
    for value in (output.get("text"), plain):
        if isinstance(value, list):
            value = "".join(part for part in value if isinstance(part, str))
        if isinstance(value, str):
            yield value[:_LONGEST_TEXT]


def _read_text(text: str, cell: int, regions: Counter[str], jobs: dict[tuple[str, str], NamedJob]) -> None:
    if "arn:aws" in text:
        for found in _ARN.finditer(text):
            regions[found["region"]] += 1
            _keep(jobs, found["type"], found["name"], cell, found["region"])
    if "Creating" in text:
        for found in _CREATING.finditer(text):
            _keep(jobs, found["type"], found["name"], cell, None)
    if "amazonaws" in text:
        regions.update(found["region"] for found in _HOST.finditer(text))


def _keep(jobs: dict[tuple[str, str], NamedJob], type_: str, name: str, cell: int, region: str | None) -> None:
    kind = _KINDS.get(type_, type_)
    known = jobs.get((kind, name))
    if known is None and len(jobs) < _MOST_NAMES:
        jobs[kind, name] = NamedJob(kind, name, cell, region)
    elif known is not None and known.region is None and region is not None:
        jobs[kind, name] = NamedJob(kind, name, known.cell, region)
