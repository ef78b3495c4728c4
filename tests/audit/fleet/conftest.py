"""Folders of small notebooks, each with one job of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TYPES = ("ml.m5.xlarge", "ml.p3.2xlarge", "ml.c5.4xlarge", "ml.g5.xlarge")


def notebook_text(number: int) -> str:
    """Return a notebook with one training job; ``number`` picks its type and count."""
    source = (
        "from sagemaker.estimator import Estimator\n"
        f"estimator = Estimator('image', role, instance_count={number % 3 + 1}, "
        f"instance_type='{TYPES[number % len(TYPES)]}')\nestimator.fit()\n"
    )
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def fill(folder: Path, count: int) -> Path:
    """Write ``count`` notebooks into the folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"n{number:03}.ipynb").write_text(notebook_text(number), "utf-8")
    return folder


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with forty notebooks, and the working directory above it."""
    monkeypatch.chdir(tmp_path)
    return fill(tmp_path / "notebooks", 40)
