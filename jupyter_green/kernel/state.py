"""The state a front end shows: totals, jobs, open endpoints and ranked advice."""

from __future__ import annotations

import datetime
from typing import Any

from jupyter_green.footprint import Amounts
from jupyter_green.kernel.books import Entry
from jupyter_green.kernel.session import Session
from jupyter_green.kernel.told import told
from jupyter_green.quantities import Quantity
from jupyter_green.views.advice import advice_view
from jupyter_green.views.totals import is_hourly, sum_of_rates, total_view

__all__ = ["delete_cell", "running_now", "session_state", "spent_since_start"]


def session_state(session: Session) -> dict[str, Any]:
    """Return the STATE of ``docs/protocol.md``."""
    entries = session.books.counted()
    alive = [entry for entry in entries if entry.ended_at is None]
    return {
        "version": 1,
        "session_started": _iso(session.started_at),
        "total": total_view(
            (session.footprint(entry) for entry in alive), spent_since_start(session), running_now(session)
        ),
        "jobs": session.lines(entries),
        "endpoints": [_endpoint(session, entry) for entry in session.books.open_endpoints()],
        "advice": [advice_view(item) for item in session.all_advice()],
        "told": told(session),
        "off": list(session.notices),
    }


def running_now(session: Session) -> Amounts | None:
    """Return the rates of the jobs that were started here and have not ended; None when none draws by the hour.

    A serverless endpoint draws while it is called: 0 g an hour would be said of what nobody knows.
    """
    running = [
        session.footprint(entry)
        for entry in session.books.counted()
        if entry.started_at is not None and entry.ended_at is None and entry.measured is None
    ]
    return sum_of_rates(running) if any(is_hourly(footprint) for footprint in running) else None


def spent_since_start(session: Session) -> Amounts | None:
    """Return what the jobs seen running have drawn so far, by their rates; None when none was started here.

    A job without an end in sight is counted up to now, or up to its ceiling where that comes first.
    """
    now = session.clock()
    total: Amounts | None = None
    for entry in session.books.counted():
        if entry.started_at is None:
            continue
        footprint = session.footprint(entry)
        if footprint.state == "measured" and footprint.total is not None:
            total = footprint.total if total is None else total.plus(footprint.total)
            continue
        if footprint.basis != "per hour":
            continue
        hours = ((entry.ended_at or now) - entry.started_at) / 3600
        limit = entry.job.get("max_runtime", None)
        if limit is not None and entry.job.kind != "endpoint":
            hours = min(hours, limit / 3600)
        spent = footprint.rate.times(Quantity.exactly(max(hours, 0.0), "h"))
        total = spent if total is None else total.plus(spent)
    return total


def delete_cell(entry: Entry) -> str:
    """Return the source of a cell that deletes the endpoint, ready for the user to run."""
    name = entry.job.name
    lines = ["import boto3", "", f'sagemaker_client = boto3.client("sagemaker"{_region_argument(entry)})']
    lines.append(f"sagemaker_client.delete_endpoint(EndpointName={name!r})")
    return "\n".join(lines)


def _region_argument(entry: Entry) -> str:
    return f", region_name={entry.job.region!r}" if isinstance(entry.job.region, str) else ""


def _endpoint(session: Session, entry: Entry) -> dict[str, Any]:
    quiet_since = entry.last_call or entry.started_at
    return {
        "identity": entry.key,
        "name": entry.job.name if isinstance(entry.job.name, str) else None,
        "line": session.line(entry),
        "last_call": None if entry.last_call is None else _iso(entry.last_call),
        "calls": entry.calls,
        "silent_minutes": None if quiet_since is None else round((session.clock() - quiet_since) / 60),
        "delete_cell": delete_cell(entry),
    }


def _iso(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, tz=datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
