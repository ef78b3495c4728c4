"""Promised against obtained, swap by swap, with the reason."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from jupyter_green.footprint import estimate
from jupyter_green.ledger import Ledger
from jupyter_green.ledger.promised import Outcome, outcomes
from jupyter_green.ledger.rows import AppliedSwap, Scribe
from jupyter_green.practices import Advice, Context, Swap
from tests.ledger.conftest import START, TRAINING, footprint_of, measured, named, started

SMALLER = {"instance_type": "ml.g4dn.xlarge"}


def apply(ledger: Ledger, scribe: Scribe, changes: dict[str, Any], *, hours: float | None = None) -> AppliedSwap:
    """Write that a swap was applied to the object behind the training job."""
    swap = Swap(changes)
    saving, total, _ = Context(hours=hours).saving(TRAINING, swap)
    advice = Advice(
        practice="right-size", title="t", message="m", job=TRAINING, swap=swap, saving=saving, total_saving=total
    )
    applied = AppliedSwap("swap-1", advice, swap, "cell")
    ledger.append([scribe.swap(applied, TRAINING, "object:training-1", "applied", START)])
    return applied


def only(ledger: Ledger, figure: str = "carbon") -> Outcome:
    (outcome,) = outcomes(ledger, figure)
    return outcome


def test_a_swap_that_nobody_started_waits(ledger: Ledger, scribe: Scribe) -> None:
    apply(ledger, scribe, SMALLER)
    outcome = only(ledger)
    assert outcome.reason == "no job was started with it yet"
    assert outcome.promised.central < 0
    assert outcome.per == "hour"
    assert not outcome.obtained.is_known
    assert outcome.changes == {"instance_type": ["ml.g5.xlarge", "ml.g4dn.xlarge"]}


def test_a_swap_taken_back_says_so(ledger: Ledger, scribe: Scribe) -> None:
    applied = apply(ledger, scribe, SMALLER)
    ledger.append([scribe.swap(applied, TRAINING, "object:training-1", "undone", START + 1)])
    assert only(ledger).reason == "taken back"


def test_a_started_job_is_kept_but_not_measured(ledger: Ledger, scribe: Scribe) -> None:
    applied, job = apply(ledger, scribe, SMALLER), named("small", **SMALLER)
    ledger.append(
        [scribe.job(job, job.identity, "started", START), scribe.swap(applied, job, job.identity, "kept", START)]
    )
    assert only(ledger).reason == "the job was started as promised; not measured yet"


def test_a_measured_job_on_other_hardware_obtains_a_rate(ledger: Ledger, scribe: Scribe) -> None:
    applied, job = apply(ledger, scribe, SMALLER), named("small", **SMALLER)
    ledger.append([*measured(scribe, job, 2.0), scribe.swap(applied, job, job.identity, "kept", START)])
    outcome = only(ledger)
    expected = estimate(job).rate.carbon - estimate(TRAINING).rate.carbon
    assert outcome.obtained_per == "hour"
    assert outcome.obtained.central == pytest.approx(expected.central)
    assert outcome.obtained.central == pytest.approx(outcome.promised.central)
    assert "other hardware takes other time" in outcome.reason


def test_a_measured_job_on_the_same_hardware_obtains_a_total(ledger: Ledger, scribe: Scribe) -> None:
    changes = {"region": "eu-north-1"}
    applied, job = apply(ledger, scribe, changes, hours=2.0), named("north", **changes)
    ledger.append([*measured(scribe, job, 3.0), scribe.swap(applied, job, job.identity, "kept", START)])
    outcome = only(ledger)
    then = estimate(TRAINING, hours=3).total
    now = footprint_of(job, 3.0).total
    assert then is not None and now is not None
    assert (outcome.per, outcome.obtained_per) == ("run", "run")
    assert outcome.obtained.central == pytest.approx((now.carbon - then.carbon).central)
    assert outcome.obtained.central == pytest.approx(1.5 * outcome.promised.central)
    assert "by the measured time and load" in outcome.reason


def test_a_promise_that_was_not_kept_names_the_field(ledger: Ledger, scribe: Scribe) -> None:
    applied, job = apply(ledger, scribe, {"spot": True}), named("plain")
    reason = "spot: promised True, obtained False (NOT as promised)"
    ledger.append(
        [*measured(scribe, job, 1.0), scribe.swap(applied, job, job.identity, "broken", START, reason=reason)]
    )
    outcome = only(ledger)
    assert outcome.reason.startswith(f"not as promised: {reason}")
    assert outcome.obtained.central == 0.0


def test_the_discount_of_spot_is_what_was_billed(ledger: Ledger, scribe: Scribe) -> None:
    applied, job = apply(ledger, scribe, {"spot": True}), named("spot", spot=True)
    found = footprint_of(TRAINING, 2.0)
    assert found.total is not None
    bill = dataclasses.replace(found.total, cost=found.total.cost * 0.35)
    row = scribe.footprint(dataclasses.replace(found, job=job, total=bill), job.identity, START + 1)
    ledger.append([*started(scribe, job), row, scribe.swap(applied, job, job.identity, "kept", START)])
    assert only(ledger, "cost").obtained.central == pytest.approx(-0.65 * found.total.cost.central)
    assert only(ledger).obtained.central == 0.0


def test_other_figures_can_be_asked_for(ledger: Ledger, scribe: Scribe) -> None:
    apply(ledger, scribe, SMALLER)
    assert only(ledger, "cost").promised.unit == "USD/h"
    assert only(ledger, "energy").promised.unit == "kWh/h"
