"""The notebooks of the tests: real objects of the SageMaker SDK, with something to say about each."""

from __future__ import annotations

from typing import Any

from jupyter_green.demo.standin import ROLE
from tests.browser.lab import code

LEGACY = "avoid-legacy-instance-families"
SETUP = f"""import os
from sagemaker import Session
from sagemaker.pytorch import PyTorch
session = Session(default_bucket=os.environ["GREEN_DEMO_BUCKET"])
role = "{ROLE}\""""
TRAINING = """estimator = PyTorch(entry_point="train.py", role=role, framework_version="2.3", py_version="py311",
                    instance_type="ml.p3.16xlarge", instance_count=2, sagemaker_session=session)"""
FIT = "estimator.fit(wait=False)"
OLD_TYPE = '"ml.p3.16xlarge"'


def training_notebook() -> list[dict[str, Any]]:
    """Return the cells of a notebook that trains once on an old instance family."""
    return [code(SETUP, "setup"), code(TRAINING, "training"), code(FIT, "fit")]
