"""The kernel's books: every job once, whether it was seen as an object, a request or a later answer."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from jupyter_green.footprint import Footprint
from jupyter_green.footprint.result import State
from jupyter_green.job import JOB_FIELDS, Job, Unknown

__all__ = ["Books", "Entry"]

_MOST_ENTRIES = 2000
_WAITING = "object:"  # begins the key of an object that has not started anything
_SILENT_KINDS = frozenset({"model", "storage", "feature-group"})
#: What fit() itself writes into an estimator: a tuner around it has not changed for the user.
_WRITTEN_BY_THE_SDK = frozenset({"hyperparameters", "environment", "image", "entry_point", "inputs", "output", "tags"})
#: What fit() attaches where the user left it open; that the user switches it off is news.
_FILLED_IN_BY_THE_SDK = frozenset({"debugger_hook"})
_HARDWARE = ("kind", "instance_type", "instance_count", "instance_groups", "region", "serverless_memory_mb")


@dataclass(slots=True)
class Entry:
    """One job in the books. ``started_at`` and ``last_call`` are seconds since the epoch; None where not seen."""

    key: str
    job: Job
    state: State = "forecast"
    object_id: int | None = None
    is_part: bool = False  # a building block of another job: a tuned estimator, a pipeline's processor
    part_of: int | None = None  # the object whose building block it is
    stands_for: str = ""  # an object whose start was seen: the started job's key
    started_at: float | None = None
    ended_at: float | None = None
    is_described_only: bool = False  # measured by its time, as AWS told the user: its load may still be asked for
    last_call: float | None = None
    calls: int = 0
    cells: list[int] = field(default_factory=list)
    mould_cells: tuple[int, ...] = ()  # the cells of the object that started it
    hours: float | None = None  # what the user said about this job
    measured: Footprint | None = None
    dismissed: set[str] = field(default_factory=set)
    kept: list[str] = field(default_factory=list)  # beside its figures: what became of promises, how it ended

    @property
    def counts(self) -> bool:
        """True when the job belongs into totals: not a building block, not the mould of a started job."""
        return not self.is_part and not self.stands_for and self.job.kind not in _SILENT_KINDS

    @property
    def written_in(self) -> tuple[int, ...]:
        """The cells whose comments and tags speak about the job: its own, and those of the object that started it."""
        return (*self.cells, *self.mould_cells)

    @property
    def is_open_endpoint(self) -> bool:
        """True for an endpoint that was started and not deleted."""
        return self.job.kind == "endpoint" and self.started_at is not None and self.ended_at is None

    @property
    def is_worth_a_line(self) -> bool:
        """A started job is worth a line even when its size is unknown; a predictor that says no size is not."""
        job = self.job
        if self.started_at is not None or job.local is True or job.serverless_job is True or job.instance_preferences:
            return True
        said = any(isinstance(group.instance_type, str) for group in job.groups) or job.mode == "serverless"
        return said or (bool(job.groups) and job.kind not in ("endpoint", "model"))


class Books:
    """Entries by key, safe to use from several threads; the oldest forecasts go first when there are too many."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._lock = threading.RLock()
        self._serial = 0
        self.version = 0  # grows with every change, so that a view knows when it is stale

    # -- seeing ---------------------------------------------------------------------------------------------------

    def see_object(self, job: Job, object_id: int, *, cell: int | None = None) -> Entry | None:
        """Enter what a live object says; return its entry, or None when nothing about it is new."""
        with self._lock:
            mine = self._of_object(object_id, job.kind)
            if job.identity:
                entry = self._entries.get(job.identity)
                if mine is not None and mine.key != job.identity and mine.started_at is None:
                    mine.stands_for = job.identity
                self._release_guesses(job.identity, object_id)
                if entry is None:
                    return self._enter(job.identity, job, object_id=object_id, cell=cell)
                entry.object_id = object_id
                if mine is not None and mine is not entry:
                    entry.mould_cells = tuple(mine.cells)
                return self._renew(entry, _richer(entry.job, job), cell)
            if mine is not None:
                return self._renew(mine, dataclasses.replace(job, identity=mine.key), cell)
            self._serial += 1
            key = f"{_WAITING}{job.kind}-{self._serial}"
            return self._enter(key, dataclasses.replace(job, identity=key), object_id=object_id, cell=cell)

    def see_request(self, job: Job, *, cell: int | None = None, at: float | None = None) -> Entry:
        """Enter a job that AWS accepted; an object waiting with the same hardware becomes its mould."""
        with self._lock:
            key = job.identity or f"request:{job.kind}-{(at or time.time()):.3f}"
            mould = self._mould(job, key)
            if mould is not None:
                mould.stands_for = key
                job = _richer(job, mould.job)
            entry = self._entries.get(key)
            if entry is None:
                entry = self._enter(key, dataclasses.replace(job, identity=key), cell=cell)
            else:
                self._renew(entry, _richer(dataclasses.replace(job, identity=key), entry.job), cell)
            entry.state, entry.started_at, entry.ended_at, entry.is_part = "running", at or time.time(), None, False
            entry.mould_cells = entry.mould_cells if mould is None else tuple(mould.cells)
            return entry

    def forget_object(self, object_id: int) -> None:
        """Take note that an object is no more: its forecast goes, a job that it started stays without it."""
        with self._lock:
            for key, entry in list(self._entries.items()):
                if entry.object_id != object_id:
                    continue
                entry.object_id = None
                if entry.started_at is None and not entry.stands_for:
                    del self._entries[key]
                self.version += 1

    def forget_unstarted(self, is_gone: Callable[[Entry], bool]) -> None:
        """Drop forecasts whose object is gone: a cell that builds an estimator anew does not add a second job."""
        with self._lock:
            for key, entry in list(self._entries.items()):
                if entry.started_at is None and entry.object_id is not None and is_gone(entry):
                    del self._entries[key]
                    self.version += 1

    def see_parts(self, object_ids: Iterable[int], *, of: int | None = None) -> None:
        """Mark the entries of these objects as building blocks of another job, that of the object ``of``."""
        with self._lock:
            wanted = set(object_ids)
            for entry in self._entries.values():
                if entry.object_id in wanted and not entry.is_part and entry.started_at is None:
                    entry.is_part, entry.part_of = True, of
                    self.version += 1

    def see_call(self, endpoint: str, *, at: float) -> None:
        """Note that somebody called the endpoint."""
        with self._lock:
            entry = self._entries.get(f"endpoint:{endpoint}")
            if entry is not None:
                entry.calls += 1
                entry.last_call = at
                self.version += 1

    def see_end(self, key: str, *, at: float) -> Entry | None:
        """Note that a job was stopped or an endpoint deleted."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                entry.state, entry.ended_at = "stopped", at
                self.version += 1
            return entry

    def change(self, entry: Entry, **fields: Any) -> None:
        """Set attributes of an entry (hours, measured, dismissed …) and mark the books as changed."""
        with self._lock:
            for name, value in fields.items():
                setattr(entry, name, value)
            self.version += 1

    def touch(self) -> None:
        """Mark the books as changed: what is said about them rests on facts that are not in them."""
        with self._lock:
            self.version += 1

    # -- reading --------------------------------------------------------------------------------------------------

    def all(self) -> tuple[Entry, ...]:
        """Return every entry, oldest first."""
        with self._lock:
            return tuple(self._entries.values())

    def counted(self) -> tuple[Entry, ...]:
        """Return the entries that belong into totals, oldest first."""
        return tuple(entry for entry in self.all() if entry.counts)

    def replaced_by(self, entry: Entry) -> list[str]:
        """Return the keys of the forecasts that this entry counts instead of: its moulds and building blocks."""
        return [
            other.key
            for other in self.all()
            if other.stands_for == entry.key
            or (other.is_part and other.part_of is not None and other.part_of == entry.object_id)
        ]

    def open_endpoints(self) -> tuple[Entry, ...]:
        """Return the endpoints that were started here and not deleted."""
        return tuple(entry for entry in self.all() if entry.is_open_endpoint)

    def find(self, name: str) -> Entry | None:
        """Return the entry with this key or job name, or None; the newest wins."""
        with self._lock:
            if name in self._entries:
                return self._entries[name]
            return next((e for e in reversed(self._entries.values()) if e.job.name == name), None)

    def of_object(self, object_id: int) -> Entry | None:
        """Return the entry of the object with this id, or None."""
        with self._lock:
            return next((e for e in reversed(self._entries.values()) if e.object_id == object_id), None)

    # -- inside ---------------------------------------------------------------------------------------------------

    def _enter(self, key: str, job: Job, *, object_id: int | None = None, cell: int | None = None) -> Entry:
        entry = Entry(
            key, dataclasses.replace(job, cell=cell), object_id=object_id, cells=[] if cell is None else [cell]
        )
        # What a pipeline runs remains its building block, whatever compiling it writes into the object.
        entry.is_part = object_id is not None and any(
            other.is_part for other in self._entries.values() if other.object_id == object_id
        )
        self._entries[key] = entry
        self.version += 1
        if len(self._entries) > _MOST_ENTRIES:
            oldest = next((k for k, e in self._entries.items() if e.started_at is None), next(iter(self._entries)))
            del self._entries[oldest]
        return entry

    def _renew(self, entry: Entry, job: Job, cell: int | None) -> Entry | None:
        job = dataclasses.replace(job, cell=entry.job.cell if entry.job.cell is not None else cell)
        if job == entry.job:
            return None
        told = any(_is_news(name, getattr(entry.job, name), getattr(job, name)) for name in JOB_FIELDS)
        entry.job = job
        if not told:
            return None
        if cell is not None and cell not in entry.cells:
            entry.cells.append(cell)
        self.version += 1
        return entry

    def _of_object(self, object_id: int, kind: str) -> Entry | None:
        for entry in reversed(self._entries.values()):
            if entry.object_id == object_id and entry.job.kind == kind and not entry.stands_for:
                return entry
        return None

    def _release_guesses(self, identity: str, object_id: int) -> None:
        """Undo a guess: the object that started the job has shown itself, so the others still wait."""
        for entry in self._entries.values():
            if entry.stands_for == identity and entry.object_id not in (None, object_id):
                entry.stands_for = ""
                self.version += 1

    def _mould(self, job: Job, key: str) -> Entry | None:
        """Return the waiting object that this request most likely came from: of the same hardware, the most alike.

        An object with an identity of its own is another job. Of equals the newest is taken.
        """
        waiting = [
            entry
            for entry in self._entries.values()
            if entry.started_at is None
            and not entry.stands_for
            and entry.object_id is not None
            and entry.key != key
            and entry.key.startswith(_WAITING)
            and all(_same(getattr(entry.job, name), getattr(job, name)) for name in _HARDWARE)
        ]
        return max(reversed(waiting), key=lambda entry: _likeness(entry.job, job), default=None)


def _is_news(name: str, before: Any, now: Any) -> bool:
    """Return whether a field that changed was changed by the user, not by the SDK on its way."""
    if name in _WRITTEN_BY_THE_SDK or (name in _FILLED_IN_BY_THE_SDK and before is None):
        return False
    return bool(before != now)


def _likeness(a: Job, b: Job) -> int:
    """Return how many fields say the same."""
    return sum(getattr(a, name) == getattr(b, name) for name in JOB_FIELDS)


def _same(a: Any, b: Any) -> bool:
    return a == b or a is None or b is None


def _richer(first: Job, second: Job) -> Job:
    """Return ``first`` with what it does not know filled in from ``second``."""
    changes = {}
    for name in JOB_FIELDS:
        mine, theirs = getattr(first, name), getattr(second, name)
        if (mine is None or isinstance(mine, Unknown)) and theirs is not None and not isinstance(theirs, Unknown):
            changes[name] = theirs
    if second.api not in (None, "api"):
        changes["api"] = second.api
    origins = {**second.origins, **first.origins}
    return dataclasses.replace(first, **changes, origins=origins) if changes else first
