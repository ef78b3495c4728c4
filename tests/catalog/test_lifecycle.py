"""The life of services, read with a frozen clock."""

from __future__ import annotations

import datetime

import pytest

from jupyter_green.catalog.lifecycle import is_retired, may_be_suggested, service_keys, service_status

DAY = datetime.date
ASSEMBLED = DAY(2026, 11, 22)


@pytest.mark.parametrize(
    ("key", "today", "status"),
    [
        ("sdk-v2", DAY(2026, 7, 5), "active"),
        ("sdk-v2", DAY(2026, 7, 6), "maintenance"),
        ("sdk-v2", DAY(2027, 7, 5), "maintenance"),
        ("sdk-v2", DAY(2027, 7, 6), "deprecated"),
        ("debugger", DAY(2026, 7, 29), "active"),
        ("debugger", DAY(2026, 7, 30), "maintenance"),
        ("profiler", DAY(2027, 6, 30), "deprecated"),
        ("profiler", DAY(2027, 7, 1), "retired"),
        ("edge-manager", DAY(2024, 4, 26), "active"),
        ("edge-manager", DAY(2024, 4, 27), "retired"),
        ("elastic-inference", ASSEMBLED, "retired"),
        ("training-compiler", ASSEMBLED, "deprecated"),
        ("inferentia1", ASSEMBLED, "deprecated"),
        ("amt", ASSEMBLED, "active"),
    ],
)
def test_a_service_has_the_status_of_the_day(key: str, today: datetime.date, status: str) -> None:
    found = service_status(key, today)
    assert found is not None
    assert found.status == status


def test_a_practice_id_leads_to_the_service_it_rests_on() -> None:
    found = service_status("amt-early-stopping", ASSEMBLED)
    assert found is not None
    assert found.key == "amt"


def test_a_service_that_did_not_exist_yet_has_no_status() -> None:
    assert service_status("sdk-v3", DAY(2025, 11, 18)) is None
    assert service_status("sdk-v3", DAY(2025, 11, 19)) is not None


def test_an_unknown_service_is_unknown_and_not_retired() -> None:
    assert service_status("time-travel", ASSEMBLED) is None
    assert not is_retired("time-travel", ASSEMBLED)
    assert not is_retired("", ASSEMBLED)


def test_retirement_has_a_first_day() -> None:
    assert not is_retired("profiler", DAY(2027, 6, 30))
    assert is_retired("profiler", DAY(2027, 7, 1))


@pytest.mark.parametrize("key", service_keys())
def test_every_service_has_one_stage_today_with_evidence_and_a_source(key: str) -> None:
    found = service_status(key, ASSEMBLED)
    assert found is not None
    assert found.evidence
    assert found.source.startswith(("https://", "package "))
    assert datetime.date.fromisoformat(found.as_of) <= ASSEMBLED


def test_the_words_of_a_status_name_the_dates_and_the_reading() -> None:
    words = str(service_status("sdk-v2", ASSEMBLED))
    assert "maintenance since 2026-07-06 until 2027-07-05" in words
    assert "read 2026-11-22" in words


def test_what_is_retired_or_deprecated_is_never_suggested() -> None:
    assert not may_be_suggested("edge-manager", ASSEMBLED)
    assert not may_be_suggested("inferentia1", ASSEMBLED)
    assert may_be_suggested("neo", ASSEMBLED)
    assert may_be_suggested("a service without a row", ASSEMBLED)
