"""Swaps are composed by re-estimating the changed job, and what is dominated is hidden."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_green.job import Job
from jupyter_green.practices.advice import Advice, Swap
from jupyter_green.practices.context import Context
from jupyter_green.swaps.compose import SwapConflict, compose, options, pareto

TRAINING = Job(
    kind="training",
    api="sdk_v2",
    region="us-east-1",
    instance_type="ml.m5.4xlarge",
    instance_count=4,
    max_runtime=3600,
    identity="training:a",
)
CONTEXT = Context()


def advice(name: str, changes: dict[str, Any], **more: Any) -> Advice:
    swap = Swap(changes, more.pop("fix", "safe"), more.pop("runtime", None))
    return Advice(practice=name, title=name, message=name, job=TRAINING, swap=swap, **more)


def test_composed_swaps_bring_what_they_require_together() -> None:
    whole = compose([Swap({"spot": True}), Swap({"max_runtime": 7200}, "unsafe")], TRAINING)
    assert dict(whole.changes) == {"spot": True, "max_runtime": 7200, "max_wait": 14400}
    assert whole.fix == "unsafe"


def test_two_values_for_one_field_are_a_conflict() -> None:
    with pytest.raises(SwapConflict, match="instance count"):
        compose([Swap({"instance_count": 2}), Swap({"instance_count": 1})], TRAINING)


def test_swaps_that_are_illegal_together_are_a_conflict() -> None:
    with pytest.raises(SwapConflict, match="warm pool"):
        compose([Swap({"spot": True}), Swap({"keep_alive": 600})], TRAINING)


def test_running_times_are_multiplied() -> None:
    both = [Swap({"volume_gb": 5}, runtime=(0.5, 0.8, 1.0)), Swap({"spot": True}, runtime=(1.0, 1.1, 2.0))]
    assert compose(both, TRAINING).runtime == pytest.approx((0.5, 0.88, 2.0))


def test_every_legal_set_is_estimated_as_a_whole() -> None:
    offered = [
        advice("fewer", {"instance_count": 2}),
        advice("other", {"instance_count": 1}),
        advice("spot", {"spot": True}),
    ]
    found = options(offered, TRAINING, CONTEXT)
    names = {option.practices for option in found}
    assert names == {(), ("fewer",), ("other",), ("spot",), ("fewer", "spot"), ("other", "spot")}
    for option in found:
        before, after = CONTEXT.estimate(TRAINING), CONTEXT.estimate(option.swap.applied_to(TRAINING))
        assert option.saving is not None
        assert option.saving.carbon.central == pytest.approx(after.rate.carbon.central - before.rate.carbon.central)


def test_doing_nothing_changes_nothing() -> None:
    (nothing,) = options([], TRAINING, CONTEXT)
    assert nothing.saving is not None
    assert nothing.saving.carbon.low == nothing.saving.carbon.high == 0
    assert nothing.risk == 0


def test_a_set_that_is_no_better_and_riskier_is_hidden() -> None:
    offered = [
        advice("spot", {"spot": True}, trade_offs=("interruptions",)),
        advice("idle", {"profiler": False}, trade_offs=("no profile",)),
    ]
    kept = {option.practices for option in pareto(options(offered, TRAINING, CONTEXT))}
    assert ("idle",) not in kept
    assert () in kept


def test_hardware_without_a_known_running_time_hides_nothing_and_is_not_hidden() -> None:
    offered = [advice("smaller", {"instance_type": "ml.m5.large"}, trade_offs=("slower",))]
    kept = pareto(options(offered, TRAINING, CONTEXT))
    assert {option.practices for option in kept} == {(), ("smaller",)}
    assert next(option for option in kept if option.practices).time is None


def test_a_measured_running_time_lets_better_hardware_win() -> None:
    better = advice("fewer", {"instance_count": 1}, runtime=(0.9, 0.95, 1.0))
    assert [option.practices for option in pareto(options([better], TRAINING, CONTEXT))] == [("fewer",)]


def test_what_cannot_be_estimated_is_kept_and_comes_last() -> None:
    unknown = advice("odd", {"instance_type": "a-type-of-nobody"}, trade_offs=("unknown",))
    kept = pareto(options([unknown], TRAINING, CONTEXT))
    assert [option.practices for option in kept] == [(), ("odd",)]
    assert kept[-1].saving is None


def test_advice_that_lacks_a_fact_is_not_composed() -> None:
    offered = [advice("spot", {"spot": True}, missing=("a checkpoint (checkpoint)",)), advice("no", {})]
    assert [option.practices for option in options(offered, TRAINING, CONTEXT)] == [()]


@given(st.permutations([{"spot": True}, {"instance_count": 1}, {"volume_gb": 5}, {"max_runtime": 1800}]))
def test_the_order_of_swaps_does_not_matter(changes: list[dict[str, Any]]) -> None:
    whole = compose([Swap(change) for change in changes], TRAINING)
    assert dict(whole.changes) == {
        "spot": True,
        "instance_count": 1,
        "volume_gb": 5,
        "max_runtime": 1800,
        "max_wait": 3600,
    }
