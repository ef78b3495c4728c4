from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices.endpoint_practice import ENDPOINT, GPU_ENDPOINT
from tests.practices.conftest import Ask

ID = "quantize-or-prune"
NEURAL = ENDPOINT.with_changes(instance_type="ml.c6i.2xlarge", framework="pytorch")


def test_a_neural_model_on_a_fast_int8_cpu_is_asked_about(ask: Ask) -> None:
    advice = ask(ID, NEURAL)
    assert advice is not None and "(quantizes_well)" in advice.missing[0]


def test_a_model_that_keeps_its_quality_is_named_with_a_cost_and_no_energy_figure(ask: Ask) -> None:
    advice = ask(ID, NEURAL, quantizes_well=True)
    assert advice is not None and advice.missing == () and advice.saving is None
    assert {effect.of for effect in advice.effects} == {"cost"}


def test_trees_gpus_older_cpus_and_poor_quality_are_left_alone(ask: Ask) -> None:
    assert ask(ID, NEURAL.with_changes(framework="xgboost")) is None
    assert ask(ID, NEURAL.with_changes(instance_type="ml.c4.2xlarge")) is None
    assert ask(ID, GPU_ENDPOINT) is None
    assert ask(ID, NEURAL, quantizes_well=False) is None
    assert ask(ID, NEURAL.with_changes(framework=Unknown())) is None
