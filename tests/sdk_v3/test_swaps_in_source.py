"""Cells rewritten by a swap run, and the objects of SDK 3 that they make hold what was promised."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_green.practices.advice import Swap
from jupyter_green.readers.cells import SourceCell
from jupyter_green.readers.source import read_cells
from jupyter_green.swaps.edits import apply_edits
from jupyter_green.swaps.found import rewrite_found

PLAIN = """
from sagemaker.train import ModelTrainer

tr = ModelTrainer(training_image="image", role=role, sagemaker_session=session, hyperparameters={'epochs': 10})
"""
NESTED = """
from sagemaker.train.model_trainer import ModelTrainer
from sagemaker.train.configs import Compute, StoppingCondition as Stop

compute = Compute(
    instance_type='ml.m5.xlarge',
    instance_count=1,  # one
)
tr = ModelTrainer(
    training_image="image", role=role,
    sagemaker_session=session, hyperparameters={'epochs': 10},
    compute=compute,
    stopping_condition=Stop(max_pending_time_in_seconds=7200),
)
"""
BY_MODULE = """
from sagemaker.train import ModelTrainer, configs

tr = ModelTrainer(training_image="image", role=role, sagemaker_session=session, hyperparameters={"epochs": 10},
                  compute=configs.Compute(instance_type="ml.m5.xlarge", instance_count=1))
"""
TUNER = """
from sagemaker.core.parameter import ContinuousParameter
from sagemaker.train.tuner import HyperparameterTuner
tuner = HyperparameterTuner(tr, "acc", {"lr": ContinuousParameter(0.1, 0.5)}, max_jobs=20)
"""


def swapped(cells: list[str], changes: dict[str, Any], kind: str) -> list[str]:
    """Return the cells after the swap on the job of this kind."""
    source = [SourceCell(number, text) for number, text in enumerate(cells)]
    found = next(found for found in read_cells(source).jobs if found.kind == kind)
    made = rewrite_found(source, found, Swap(changes))
    assert not made.refused, made.refused
    return apply_edits(cells, made.edits)


def run(cells: list[str], session: Any, role: str) -> dict[str, Any]:
    """Run the cells and return their names."""
    names: dict[str, Any] = {"session": session, "role": role}
    for text in cells:
        exec(text, names)
    return names


@pytest.mark.parametrize("cell", [PLAIN, NESTED, BY_MODULE])
def test_spot_a_type_and_a_checkpoint_are_on_the_trainer_that_the_cell_makes(
    cell: str, session: Any, role: str
) -> None:
    changes = {"spot": True, "instance_type": "ml.g5.xlarge", "checkpoint": "s3://bucket/c"}
    tr = run(swapped([cell, "tr.train(wait=False)"], changes, "training")[:1], session, role)["tr"]
    assert (tr.compute.instance_type, tr.compute.enable_managed_spot_training) == ("ml.g5.xlarge", True)
    stop = tr.stopping_condition
    assert stop.max_wait_time_in_seconds == 2 * stop.max_runtime_in_seconds
    assert tr.checkpoint_config.s3_uri == "s3://bucket/c"


def test_an_import_by_module_is_used_as_it_is(session: Any, role: str) -> None:
    after = swapped([BY_MODULE, "tr.train()"], {"spot": True}, "training")[0]
    assert "configs.StoppingCondition(" in after
    assert after.count("import") == 1


def test_a_list_of_types_replaces_the_type(session: Any, role: str) -> None:
    changes = {"instance_preferences": ("ml.m5.xlarge", "ml.m6i.xlarge")}
    tr = run(swapped([BY_MODULE, "tr.train()"], changes, "training")[:1], session, role)["tr"]
    assert [item.instance_type for item in tr.compute.instance_preferences] == ["ml.m5.xlarge", "ml.m6i.xlarge"]
    assert not tr.compute.instance_type


def test_hyperband_and_spot_are_on_the_tuner_and_its_trainer(session: Any, role: str) -> None:
    changes = {"strategy": "Hyperband", "spot": True, "completion_criteria": True}
    tuner = run(swapped([NESTED, TUNER, "tuner.tune()"], changes, "tuning")[:2], session, role)["tuner"]
    band = tuner.strategy_config.hyperband_strategy_config
    assert (tuner.strategy, band.min_resource, band.max_resource) == ("Hyperband", 1, 10)
    assert tuner.completion_criteria_config.convergence_detected.complete_on_convergence == "Enabled"
    assert tuner.model_trainer.compute.enable_managed_spot_training is True


def test_a_deploy_turned_serverless_imports_the_class_that_the_builder_takes() -> None:
    from sagemaker.core.inference_config import ServerlessInferenceConfig

    cell = (
        "from sagemaker.serve import ModelBuilder\n"
        "mb = ModelBuilder(image_uri='i')\n"
        "mb.deploy(instance_type='ml.m5.xlarge')\n"
    )
    after = swapped([cell], {"mode": "serverless", "serverless_memory_mb": 3072}, "endpoint")[0]
    names: dict[str, Any] = {}
    exec(after.splitlines()[0], names)
    assert names["ServerlessInferenceConfig"] is ServerlessInferenceConfig
    assert "mb.deploy(inference_config=ServerlessInferenceConfig(memory_size_in_mb=3072))" in after
