"""Endpoints that the ledger saw being started and never saw being deleted."""

from __future__ import annotations

import json
from dataclasses import dataclass

from jupyter_green.job import Job
from jupyter_green.ledger.privacy import job_of
from jupyter_green.ledger.runs import seconds_of
from jupyter_green.ledger.store import Ledger

__all__ = ["LeftOpen", "endpoint_of", "left_open"]

# The view ``runs`` tells the first start and the last end; a name may be used again, so the newest of both decide.
_ENDPOINTS = """
SELECT name, region, run, max(CASE event WHEN 'started' THEN at END) AS started_at,
  max(CASE event WHEN 'ended' THEN at END) AS ended_at,
  (SELECT job FROM jobs AS latest WHERE latest.run = jobs.run ORDER BY at DESC, rowid DESC LIMIT 1) AS job
FROM jobs WHERE kind = 'endpoint' AND name IS NOT NULL {where}
GROUP BY run HAVING started_at IS NOT NULL {having} ORDER BY started_at
"""
_OPEN = _ENDPOINTS.format(where="", having="AND (ended_at IS NULL OR ended_at < started_at)")
_NAMED = _ENDPOINTS.format(where="AND name = ? AND (? IS NULL OR region IS NULL OR region = ?)", having="")


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """An endpoint of the ledger: when it was started last, when it was seen deleted, and how it was set up."""

    name: str
    region: str | None
    started: float
    ended: float | None
    job: Job | None


def left_open(ledger: Ledger) -> list[LeftOpen]:
    """Return the endpoints without an end, the oldest first; raises LedgerError where it cannot be read."""
    return [_of(row) for row in ledger.read(_OPEN)]


def endpoint_of(ledger: Ledger, name: str, region: str | None) -> LeftOpen | None:
    """Return what the ledger knows of the endpoint of this name, the newest of them; None where it knows none."""
    rows = ledger.read(_NAMED, (name, region, region))
    return _of(rows[-1]) if rows else None


def _of(row: dict[str, str | None]) -> LeftOpen:
    started, ended = seconds_of(str(row["started_at"])), row["ended_at"]
    over = None if ended is None or seconds_of(ended) < started else seconds_of(ended)
    try:
        job = job_of(json.loads(row["job"] or "{}"))
    except (ValueError, TypeError):
        job = None
    return LeftOpen(str(row["name"]), row["region"], started, over, job)
