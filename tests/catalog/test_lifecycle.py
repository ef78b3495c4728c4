"""The lifecycle of services on a frozen clock."""

from __future__ import annotations

import datetime

import pytest

from jupyter_green.catalog.lifecycle import lifecycle_of, may_be_suggested, service_keys

_DAY = datetime.timedelta(days=1)
_LAST_DAY_OF_EDGE_MANAGER = datetime.date(2024, 4, 26)


def test_a_status_changes_on_its_day_and_not_before() -> None:
    before = lifecycle_of("edge-manager", _LAST_DAY_OF_EDGE_MANAGER - _DAY)
    after = lifecycle_of("edge-manager", _LAST_DAY_OF_EDGE_MANAGER)
    assert before is None
    assert after is not None and after.status == "retired"


def test_the_latest_status_holds() -> None:
    found = [lifecycle_of("elastic-inference", datetime.date(year, 12, 1)) for year in (2022, 2024, 2026)]
    assert [one.status if one else "" for one in found] == ["", "deprecated", "retired"]


def test_what_is_retired_or_deprecated_is_never_suggested() -> None:
    today = datetime.date(2026, 11, 22)
    assert not may_be_suggested("edge-manager", today)
    assert not may_be_suggested("inferentia1", today)
    assert may_be_suggested("neo", today)
    assert may_be_suggested("a service without a row", today)


@pytest.mark.parametrize("service", service_keys())
def test_every_status_has_evidence_a_source_and_a_day(service: str) -> None:
    now = lifecycle_of(service, datetime.date(2026, 11, 22))
    assert now is not None
    assert now.status in ("active", "maintenance", "deprecated", "retired")
    assert now.evidence and now.source and datetime.date.fromisoformat(now.as_of)
