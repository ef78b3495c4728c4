from __future__ import annotations

from jupyter_green.practices.endpoint_practice import ENDPOINT, GPU_ENDPOINT
from tests.practices.conftest import Ask

ID = "scale-to-zero-inference-components"
COMPONENTS = GPU_ENDPOINT.with_changes(inference_components=True, managed_scaling=(1, 3))


def test_the_last_instance_may_go_with_inference_components(ask: Ask) -> None:
    advice = ask(ID, COMPONENTS, silent_share=0.6, callers_retry=True)
    assert advice is not None and advice.can_apply and advice.swap is not None
    assert advice.swap.applied_to(COMPONENTS).managed_scaling == (0, 3)
    assert advice.saving is not None and advice.saving.carbon.high < 0


def test_without_managed_scaling_it_gets_some(ask: Ask) -> None:
    job = COMPONENTS.with_changes(managed_scaling=None, instance_count=2)
    advice = ask(ID, job, silent_share=0.6, callers_retry=True)
    assert advice is not None and advice.swap is not None and advice.swap.changes == {"managed_scaling": (0, 2)}


def test_retries_and_silence_are_asked_for(ask: Ask) -> None:
    advice = ask(ID, COMPONENTS)
    assert advice is not None and not advice.can_apply and len(advice.missing) == 2
    assert ask(ID, COMPONENTS, callers_retry=False) is None


def test_an_endpoint_with_a_model_is_never_scaled_to_zero_as_it_stands(ask: Ask) -> None:
    advice = ask(ID, GPU_ENDPOINT, silent_share=0.6, callers_retry=True)
    assert advice is not None and advice.swap is not None
    assert advice.swap.fix == "show only" and not advice.swap.changes


def test_zero_already_busy_or_cpu_endpoints_are_left_alone(ask: Ask) -> None:
    assert ask(ID, COMPONENTS.with_changes(managed_scaling=(0, 3))) is None
    assert ask(ID, COMPONENTS, silent_share=0) is None
    assert ask(ID, GPU_ENDPOINT, silent_share=0.1) is None
    assert ask(ID, GPU_ENDPOINT) is None
    assert ask(ID, ENDPOINT, silent_share=0.9) is None
