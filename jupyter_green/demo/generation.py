"""Which generation of the SageMaker SDK this environment has, told without importing it."""

from __future__ import annotations

import importlib.util
from pathlib import Path


def installed() -> str | None:
    """Return ``v2`` or ``v3``, or None when there is no SageMaker SDK here."""
    found = importlib.util.find_spec("sagemaker")
    if found is None:
        return None
    folders = [Path(folder) for folder in found.submodule_search_locations or ()]
    if any((folder / "core").is_dir() for folder in folders):
        return "v3"
    return "v2" if any((folder / "estimator.py").is_file() for folder in folders) else None
