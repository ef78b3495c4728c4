"""Suppressions: a practice silenced where it would speak, with a reason and an expiry.

In a cell: ``# green: ignore[managed-spot-training] until 2027-01 because the deadline is fixed``. As a cell tag:
``green-ignore-managed-spot-training``. ``ignore[*]`` silences everything about the jobs of that cell.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Suppression", "is_suppressed", "last_day", "suppressions_in", "suppressions_of_tags"]

_COMMENT = re.compile(
    r"#\s*green:\s*ignore\[(?P<names>[\w\s,*-]+)\]"
    r"(?:\s+until\s+(?P<until>[^\s,;]+))?"
    r"(?:\s+because\s+(?P<reason>[^\n]+))?"
)
_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_TAG = "green-ignore-"


@dataclass(frozen=True, slots=True)
class Suppression:
    """Practices silenced for the jobs of one cell; ``until`` is the last day it holds, None for ever."""

    practices: frozenset[str]
    cell: int
    line: int = 0
    until: datetime.date | None = None
    reason: str = ""

    def holds(self, today: datetime.date) -> bool:
        """True unless the expiry has passed."""
        return self.until is None or today <= self.until

    def covers(self, practice: str, cells: Iterable[int]) -> bool:
        """True when it silences this practice for a job written in one of ``cells``."""
        return self.cell in set(cells) and (practice in self.practices or "*" in self.practices)


def suppressions_in(source: str, cell: int) -> tuple[Suppression, ...]:
    """Return the suppression comments of one cell."""
    if "green:" not in source:
        return ()
    found = []
    for number, line in enumerate(source.splitlines(), 1):
        match = _COMMENT.search(line)
        if match:
            names = frozenset(name.strip() for name in match["names"].split(",") if name.strip())
            found.append(Suppression(names, cell, number, last_day(match["until"]), (match["reason"] or "").strip()))
    return tuple(found)


def suppressions_of_tags(tags: Iterable[str], cell: int) -> tuple[Suppression, ...]:
    """Return the suppressions that a cell's tags name."""
    names = frozenset(tag.removeprefix(_TAG) for tag in tags if tag.startswith(_TAG))
    return (Suppression(names, cell, reason="cell tag"),) if names else ()


def is_suppressed(
    practice: str, cells: Iterable[int], suppressions: Iterable[Suppression], today: datetime.date
) -> Suppression | None:
    """Return the suppression that silences the practice for a job of these cells, or None."""
    where = tuple(cells)
    return next((one for one in suppressions if one.holds(today) and one.covers(practice, where)), None)


def last_day(text: str | None) -> datetime.date | None:
    """Return the last day of "2027-01" or "2027-01-15"; an impossible date, or what is none, has passed already."""
    if not text:
        return None
    if not _DATE.fullmatch(text):
        return datetime.date.min
    year, month, *day = (int(part) for part in text.split("-"))
    try:
        first = datetime.date(year, month, day[0] if day else 1)
        if day:
            return first
        return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)
    except ValueError:
        return datetime.date.min
