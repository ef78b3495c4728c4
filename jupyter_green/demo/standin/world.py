"""What the stand-in knows: its accounts, their resources, and the operations it was asked."""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jupyter_green.demo.standin.timeline import Timeline

Request = dict[str, Any]
Answer = Callable[["Account", Request], Mapping[str, Any] | None]

ANSWERS: dict[tuple[str, str], Answer] = {}


def answers(service: str, *operations: str) -> Callable[[Answer], Answer]:
    """Register a function as what answers ``operations`` of ``service``; it may return None to leave it to moto."""

    def register(function: Answer) -> Answer:
        for operation in operations:
            ANSWERS[service, operation] = function
        return function

    return register


class Refused(Exception):
    """The error with which AWS would answer a request."""

    def __init__(self, message: str, code: str = "ValidationException") -> None:
        super().__init__(message)
        self.message = message
        self.code = code


_READING = ("Describe", "List", "Get", "Search", "Head", "Simulate", "BatchGet", "BatchDescribe")


@dataclass(frozen=True, slots=True)
class Call:
    """One operation that somebody asked for."""

    service: str
    operation: str
    region: str

    @property
    def reads_only(self) -> bool:
        """True when the operation cannot change anything in an account."""
        return self.operation.startswith(_READING)


@dataclass(slots=True)
class Record:
    """One resource: the request that made it, its life and what was learnt since."""

    kind: str
    name: str
    arn: str
    request: Request
    timeline: Timeline
    outcome: str = "Completed"
    facts: dict[str, Any] = field(default_factory=dict)
    tags: list[dict[str, str]] = field(default_factory=list)
    modified: float | None = None


@dataclass(slots=True)
class Habit:
    """How jobs whose name starts in a certain way behave."""

    seconds: float | None = None
    outcome: str = "Completed"
    interruptions: int = 0


_REFUSALS = {
    "AccessDeniedException": "User is not authorized to perform this action because no identity-based policy allows it",
    "ThrottlingException": "Rate exceeded",
    "ExpiredTokenException": "The security token included in the request is expired",
}


@dataclass
class World:
    """All accounts and Regions of one stand-in, how fast its clock runs and what it was asked."""

    real_seconds: float = 0.0
    clock: Callable[[], float] = time.time
    accounts: dict[tuple[str, str], Account] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    habits: dict[str, Habit] = field(default_factory=dict)
    refusals: dict[str, tuple[str, int | None]] = field(default_factory=dict)  # operation: code, times left
    lock: threading.RLock = field(default_factory=threading.RLock)

    def account(self, number: str, region: str) -> Account:
        """Return one account in one Region, empty when nobody asked for it before."""
        return self.accounts.setdefault((number, region), Account(self, number, region))

    def check_refusal(self, operation: str) -> None:
        """Raise the error that the operation was set to be answered with, if any."""
        code, left = self.refusals.get(operation, ("", None))
        if not code:
            return
        if left is not None:
            self.refusals[operation] = (code, left - 1) if left > 1 else ("", None)
        raise Refused(_REFUSALS.get(code, f"{operation} was set to fail with {code}"), code)

    def habit(self, name: str) -> Habit:
        """Return how a job called ``name`` behaves: the longest matching prefix wins."""
        matching = [prefix for prefix in self.habits if name.startswith(prefix)]
        return self.habits[max(matching, key=len)] if matching else Habit()


@dataclass
class Account:
    """The resources of one account in one Region."""

    world: World
    number: str
    region: str
    shelves: dict[str, dict[str, Record]] = field(default_factory=dict)
    by_arn: dict[str, Record] = field(default_factory=dict)
    searches: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    scaling: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    @property
    def now(self) -> float:
        """The real time in epoch seconds."""
        return self.world.clock()

    @property
    def partition(self) -> str:
        """The AWS partition that the Region belongs to."""
        if self.region.startswith("cn-"):
            return "aws-cn"
        return "aws-us-gov" if self.region.startswith("us-gov-") else "aws"

    def shelf(self, kind: str) -> dict[str, Record]:
        """Return the resources of one kind by name."""
        return self.shelves.setdefault(kind, {})

    def arn(self, segment: str, name: str, service: str = "sagemaker") -> str:
        """Return the ARN of a resource here."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.number}:{segment}/{name}"

    def keep(self, record: Record) -> Record:
        """Add a resource; a second one with the same name is refused as AWS would."""
        shelf = self.shelf(record.kind)
        if record.name in shelf:
            raise Refused(f"{record.kind} with name {record.name} already exists: {record.arn}", "ResourceInUse")
        shelf[record.name] = record
        self.by_arn[record.arn] = record
        return record

    def find(self, kind: str, name: str) -> Record:
        """Return a resource by name; refused when there is none."""
        found = self.shelf(kind).get(name)
        if found is None:
            raise Refused(f'Could not find {kind} "{name}": Requested resource not found.')
        return found

    def drop(self, kind: str, name: str) -> None:
        """Remove a resource; refused when there is none."""
        record = self.find(kind, name)
        del self.shelf(kind)[name]
        del self.by_arn[record.arn]

    def length(self, name: str, least: float, most: float) -> float:
        """Return the told seconds a job works: as set, else always the same for the same name."""
        set_by_hand = self.world.habit(name).seconds
        if set_by_hand is not None:
            return set_by_hand
        return round(least + (most - least) * (zlib.crc32(name.encode()) % 1000) / 1000)
