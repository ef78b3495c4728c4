from __future__ import annotations

import pytest

from jupyter_green.catalog.instances import find_instance
from jupyter_green.job import Unknown
from jupyter_green.practices import Context, Metrics
from jupyter_green.practices.endpoint_practice import ENDPOINT, GPU_ENDPOINT
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "right-size-endpoint"
BIG = ENDPOINT.with_changes(instance_type="ml.m5.4xlarge")


def _measured(**values: float) -> Context:
    return Context(metrics={ENDPOINT.identity: Metrics(**values)}, told={"holds_at_peak": True})


def test_trees_do_not_need_the_gpu_they_are_served_on(ask: Ask) -> None:
    job = GPU_ENDPOINT.with_changes(instance_type="ml.g4dn.2xlarge", framework="xgboost")
    advice = ask(ID, job)
    assert advice is not None and advice.can_apply and advice.swap is not None and advice.saving is not None
    assert advice.saving.energy.central < 0
    assert breaches(advice.swap.applied_to(job)) == []


def test_low_use_leads_to_a_smaller_type_that_carries_it(ask: Ask) -> None:
    advice = ask(ID, BIG, _measured(cpu=0.1, memory=0.1))
    assert advice is not None and advice.can_apply and advice.swap is not None and advice.saving is not None
    assert advice.swap.changes == {"instance_type": "ml.m5.large"}
    assert advice.saving.carbon.high < 0


def test_memory_bounds_how_small_it_may_be(ask: Ask) -> None:
    advice = ask(ID, BIG, _measured(cpu=0.1, memory=0.3))
    assert advice is not None and advice.swap is not None
    assert advice.swap.changes == {"instance_type": "ml.m5.2xlarge"}
    assert ask(ID, BIG, _measured(cpu=0.1, memory=0.7)) is None


def test_whether_the_peak_is_inside_the_figures_is_asked(ask: Ask) -> None:
    advice = ask(ID, BIG, Context(metrics={ENDPOINT.identity: Metrics(cpu=0.1, memory=0.1)}))
    assert advice is not None and "(holds_at_peak)" in advice.missing[0]


def test_fewer_gpus_need_their_memory_to_be_known(ask: Ask) -> None:
    low = {"cpu": 0.05, "accelerator": 0.1, "memory": 0.05}
    assert ask(ID, GPU_ENDPOINT, _measured(**low)) is None
    advice = ask(ID, GPU_ENDPOINT, _measured(**low, accelerator_memory=0.2))
    assert advice is not None and advice.swap is not None
    assert advice.swap.changes["instance_type"].startswith("ml.g5.")


def test_empty_instances_can_go(ask: Ask) -> None:
    four = ENDPOINT.with_changes(instance_count=4)
    advice = ask(ID, four, _measured(empty_instances=2.0))
    assert advice is not None and advice.can_apply and advice.swap is not None
    assert advice.swap.changes == {"instance_count": 2}
    assert ask(ID, four.with_changes(autoscaling=(1, 4)), _measured(empty_instances=2.0)) is None
    assert ask(ID, ENDPOINT, _measured(empty_instances=1.0)) is None


def test_idle_accelerators_lead_to_a_type_with_fewer(ask: Ask) -> None:
    advice = ask(ID, GPU_ENDPOINT, _measured(idle_accelerators=3.0, cpu=0.5))
    assert advice is not None and advice.swap is not None and "3 of its 4" in advice.message
    fewer = find_instance(advice.swap.changes["instance_type"])
    assert fewer is not None and fewer.family == "g5" and fewer.accelerator_count == 1
    assert ask(ID, GPU_ENDPOINT, _measured(idle_accelerators=0.0, cpu=0.5)) is None


def test_development_needs_one_instance(ask: Ask) -> None:
    two = ENDPOINT.with_changes(instance_count=2)
    advice = ask(ID, two, dev_endpoint=True)
    assert advice is not None and advice.swap is not None and advice.swap.changes == {"instance_count": 1}
    assert ask(ID, two) is None


@pytest.mark.parametrize("values", [{"cpu": 0.6}, {"cpu": 0.1, "accelerator": 0.7}, {"accelerator": 0.1}])
def test_use_or_missing_figures_leave_it_alone(ask: Ask, values: dict[str, float]) -> None:
    assert ask(ID, GPU_ENDPOINT, _measured(**values)) is None


def test_serverless_and_unknown_types_are_left_alone(ask: Ask) -> None:
    assert ask(ID, ENDPOINT.with_changes(mode="serverless", instance_type=None)) is None
    assert ask(ID, BIG.with_changes(instance_type=Unknown()), _measured(cpu=0.1)) is None
    assert ask(ID, ENDPOINT) is None
