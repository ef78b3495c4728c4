from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices.endpoint_practice import ENDPOINT, GPU_ENDPOINT
from tests.practices.conftest import Ask

ID = "enhanced-endpoint-metrics"


def test_a_request_can_ask_for_the_metrics(ask: Ask) -> None:
    advice = ask(ID, GPU_ENDPOINT.with_changes(api="api"))
    assert advice is not None and advice.can_apply and advice.swap is not None
    assert advice.swap.changes == {"enhanced_metrics": True}
    assert advice.saving is None and "nothing by itself" in advice.saving_note


def test_an_sdk_without_the_argument_is_shown_the_code(ask: Ask) -> None:
    advice = ask(ID, GPU_ENDPOINT.with_changes(api="sdk_v2"))
    assert advice is not None and not advice.can_apply and advice.swap is not None
    assert "EnableEnhancedMetrics" in advice.swap.code


def test_components_and_several_instances_hide_idle_ones_too(ask: Ask) -> None:
    assert ask(ID, ENDPOINT.with_changes(instance_count=2)) is not None
    assert ask(ID, ENDPOINT.with_changes(inference_components=True)) is not None


def test_where_nothing_is_hidden_it_is_silent(ask: Ask) -> None:
    assert ask(ID, ENDPOINT) is None
    assert ask(ID, GPU_ENDPOINT.with_changes(enhanced_metrics=True)) is None
    assert ask(ID, GPU_ENDPOINT.with_changes(enhanced_metrics=Unknown())) is None
    assert ask(ID, GPU_ENDPOINT.with_changes(deleted_later=True)) is None
    assert ask(ID, GPU_ENDPOINT.with_changes(mode="serverless", instance_type=None)) is None
