"""What was read of an account so far: sums by hardware, never the jobs themselves, so that memory stays bounded."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from jupyter_green.catalog.instances import instance_or_proxy
from jupyter_green.footprint import Amounts, estimate
from jupyter_green.footprint.carbon import GridBasis
from jupyter_green.footprint.hours import as_hours
from jupyter_green.footprint.load import default_load
from jupyter_green.job import Job
from jupyter_green.ledger.privacy import job_of, told_of
from jupyter_green.readers.records import Record

__all__ = ["Hardware", "Tally", "TallyFile"]

_VERSION = 1
_MOST_TAGS = 300
_MOST_HEAVY, _MOST_OF_A_TYPE = 60, 6
_OTHER = "other tags"


class Hardware(NamedTuple):
    """What hours are summed by."""

    region: str
    kind: str
    instance_type: str


@dataclass(slots=True)
class Tally:
    """Sums of instance-hours and billed instance-hours by hardware, in all and by tag, and the heaviest jobs.

    ``cursors`` holds for each kind how far the reading came: ``done``, or the creation time of the last page with the
    names on it.
    """

    region: str
    since: float
    until: float
    account: str = ""
    sums: dict[Hardware, list[float]] = field(default_factory=dict)  # jobs, hours, billed hours
    tags: dict[str, dict[Hardware, list[float]]] = field(default_factory=dict)
    heavy: list[tuple[float, str, dict[str, Any], float]] = field(default_factory=list)
    cursors: dict[str, dict[str, Any]] = field(default_factory=dict)
    not_counted: dict[str, int] = field(default_factory=dict)  # reason: jobs

    @property
    def is_done(self) -> bool:
        """True when every kind was read to its end."""
        return bool(self.cursors) and all(cursor.get("done") for cursor in self.cursors.values())

    @property
    def jobs(self) -> int:
        """How many jobs were counted."""
        return round(sum(one[0] for one in self.sums.values()))

    def add(self, record: Record, kind: str) -> None:
        """Count one job in."""
        job, hours = record.job, record.hours
        if hours is None:
            self.skip("not started")
            return
        billed = hours if record.billable_hours is None else record.billable_hours
        groups = [(g.instance_type, g.instance_count) for g in job.groups]
        weight = 0.0
        if not groups:
            self.skip("hardware not disclosed")
            return
        for number, (name, count) in enumerate(groups):
            if not isinstance(name, str) or not isinstance(count, int):
                self.skip("instances not known")
                return
            key = Hardware(self.region, kind, name)
            amounts = (1.0 if number == 0 else 0.0, hours * count, billed * count)
            _add(self.sums, key, amounts)
            for tag in _tags(record):
                book = self.tags.get(tag)
                if book is None:
                    book = self.tags.setdefault(tag if len(self.tags) < _MOST_TAGS else _OTHER, {})
                _add(book, key, amounts)
            machine = instance_or_proxy(name)
            if machine is not None:
                load = default_load(kind)
                cpu = load.of_cpu(has_accelerator=machine.has_accelerator)[1]
                weight += machine.watts(cpu, load.accelerator[1]) * hours * count
        self._keep_heavy(weight, job, hours)

    def skip(self, reason: str) -> None:
        """Note a job that cannot be counted."""
        self.not_counted[reason] = self.not_counted.get(reason, 0) + 1

    def amounts(
        self, sums: Mapping[Hardware, list[float]] | None = None, grid: GridBasis = "lifecycle"
    ) -> Iterator[tuple[Hardware, int, Amounts]]:
        """Yield hardware, number of jobs and what they came to: running hours for energy, billed hours for money."""
        for key, (jobs, hours, billed) in (self.sums if sums is None else sums).items():
            kind: Any = "training" if key.kind == "tuning" else key.kind
            one = Job(kind=kind, instance_type=key.instance_type, instance_count=1, region=key.region)
            rate = estimate(one, grid=grid).rate
            whole = rate.times(as_hours(hours))
            yield key, round(jobs), dataclasses.replace(whole, cost=rate.cost * as_hours(billed))

    def heaviest(self) -> list[tuple[Job, float]]:
        """Return the jobs that drew most, with their hours, most first."""
        found = []
        for _, name, told, hours in sorted(self.heavy, key=lambda one: -one[0]):
            job = job_of(told)
            if job is not None:
                named = job.with_changes(name=name, region=self.region, identity=f"{job.kind}:{name}")
                found.append((named, hours))
        return found

    def _keep_heavy(self, weight: float, job: Job, hours: float) -> None:
        """Keep the job when it is among the heaviest of its type, and its type among the heaviest."""
        alike = [one for one in self.heavy if one[2].get("instance_type") == job.instance_type]
        rivals = alike if len(alike) >= _MOST_OF_A_TYPE else self.heavy
        lightest = min(rivals, key=lambda one: one[0]) if rivals is alike or len(self.heavy) >= _MOST_HEAVY else None
        if lightest is not None:
            if weight <= lightest[0]:
                return
            self.heavy.remove(lightest)
        self.heavy.append((weight, str(job.name), told_of(job), hours))  # as much of the job as may be written


class TallyFile:
    """A tally on disk, so that a reading that was killed goes on where it stood; a damaged one is no tally."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem = ""

    def save(self, tally: Tally) -> None:
        """Write the tally in one step; where that is not possible the reading goes on without."""
        told = {
            "version": _VERSION,
            "region": tally.region,
            "since": tally.since,
            "until": tally.until,
            "account": tally.account,
            "sums": _flat(tally.sums),
            "tags": {tag: _flat(book) for tag, book in tally.tags.items()},
            "heavy": tally.heavy,
            "cursors": tally.cursors,
            "not_counted": tally.not_counted,
        }
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self.path.with_suffix(f".{os.getpid()}")
            fresh.write_text(json.dumps(told), "utf-8")
            fresh.replace(self.path)
        except OSError as error:
            self.problem = f"the reading cannot be kept ({type(error).__name__}): a killed one starts anew"

    def load(self) -> Tally | None:
        """Return the tally that was kept, or None."""
        try:
            told = json.loads(self.path.read_text("utf-8"))
            if told["version"] != _VERSION:
                return None
            return Tally(
                told["region"],
                told["since"],
                told["until"],
                told["account"],
                _deep(told["sums"]),
                {tag: _deep(book) for tag, book in told["tags"].items()},
                [(one[0], one[1], one[2], one[3]) for one in told["heavy"]],
                told["cursors"],
                told["not_counted"],
            )
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return None


def _tags(record: Record) -> list[str]:
    return [f"{key}={value}" for key, value in sorted((record.tags or {}).items()) if not key.startswith("aws:")]


def _add(book: dict[Hardware, list[float]], key: Hardware, amounts: tuple[float, float, float]) -> None:
    kept = book.setdefault(key, [0.0, 0.0, 0.0])
    for place, amount in enumerate(amounts):
        kept[place] += amount


def _flat(book: Mapping[Hardware, list[float]]) -> list[list[Any]]:
    return [[*key, *amounts] for key, amounts in book.items()]


def _deep(rows: list[list[Any]]) -> dict[Hardware, list[float]]:
    return {Hardware(row[0], row[1], row[2]): [float(value) for value in row[3:6]] for row in rows}
