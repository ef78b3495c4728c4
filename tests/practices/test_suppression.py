"""A practice is silenced where it would speak, with a reason and an expiry."""

from __future__ import annotations

import datetime

import pytest

from jupyter_green.practices.suppression import is_suppressed, suppressions_in, suppressions_of_tags

TODAY = datetime.date(2026, 11, 22)


def test_a_comment_names_practice_expiry_and_reason() -> None:
    source = "x = 1\nest.fit()  # green: ignore[managed-spot-training] until 2027-01 because the deadline is fixed"
    (one,) = suppressions_in(source, 3)
    assert one.practices == {"managed-spot-training"} and one.line == 2
    assert one.until == datetime.date(2027, 1, 31) and one.reason == "the deadline is fixed"
    assert is_suppressed("managed-spot-training", [3], [one], TODAY)
    assert not is_suppressed("amt-hyperband", [3], [one], TODAY)
    assert not is_suppressed("managed-spot-training", [4], [one], TODAY)


def test_an_expired_comment_holds_no_more() -> None:
    (one,) = suppressions_in("# green: ignore[managed-spot-training] until 2026-10", 0)
    assert not is_suppressed("managed-spot-training", [0], [one], TODAY)
    (one,) = suppressions_in("# green: ignore[managed-spot-training] until 2026-11-22", 0)
    assert is_suppressed("managed-spot-training", [0], [one], TODAY)


def test_several_practices_and_all_of_them() -> None:
    (two,) = suppressions_in("# green: ignore[a-b, c-d]", 0)
    assert two.practices == {"a-b", "c-d"}
    (every,) = suppressions_in("# green: ignore[*] because it is a demo", 0)
    assert is_suppressed("anything", [0], [every], TODAY)


def test_a_cell_tag_does_the_same() -> None:
    (one,) = suppressions_of_tags(["keep", "green-ignore-amt-hyperband"], 2)
    assert is_suppressed("amt-hyperband", [2], [one], TODAY)


@pytest.mark.parametrize(
    "text", ["# green: ignore", "# green: ignore[]", "green: ignore[x]", "# greener: ignore[x]", ""]
)
def test_what_is_no_suppression_is_left_alone(text: str) -> None:
    assert [one for one in suppressions_in(text, 0) if one.practices] == []


def test_an_impossible_date_has_passed() -> None:
    (one,) = suppressions_in("# green: ignore[a] until 2026-13", 0)
    assert not is_suppressed("a", [0], [one], TODAY)


@pytest.mark.parametrize("day", ["2027-1-5", "2027-1", "31.1.2027", "tomorrow", "2027/01/31", "20270131"])
def test_a_day_that_is_written_otherwise_does_not_make_it_last_for_ever(day: str) -> None:
    (one,) = suppressions_in(f"# green: ignore[a] until {day} because of a deadline", 0)
    assert not is_suppressed("a", [0], [one], TODAY)
    assert one.reason == "of a deadline"
