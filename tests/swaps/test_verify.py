"""Promised and obtained are compared by what they mean."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_green.job import Job, Unknown
from jupyter_green.swaps.verify import same_value, verify_job


def test_a_flag_that_the_sdk_dropped_is_seen() -> None:
    created = Job(kind="tuning", spot=False, max_wait=7200)
    dropped, kept = verify_job({"spot": True, "max_wait": 7200}, created)
    assert (dropped.ok, kept.ok) == (False, True)
    assert str(dropped) == "spot: promised True, obtained False (NOT as promised)"


def test_what_nobody_knows_is_neither_kept_nor_broken() -> None:
    (verdict,) = verify_job({"spot": True}, Job(kind="training", spot=Unknown("no Describe answer yet")))
    assert verdict.ok is None
    assert "cannot be told" in str(verdict)


@pytest.mark.parametrize(
    ("promised", "found", "same"),
    [
        (None, False, True),
        (None, 600, False),
        ((1, 2), [1, 2], True),
        ((1, 2), [2, 1], False),
        ({"epochs": 3}, {"epochs": "3", "lr": "0.1"}, True),
        ({"mode": "fast"}, {"mode": '"fast"'}, True),
        ({"epochs": 3}, {"epochs": "4"}, False),
        ({"epochs": 3}, {}, False),
        ({"complete_on_convergence": True}, True, True),
        (True, {"complete_on_convergence": True}, True),
        (True, 1, False),
        (3, 3, True),
        ("Off", "Auto", False),
    ],
)
def test_values_that_mean_the_same_are_the_same(promised: Any, found: Any, same: bool) -> None:
    assert same_value(promised, found) is same
