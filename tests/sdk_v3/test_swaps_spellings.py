"""Every argument that a swap may write is one that the real class of SDK 3 takes."""

from __future__ import annotations

import pytest

from jupyter_green.dialects import sdk_v3
from tests.support.real_classes import check_constructor, check_deploy, check_steps

CLASSES = [
    ("sagemaker.train.model_trainer", "ModelTrainer", "training"),
    ("sagemaker.train.tuner", "HyperparameterTuner", "tuning"),
    ("sagemaker.core.processing", "ScriptProcessor", "processing"),
    ("sagemaker.core.transformer", "Transformer", "transform"),
]


@pytest.mark.parametrize(("module", "name", "kind"), CLASSES)
def test_constructors_take_the_arguments(module: str, name: str, kind: str) -> None:
    check_constructor("sdk_v3", module, name, kind)


def test_deploy_takes_the_arguments() -> None:
    check_deploy(sdk_v3.DEPLOY, *("sagemaker.serve.model_builder", "ModelBuilder"))


def test_steps_take_a_cache() -> None:
    check_steps("sdk_v3", "sagemaker.mlops.workflow.steps")
