"""Small notebooks to audit, and the bytes that other programs would write for them."""

from __future__ import annotations

import json
from typing import Any

from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.report import DocumentReport, Report

IMPORTS = "import sagemaker\nfrom sagemaker.pytorch import PyTorch\nrole = sagemaker.get_execution_role()"
TRAINING = """estimator = PyTorch(
    entry_point="train.py",
    role=role,
    framework_version="2.3.0",
    py_version="py311",
    instance_count=1,
    instance_type="ml.g5.2xlarge",
    max_run=3600,
)
estimator.fit({"train": "s3://bucket/train"})"""
ENDPOINT = 'predictor = estimator.deploy(initial_instance_count=2, instance_type="ml.g4dn.xlarge")'


def notebook(*sources: str, as_list: bool = True, **metadata: Any) -> dict[str, Any]:
    """Return a notebook of nbformat 4 with one code cell a source, between two of text."""
    cells: list[dict[str, Any]] = [{"cell_type": "markdown", "id": "aa", "metadata": {}, "source": ["# Größe 🌱"]}]
    for number, source in enumerate(sources):
        told: Any = source.splitlines(keepends=True) if as_list else source
        cells.append(
            {
                "cell_type": "code",
                "execution_count": None,
                "id": f"c{number}",
                "metadata": {},
                "outputs": [],
                "source": told,
            }
        )
    cells.append({"cell_type": "markdown", "id": "zz", "metadata": {}, "source": []})
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return {"cells": cells, "metadata": kernel | metadata, "nbformat": 4, "nbformat_minor": 5}


def as_bytes(content: Any, *, indent: int | None = 1, ascii_only: bool = False, end: str = "\n") -> bytes:
    """Return a notebook as a file would hold it."""
    return (json.dumps(content, indent=indent, ensure_ascii=ascii_only) + end).encode("utf-8")


def audited(*sources: str, name: str = "work.ipynb", **options: Any) -> DocumentReport:
    """Return the report of a notebook with these cells."""
    wanted = AuditOptions(region="us-east-1", region_source="the test", with_rewrites=True, **options)
    return audit_document(name, as_bytes(notebook(*sources), ascii_only=True), wanted)


def report(*documents: DocumentReport, **about: Any) -> Report:
    """Return the report of some documents, by default of one that trains and serves."""
    return Report(documents=documents or (audited(IMPORTS, TRAINING, ENDPOINT),), **about)
