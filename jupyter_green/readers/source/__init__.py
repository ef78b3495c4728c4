"""Reads notebooks and Python files for the SageMaker jobs they would start, without executing or importing anything."""

from __future__ import annotations

from jupyter_green.readers.source.found import FoundJob, Place, SourceReading, Written
from jupyter_green.readers.source.reading import mentions_aws_ml, read_cells, read_file, read_notebook

__all__ = [
    "FoundJob",
    "Place",
    "SourceReading",
    "Written",
    "mentions_aws_ml",
    "read_cells",
    "read_file",
    "read_notebook",
]
