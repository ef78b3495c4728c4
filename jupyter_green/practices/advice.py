"""What a practice says about one job: advice, the swap it proposes, and the published effects it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from jupyter_green.footprint import Amounts
from jupyter_green.job import Job

__all__ = ["Advice", "Confidence", "Effect", "FixClass", "Swap"]

FixClass = Literal["safe", "unsafe", "show only"]
Confidence = Literal["high", "medium", "low", "none"]
#: Energy, carbon, cost and time are separate quantities; one is never converted into another.
EffectOf = Literal["energy", "carbon", "cost", "runtime", "work", "storage", "memory", "water"]


@dataclass(frozen=True, slots=True)
class Effect:
    """A published figure: the fraction saved, from ``low`` to ``high``, of one quantity, under stated conditions.

    A claim of "up to X" is written ``low=0`` and is a ceiling, not an expectation.
    """

    of: EffectOf
    low: float
    high: float
    basis: str

    @property
    def is_ceiling(self) -> bool:
        """True for an "up to" claim."""
        return self.low == 0.0

    def __str__(self) -> str:
        if self.is_ceiling:
            return f"{self.of} down by up to {self.high:.0%} ({self.basis})"
        same = f"{self.low:.0%}" == f"{self.high:.0%}"
        span = f"{self.high:.0%}" if same else f"{self.low:.0%}–{self.high:.0%}"
        return f"{self.of} down {span} ({self.basis})"


@dataclass(frozen=True, slots=True)
class Swap:
    """A change said in Job vocabulary, such as ``{"spot": True, "max_wait": 7200}``, with its fix class.

    *safe* keeps the result the same, *unsafe* may change it, *show only* is for the user to write. ``runtime`` is the
    factor (low, central, high) on the job's running time where something published or measured says so; without it a
    change of hardware is compared per hour only. ``action`` names a change that no field can say (delete an endpoint).
    """

    changes: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    fix: FixClass = "safe"
    runtime: tuple[float, float, float] | None = None
    action: str = ""
    code: str = ""  # for show-only swaps and actions: the cell a user could run, where it can be written in full

    def applied_to(self, job: Job) -> Job:
        """Return the job as it would be after the swap."""
        return job.with_changes(**self.changes) if self.changes else job


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A practice's verdict on one job.

    ``saving`` is the paired change per hour (negative is a saving), on the job's own basis, or None where nothing can
    be computed; ``total_saving`` the same for the whole job where its hours are known. ``missing`` lists the facts that
    would turn "tell me" into "do it"; with any of them missing there is no swap to apply.
    """

    practice: str
    title: str
    message: str
    job: Job
    fault: bool = False
    swap: Swap | None = None
    saving: Amounts | None = None
    total_saving: Amounts | None = None
    saving_note: str = ""
    effects: tuple[Effect, ...] = ()
    confidence: Confidence = "none"
    effort: int = 1  # 1 one argument, 2 some code, 3 a project
    evidence: str = ""
    trade_offs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    not_checked: tuple[str, ...] = ()
    robustness: Literal["", "robust", "likely", "fragile"] = ""
    occurrences: int = 1

    @property
    def can_apply(self) -> bool:
        """True when there is a change to make and no fact is missing."""
        return self.swap is not None and bool(self.swap.changes) and not self.missing and self.swap.fix != "show only"

    @property
    def key(self) -> str:
        """The stable name of this advice: the practice and the job it is about."""
        return f"{self.practice}@{self.job.identity or self.job.kind}"
