"""Which services and hardware generations still live: status by date, with the evidence for each."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from jupyter_green.catalog import tables

__all__ = ["Lifecycle", "LifecycleStatus", "lifecycle_of", "may_be_suggested", "service_keys"]

#: ``maintenance``: works, no new features or closed to new customers. ``deprecated``: end announced or no patches.
LifecycleStatus = Literal["active", "maintenance", "deprecated", "retired"]
_SUGGESTED: tuple[LifecycleStatus, ...] = ("active", "maintenance")


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The status of one service from a day on; ``as_of`` is the day the evidence was read."""

    service: str
    since: datetime.date
    status: LifecycleStatus
    evidence: str
    source: str
    as_of: str


@cache
def _history(service: str) -> tuple[Lifecycle, ...]:
    found = [_lifecycle(row) for row in tables.rows("lifecycle") if row["service"] == service]
    return tuple(sorted(found, key=lambda one: one.since))


@cache
def service_keys() -> tuple[str, ...]:
    """Return the key of every service in the table, each once."""
    return tuple(dict.fromkeys(tables.first_column("lifecycle")))


def lifecycle_of(service: str, today: datetime.date) -> Lifecycle | None:
    """Return what holds for the service on that day, or None for a service that is not in the table."""
    current = None
    for one in _history(service):
        if one.since <= today:
            current = one
    return current


def may_be_suggested(service: str, today: datetime.date) -> bool:
    """True unless the service is deprecated or retired on that day; a service without a row is not doubted."""
    current = lifecycle_of(service, today)
    return current is None or current.status in _SUGGESTED


def _lifecycle(row: dict[str, str]) -> Lifecycle:
    return Lifecycle(
        service=row["service"],
        since=datetime.date.fromisoformat(row["since"]),
        status=cast(LifecycleStatus, row["status"]),
        evidence=row["evidence"],
        source=row["source"],
        as_of=row["as_of"],
    )
