"""Old rows under today's method: both values stand, and nothing in the file changes."""

from __future__ import annotations

import dataclasses

import pytest

from jupyter_green.footprint import Footprint, estimate
from jupyter_green.footprint.load import measured_load
from jupyter_green.ledger import Ledger, Row
from jupyter_green.ledger.rescore import rescore
from jupyter_green.ledger.rows import Scribe
from jupyter_green.ledger.runs import runs
from tests.ledger.conftest import START, TRAINING, measured, named, started


def halved(footprint: Footprint) -> Footprint:
    """The footprint as an older method, which saw half of it, would have written it."""
    total = None if footprint.total is None else footprint.total.times(0.5)
    return dataclasses.replace(footprint, rate=footprint.rate.times(0.5), total=total, method="0", data="2020-01-01")


def test_an_old_row_shows_its_old_and_its_new_value(ledger: Ledger, scribe: Scribe) -> None:
    job, now = TRAINING, estimate(TRAINING, hours=2, state="measured")
    ledger.append([scribe.job(job, job.identity, "started", START), scribe.footprint(halved(now), job.identity, START)])
    before = ledger.path.read_bytes()
    (item,) = rescore(runs(ledger))
    assert now.total is not None
    assert item.old.central == pytest.approx(now.total.carbon.central / 2)
    assert item.new.central == pytest.approx(now.total.carbon.central)
    assert (item.new.low, item.new.high) == pytest.approx((now.total.carbon.low, now.total.carbon.high))
    assert item.factor == pytest.approx(2.0)
    assert item.note == "method 0, tables 2020-01-01"
    assert ledger.path.read_bytes() == before


@pytest.mark.parametrize("figure", ["carbon", "energy", "water", "cost"])
def test_a_row_of_today_scores_the_same(ledger: Ledger, scribe: Scribe, figure: str) -> None:
    ledger.append(measured(scribe, TRAINING, 3.0) + started(scribe, named("rate only")))
    for item in rescore(runs(ledger), figure):
        assert item.factor == pytest.approx(1.0)
        assert item.note == "same method and tables"


def test_a_measured_load_is_used_again(ledger: Ledger, scribe: Scribe) -> None:
    load = measured_load("training", cpu=0.1, accelerator=0.9, source="CloudWatch")
    found = estimate(TRAINING, hours=2, load=load, state="measured")
    ledger.append([*started(scribe, TRAINING), scribe.footprint(found, TRAINING.identity, START + 1)])
    (item,) = rescore(runs(ledger))
    assert found.total is not None
    assert item.new.central == pytest.approx(found.total.carbon.central)
    assert item.new.central != pytest.approx(estimate(TRAINING, hours=2).total.carbon.central)  # type: ignore[union-attr]


def test_a_row_keeps_its_kind_of_grid_factors(ledger: Ledger, scribe: Scribe) -> None:
    found = estimate(TRAINING, hours=2, grid="direct", state="measured")
    ledger.append([*started(scribe, TRAINING), scribe.footprint(found, TRAINING.identity, START + 1)])
    (item,) = rescore(runs(ledger))
    assert item.factor == pytest.approx(1.0)
    assert found.total is not None
    assert found.total.carbon.central != pytest.approx(estimate(TRAINING, hours=2).total.carbon.central)  # type: ignore[union-attr]


def test_a_row_whose_settings_are_missing_says_so(ledger: Ledger, scribe: Scribe) -> None:
    job, footprint = measured(scribe, TRAINING, 1.0)[::3]
    ledger.append([Row("jobs", {**job.values, "job": "{}"}), footprint])
    (item,) = rescore(runs(ledger))
    assert not item.new.is_known
    assert item.factor is None
    assert item.note == "its settings are not in the ledger"
