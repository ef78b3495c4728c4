from __future__ import annotations

import pytest

from jupyter_green.job import Unknown
from jupyter_green.practices import Context, Metrics
from jupyter_green.practices.endpoint_practice import ENDPOINT, GPU_ENDPOINT
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "serverless-inference"
KNOWN = {"calls_per_hour": 60, "seconds_per_call": 0.2, "model_memory_mb": 1500, "cold_start_ok": True}


def test_few_calls_on_a_cpu_are_cheaper_without_instances(ask: Ask) -> None:
    advice = ask(ID, ENDPOINT, **KNOWN)
    assert advice is not None and advice.can_apply and advice.saving is not None
    assert advice.saving.carbon.high < 0 and advice.saving.cost.high < 0


def test_the_swap_leaves_nothing_of_the_instances_behind(ask: Ask) -> None:
    scaled = ENDPOINT.with_changes(autoscaling=(1, 2), volume_gb=30)
    advice = ask(ID, scaled, **KNOWN)
    assert advice is not None and advice.swap is not None
    after = advice.swap.applied_to(scaled)
    assert breaches(after) == []
    assert (after.mode, after.serverless_memory_mb) == ("serverless", 2048)
    assert after.instance_type is after.instance_count is after.autoscaling is after.volume_gb is None


def test_the_saving_is_for_the_busy_part_of_the_hour(ask: Ask) -> None:
    few, many = (ask(ID, ENDPOINT, **{**KNOWN, "calls_per_hour": calls}) for calls in (1, 3600))
    assert few is not None and few.saving is not None and many is not None and many.saving is not None
    assert few.saving.energy.central < many.saving.energy.central < 0


def test_with_nothing_known_it_asks_and_promises_nothing(ask: Ask) -> None:
    advice = ask(ID, ENDPOINT)
    assert advice is not None and not advice.can_apply and advice.saving is None
    asked = " ".join(advice.missing)
    assert all(f"({name})" in asked for name in KNOWN)


def test_metrics_answer_instead_of_the_user(ask: Ask) -> None:
    metrics = Metrics(invocations_per_hour=60, model_latency_ms=200, memory=0.1)
    advice = ask(ID, ENDPOINT, Context(metrics={ENDPOINT.identity: metrics}, told={"cold_start_ok": True}))
    assert advice is not None and advice.can_apply and advice.swap is not None
    assert advice.swap.changes["serverless_memory_mb"] == 2048


def test_the_memory_of_a_small_instance_bounds_what_the_model_needs(ask: Ask) -> None:
    small = ENDPOINT.with_changes(instance_type="ml.c5.large")
    advice = ask(ID, small, **{**KNOWN, "model_memory_mb": None})
    assert advice is not None and advice.swap is not None
    assert advice.swap.changes["serverless_memory_mb"] == 4096


def test_steady_traffic_is_better_on_an_instance(ask: Ask) -> None:
    assert ask(ID, ENDPOINT, **{**KNOWN, "calls_per_hour": 90_000}) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"vpc": True},
        {"network_isolation": True},
        {"data_capture": True},
        {"containers": 3},
        {"mode": "multi-model"},
        {"mode": "async"},
        {"inference_components": True},
        {"shadow": True},
        {"region": "eu-central-2"},
        {"instance_type": Unknown()},
        {"vpc": Unknown()},
        {"instance_type": "ml.inf2.xlarge"},
        {"local": True},
    ],
)
def test_what_serverless_does_not_take_is_never_sent_there(ask: Ask, changes: dict[str, object]) -> None:
    assert ask(ID, ENDPOINT.with_changes(**changes), **KNOWN) is None


@pytest.mark.parametrize(
    "told", [{"model_memory_mb": 6200}, {"seconds_per_call": 61}, {"cold_start_ok": False}, {"calls_per_hour": 10**7}]
)
def test_a_known_obstacle_silences_it(ask: Ask, told: dict[str, object]) -> None:
    assert ask(ID, ENDPOINT, **{**KNOWN, **told}) is None


def test_a_gpu_is_never_sent_there(ask: Ask) -> None:
    assert ask(ID, GPU_ENDPOINT, **KNOWN) is None
