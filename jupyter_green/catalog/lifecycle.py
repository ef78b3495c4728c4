"""The life of services: which are current, kept, announced to end, or gone, with the day and the evidence."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from jupyter_green.catalog import tables

__all__ = [
    "ServiceState",
    "ServiceStatus",
    "is_retired",
    "may_be_suggested",
    "service_keys",
    "service_status",
]

#: active; maintenance (works, no new features or customers); deprecated (end announced or no patches); retired (gone).
ServiceState = Literal["active", "maintenance", "deprecated", "retired"]


@dataclass(frozen=True, slots=True)
class ServiceStatus:
    """One stage in the life of a service, from ``since`` to ``until``; a missing day is not known or still open."""

    key: str
    name: str
    status: ServiceState
    since: datetime.date | None
    until: datetime.date | None
    evidence: str
    source: str
    as_of: str

    def covers(self, day: datetime.date) -> bool:
        """True when the stage holds on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def __str__(self) -> str:
        since = f" since {self.since}" if self.since else ""
        until = f" until {self.until}" if self.until else ""
        return f"{self.name}: {self.status}{since}{until} ({self.evidence}; read {self.as_of})"


def service_status(key: str, today: datetime.date) -> ServiceStatus | None:
    """Return the stage of a service on that day, or None when the table knows neither the service nor the day.

    ``key`` is a service key such as ``debugger`` or the id of a practice that rests on the service.
    """
    return next((stage for stage in _stages().get(key, ()) if stage.covers(today)), None)


def may_be_suggested(key: str, today: datetime.date) -> bool:
    """True unless the service is deprecated or retired on that day; a service without a row is not doubted."""
    found = service_status(key, today)
    return found is None or found.status in ("active", "maintenance")


def is_retired(key: str, today: datetime.date) -> bool:
    """True when the service is gone on that day: nothing may suggest it."""
    found = service_status(key, today) if key else None
    return found is not None and found.status == "retired"


@cache
def service_keys() -> tuple[str, ...]:
    """Return the key of every service in the table, each once."""
    return tuple(dict.fromkeys(tables.first_column("lifecycle")))


@cache
def _stages() -> Mapping[str, tuple[ServiceStatus, ...]]:
    found: dict[str, tuple[ServiceStatus, ...]] = {}
    for row in tables.rows("lifecycle"):
        stage = ServiceStatus(
            key=row["key"],
            name=row["name"],
            status=cast("ServiceState", row["status"]),
            since=_day(row["since"]),
            until=_day(row["until"]),
            evidence=row["evidence"],
            source=row["source"],
            as_of=row["as_of"],
        )
        # A set, because a practice may be called like the service it rests on.
        for key in {row["key"], *row["practices"].split()}:
            found[key] = (*found.get(key, ()), stage)
    return found


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
