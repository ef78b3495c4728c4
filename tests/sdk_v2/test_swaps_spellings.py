"""Every argument that a swap may write is one that the real class of SDK 2 takes."""

from __future__ import annotations

import pytest

from jupyter_green.dialects import sdk_v2
from jupyter_green.job import Job
from jupyter_green.swaps.encode import encode
from jupyter_green.swaps.made import CannotSay
from tests.support.real_classes import check_constructor, check_deploy, check_steps

CLASSES = [
    ("sagemaker.estimator", "Estimator", "training"),
    ("sagemaker.pytorch", "PyTorch", "training"),
    ("sagemaker.tensorflow", "TensorFlow", "training"),
    ("sagemaker.huggingface", "HuggingFace", "training"),
    ("sagemaker.sklearn", "SKLearn", "training"),
    ("sagemaker.xgboost", "XGBoost", "training"),
    ("sagemaker.tuner", "HyperparameterTuner", "tuning"),
    ("sagemaker.processing", "ScriptProcessor", "processing"),
    ("sagemaker.sklearn.processing", "SKLearnProcessor", "processing"),
    ("sagemaker.transformer", "Transformer", "transform"),
    ("sagemaker.model", "Model", "model"),
]


@pytest.mark.parametrize(("module", "name", "kind"), CLASSES)
def test_constructors_take_the_arguments(module: str, name: str, kind: str) -> None:
    check_constructor("sdk_v2", module, name, kind)


def test_deploy_takes_the_arguments() -> None:
    check_deploy(sdk_v2.DEPLOY, *("sagemaker.model", "Model"))


def test_steps_take_a_cache() -> None:
    check_steps("sdk_v2", "sagemaker.workflow.steps")


def test_the_routing_strategies_that_are_written_are_those_that_the_sdk_lets_through() -> None:
    from sagemaker.utils import _resolve_routing_config

    for strategy in ("RANDOM", "LEAST_OUTSTANDING_REQUESTS", "PREFIX_AWARE", "KV_AWARE"):
        try:
            written = encode("routing", strategy, "sdk_v2", Job(kind="endpoint"))
        except CannotSay:
            with pytest.raises(ValueError, match="RoutingStrategy"):
                _resolve_routing_config({"RoutingStrategy": strategy})
            continue
        assert _resolve_routing_config(written) == written
