"""How much an endpoint is used, and the paired savings that rest on it."""

from __future__ import annotations

import pytest

from jupyter_green.practices import Context, Metrics, Swap
from jupyter_green.practices.endpoint_practice import ENDPOINT
from jupyter_green.practices.serverless import serverless_changes
from jupyter_green.practices.traffic import saving_by_serverless, saving_by_share, traffic_of

SWAP = Swap(serverless_changes(ENDPOINT, 2048, 5))


def test_metrics_of_the_endpoint_stand_before_what_was_told_of_all() -> None:
    told = {"calls_per_hour": 10, "seconds_per_call": 2.0, "silent_share": 0.5}
    measured = Context(told=told, metrics={ENDPOINT.identity: Metrics(invocations_per_hour=3600)})
    traffic = traffic_of(ENDPOINT, measured)
    assert (traffic.calls_per_hour, traffic.seconds_per_call, traffic.silent_share) == (3600, 2.0, 0.5)
    assert traffic.busy_share == 2.0 and traffic.missing == ()


def test_what_nobody_knows_is_asked_for_by_name() -> None:
    traffic = traffic_of(ENDPOINT, Context(told={"calls_per_hour": True, "seconds_per_call": -1}))
    assert traffic.busy_share is None
    assert [text.rpartition("(")[2] for text in traffic.missing] == ["calls_per_hour)", "seconds_per_call)"]


def test_a_share_of_the_hours_saves_that_share_and_no_more() -> None:
    rate = Context().estimate(ENDPOINT).rate.energy
    saving = saving_by_share(ENDPOINT, Context(), 0.25)["saving"].energy
    assert saving.central == pytest.approx(-0.25 * rate.central)
    assert (saving.low, saving.high) == pytest.approx((-0.25 * rate.high, -0.25 * rate.low))


def test_the_hours_it_stays_up_give_a_total() -> None:
    one, hours = saving_by_share(ENDPOINT, Context(), 0.5), saving_by_share(ENDPOINT, Context(hours=10.0), 0.5)
    assert one["total_saving"] is None
    assert hours["total_saving"].cost.central == pytest.approx(10 * one["saving"].cost.central)


def test_without_a_share_or_a_type_nothing_is_promised() -> None:
    assert saving_by_share(ENDPOINT, Context(), None)["saving"] is None
    assert saving_by_share(ENDPOINT.with_changes(instance_type=None), Context(), 0.5)["saving"] is None


def _serverless(calls: float) -> float:
    context = Context(told={"calls_per_hour": calls, "seconds_per_call": 1.0})
    change = saving_by_serverless(ENDPOINT, SWAP, context, traffic_of(ENDPOINT, context))["saving"]
    return float(change.energy.central)


def test_serverless_without_calls_saves_all_that_the_instance_draws() -> None:
    assert _serverless(0) == pytest.approx(-Context().estimate(ENDPOINT).rate.energy.central)


def test_serverless_costs_the_busy_hours_of_its_slots_and_a_call_may_take_longer_there() -> None:
    slot = Context().estimate(SWAP.applied_to(ENDPOINT)).rate.energy.central
    stretch = (4 / (2048 / 1769)) ** 0.5  # four vCPUs now; the geometric middle of as long and as slow as can be
    assert _serverless(360) - _serverless(0) == pytest.approx(0.1 * slot * stretch)


def test_serverless_that_works_all_the_time_is_no_saving() -> None:
    assert _serverless(36_000) > 0


def test_unknown_traffic_promises_nothing() -> None:
    assert saving_by_serverless(ENDPOINT, SWAP, Context(), traffic_of(ENDPOINT, Context()))["saving"] is None
