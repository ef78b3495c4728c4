from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices.endpoint_practice import ENDPOINT
from tests.practices.conftest import Ask

ID = "align-sla-with-need"
TWO = ENDPOINT.with_changes(instance_count=2)


def test_hours_of_allowed_wait_lead_to_batch(ask: Ask) -> None:
    advice = ask(ID, TWO, latency_need="hours", silent_share=0.9)
    assert advice is not None and "batch transform" in advice.message and advice.saving is not None


def test_minutes_of_allowed_wait_lead_to_a_queue(ask: Ask) -> None:
    advice = ask(ID, TWO, latency_need="minutes")
    assert advice is not None and "asynchronous" in advice.message and "(silent_share)" in advice.missing[0]


def test_an_unstated_need_is_asked_for(ask: Ask) -> None:
    advice = ask(ID, TWO)
    assert advice is not None and advice.swap is None and "(latency_need)" in advice.missing[0]


def test_a_need_for_seconds_one_busy_instance_and_scaling_are_left_alone(ask: Ask) -> None:
    assert ask(ID, TWO, latency_need="seconds") is None
    assert ask(ID, ENDPOINT) is None
    assert ask(ID, ENDPOINT, silent_share=0.8) is not None
    assert ask(ID, TWO.with_changes(autoscaling=(1, 2))) is None
    assert ask(ID, TWO.with_changes(mode="async")) is None
    assert ask(ID, TWO.with_changes(mode=Unknown())) is None
