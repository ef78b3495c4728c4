"""Cells written inside a test, read as a notebook."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from jupyter_green.readers.cells import SourceCell
from jupyter_green.readers.source import SourceReading, read_cells

PRELUDE = """
import boto3, sagemaker
from sagemaker.estimator import Estimator
from sagemaker.pytorch import PyTorch
role, image, data = "role", "image", "s3://bucket/data"
sm = boto3.client("sagemaker")
"""


@pytest.fixture
def read() -> Callable[..., SourceReading]:
    """Read the given cells after one that imports the SDK; the first of them is cell 1."""

    def read(*cells: str, prelude: str = PRELUDE) -> SourceReading:
        texts = [prelude, *(dedent(cell).strip("\n") for cell in cells)]
        reading = read_cells([SourceCell(i, text) for i, text in enumerate(texts)])
        assert not [why for _, why in reading.not_understood if "not read" in why]  # the reader's own failures
        return reading

    return read


def kinds(reading):
    """Return the kind and the instance type of each job that was found."""
    return [(found.kind, found.job.instance_type) for found in reading.jobs]
