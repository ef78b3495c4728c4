"""Reading the schedules that start jobs."""

from __future__ import annotations

import re

__all__ = ["seconds_between"]

_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}
_RATE = re.compile(r"^rate\(\s*(\d+)\s+(minute|hour|day)s?\s*\)$")
_CRON_MINUTES = re.compile(r"^cron\(\s*(?:\*|\d+)/(\d+)\s+\*\s")
_CRON_HOURLY = re.compile(r"^cron\(\s*\d+\s+(?:\*|(?:\*|\d+)/(\d+))\s")


def seconds_between(schedule: str) -> int | None:
    """Return the seconds between two runs of a ``rate`` or simple ``cron`` expression, or None for any other."""
    rate = _RATE.match(schedule)
    if rate:
        return int(rate[1]) * _SECONDS[rate[2]]
    minutes = _CRON_MINUTES.match(schedule)
    if minutes:
        return int(minutes[1]) * 60
    hourly = _CRON_HOURLY.match(schedule)
    return int(hourly[1] or 1) * 3600 if hourly else None
