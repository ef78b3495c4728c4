from __future__ import annotations

import pytest

from jupyter_green.job import Unknown
from jupyter_green.practices.endpoint_practice import ENDPOINT, GPU_ENDPOINT
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "inferentia-inference"


def test_neuron_support_is_asked_first(ask: Ask) -> None:
    advice = ask(ID, GPU_ENDPOINT)
    assert advice is not None and not advice.can_apply and "(neuron_supported)" in advice.missing[0]


@pytest.mark.parametrize(("gpu", "chip"), [("ml.g5.xlarge", "ml.inf2.xlarge"), ("ml.g5.12xlarge", "ml.inf2.24xlarge")])
def test_a_supported_model_gets_a_type_with_as_much_accelerator_memory(ask: Ask, gpu: str, chip: str) -> None:
    job = GPU_ENDPOINT.with_changes(instance_type=gpu)
    advice = ask(ID, job, neuron_supported=True)
    assert advice is not None and advice.missing == () and advice.swap is not None
    assert advice.swap.changes == {"instance_type": chip}
    assert breaches(advice.swap.applied_to(job)) == []


def test_a_difference_inside_the_uncertainty_is_not_called_less(ask: Ask) -> None:
    advice = ask(ID, GPU_ENDPOINT, neuron_supported=True)
    assert advice is not None and advice.saving is not None
    assert advice.saving.carbon.high > 0 and "does not clearly draw less" in advice.message


def test_models_and_types_it_does_not_fit_are_left_alone(ask: Ask) -> None:
    assert ask(ID, GPU_ENDPOINT, neuron_supported=False) is None
    assert ask(ID, GPU_ENDPOINT.with_changes(framework="tensorflow")) is None
    assert ask(ID, GPU_ENDPOINT.with_changes(framework="xgboost")) is None
    assert ask(ID, GPU_ENDPOINT.with_changes(mode="multi-model")) is None
    assert ask(ID, GPU_ENDPOINT.with_changes(instance_type="ml.inf2.xlarge")) is None
    assert ask(ID, GPU_ENDPOINT.with_changes(instance_type=Unknown())) is None
    assert ask(ID, ENDPOINT.with_changes(framework="pytorch")) is None


def test_a_model_larger_than_every_inferentia_instance_is_left_alone(ask: Ask) -> None:
    assert ask(ID, GPU_ENDPOINT.with_changes(instance_type="ml.p5.48xlarge"), neuron_supported=True) is None


def test_a_model_that_must_be_compiled_first_is_never_just_moved(ask: Ask) -> None:
    advice = ask(ID, GPU_ENDPOINT, neuron_supported=True)
    assert advice is not None and not advice.can_apply
