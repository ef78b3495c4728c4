"""Promises of applied swaps, and what became of them once the job was created."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from jupyter_green.job import Job
from jupyter_green.kernel.books import Entry
from jupyter_green.practices import Advice, Swap
from jupyter_green.swaps.verify import Verdict, verify_job

__all__ = ["Promise", "Promises"]


@dataclass(slots=True)
class Promise:
    """One applied swap: whose it is, what it promised, and how to take it back."""

    advice: Advice
    swap: Swap  # completed by what its changes require
    key: str  # the entry it was made for
    undo: Callable[[], str]  # takes it back and returns one line that says so
    where: str  # "object" or "cell"
    verdicts: tuple[Verdict, ...] = ()
    undone: bool = False
    started_as: str = ""  # the job that was checked against it
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass(slots=True)
class Promises:
    """All promises of a session, oldest first; ``on_event`` hears of each that is made or taken back."""

    made: list[Promise] = field(default_factory=list)
    on_event: Callable[[Promise], None] = lambda promise: None

    def add(self, promise: Promise) -> None:
        """Keep a promise."""
        self.made.append(promise)
        self.on_event(promise)

    def take_back(self, promise: Promise) -> str:
        """Undo what was applied and return the line that says so."""
        said = promise.undo()
        promise.undone = True
        self.on_event(promise)
        return said

    def last(self) -> Promise | None:
        """Return the newest promise that was not taken back."""
        return next((promise for promise in reversed(self.made) if not promise.undone), None)

    def waiting(self, practice: str, key: str) -> list[Promise]:
        """Return what was written into cells for this entry and neither checked nor taken back."""
        open_ones = (one for one in self.made if one.where == "cell" and not one.undone and not one.verdicts)
        return [one for one in open_ones if one.key == key and one.advice.practice == practice]

    def check(self, entry: Entry, created: Job, moulds: set[str]) -> tuple[Verdict, ...]:
        """Compare the job AWS accepted with what was promised for it or for the object it came from."""
        found: list[Verdict] = []
        for promise in self.made:
            if promise.undone or promise.verdicts:
                continue
            if promise.key == entry.key or promise.key in moulds:
                promise.verdicts = verify_job(promise.swap.changes, created)
                promise.started_as = entry.key
                found.extend(promise.verdicts)
        return tuple(found)

    def broken_by(self, key: str, described: Job) -> tuple[Verdict, ...]:
        """Return what AWS's own description of a job says against the promises made for it."""
        return tuple(
            verdict
            for promise in self.made
            if promise.started_as == key and not promise.undone
            for verdict in verify_job(promise.swap.changes, described)
            if verdict.ok is False
        )
