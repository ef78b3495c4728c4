"""What past runs of the same code say about the next one: how long it takes, and what is usual."""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass, field

from jupyter_green.footprint import Footprint
from jupyter_green.job import Job
from jupyter_green.ledger.sameness import code_of, settings_of
from jupyter_green.ledger.store import Ledger
from jupyter_green.wording import say_number

__all__ = ["Past", "read_past"]

_MOST_RUNS = 20  # of one code: the newest say most about the next
_MOST_READ = 5000
_RUNS_TO_AN_END = ("training", "tuning", "processing", "transform", "compilation", "optimization")
_LIKE_IT = (0.67, 1.5)

_MEASURED = f"""
SELECT kind, code, settings, hours_central AS hours, carbon_gco2e_central AS carbon FROM runs
WHERE state = 'measured' AND code <> '' AND hours_central > 0 ORDER BY footprint_at DESC LIMIT {_MOST_READ}
"""


@dataclass(slots=True)
class Past:
    """Measured runs by the fingerprint of their code: read once, then asked without touching the disk."""

    hours_by_settings: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    carbon_by_code: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, job: Job, hours: float | None, carbon: float | None) -> None:
        """Take in a run that was measured just now, as the newest."""
        self._put(job.kind, code_of(job), settings_of(job), hours, carbon, newest=True)

    def hours(self, job: Job) -> tuple[float, ...]:
        """Return the hours of past runs of this code on this hardware, newest first."""
        return tuple(self.hours_by_settings.get(settings_of(job), ())) if self.hours_by_settings else ()

    def forecast(self, job: Job) -> tuple[tuple[float, float, float], str] | None:
        """Return hours (least, median, most) of past runs and the words that say whence; None without any."""
        found = self.hours(job)
        if not found:
            return None
        whence = "your last run" if len(found) == 1 else f"your last {len(found)} runs"
        return (min(found), statistics.median(found), max(found)), whence

    def relation(self, footprint: Footprint) -> str:
        """Return how the run's carbon compares with the usual one, such as ``3× your usual run``; empty when like it.

        Usual is the median of the measured runs of the same code, whatever hardware they had.
        """
        usual = self.carbon_by_code.get(code_of(footprint.job), ()) if self.carbon_by_code else ()
        if not usual or footprint.total is None or not footprint.total.carbon.is_known:
            return ""
        middle = statistics.median(usual)
        if middle <= 0:
            return ""
        times = footprint.total.carbon.central / middle
        if _LIKE_IT[0] < times < _LIKE_IT[1]:
            return ""
        return f"{say_number(times)}× your usual run"

    def _put(
        self, kind: str, code: str, settings: str, hours: float | None, carbon: float | None, *, newest: bool
    ) -> None:
        if not code or kind not in _RUNS_TO_AN_END:
            return
        for found, key, value in (
            (self.hours_by_settings, settings, hours),
            (self.carbon_by_code, code, carbon),
        ):
            if value is None:
                continue
            values = found[key]
            values.insert(0, value) if newest else values.append(value)
            del values[_MOST_RUNS:]


def read_past(ledger: Ledger) -> Past:
    """Return what the ledger knows of past runs; raises LedgerError where it cannot be read."""
    past = Past()
    for row in ledger.read(_MEASURED):
        past._put(row["kind"], row["code"], row["settings"], row["hours"], row["carbon"], newest=False)
    return past
