"""What a practice may know besides the job: the other jobs, the cells' source, metrics, and what the user told."""

from __future__ import annotations

import datetime
import fnmatch
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from jupyter_green.footprint import Amounts, Footprint, estimate, hourly_rate
from jupyter_green.footprint.carbon import GridBasis
from jupyter_green.footprint.load import Load
from jupyter_green.job import Job
from jupyter_green.practices.advice import Swap
from jupyter_green.quantities import Quantity

__all__ = ["Context", "Metrics", "SourceFacts"]

_SHORTLY = 300  # characters: room for the arguments that may stand before the word
_NO_CALLS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_MOST_REMEMBERED = 64  # each entry holds its job, so that an id stands for one object only


@lru_cache(maxsize=1024)
def _change(after: Amounts, before: Amounts) -> Amounts:
    """Return the paired difference of two rates; the same two types of hardware are compared for many jobs."""
    return after.minus(before)


@dataclass(frozen=True, slots=True)
class Metrics:
    """What CloudWatch said about one job or endpoint; utilisation between 0 and 1, already divided by the devices.

    ``silent_hours`` is how long nobody called an endpoint, ``invocations_per_hour`` its calls while it was up.
    ``empty_instances`` of an endpoint got no call or held no copy, and ``idle_accelerators`` of each instance did no
    work: both need the endpoint's enhanced metrics.
    """

    cpu: float | None = None
    accelerator: float | None = None
    accelerator_memory: float | None = None
    memory: float | None = None
    disk: float | None = None
    invocations_per_hour: float | None = None
    silent_hours: float | None = None
    silent_share: float | None = None
    model_latency_ms: float | None = None
    empty_instances: float | None = None
    idle_accelerators: float | None = None
    hours: float | None = None  # how long the job ran
    source: str = "CloudWatch"


@dataclass(slots=True, eq=False, init=False)
class SourceFacts:
    """What the cells' text tells beyond the jobs: names imported, dotted calls with literal arguments, words seen.

    ``calls`` maps a dotted call name such as ``pandas.read_csv`` to the literal texts of its first arguments. Imports
    and calls may be given as functions: most jobs' practices never ask, and then nobody looks.
    """

    _imports: frozenset[str] | Callable[[], frozenset[str]]
    _calls: Mapping[str, tuple[str, ...]] | Callable[[], Mapping[str, tuple[str, ...]]]
    _is_lazy: bool
    text: str

    def __init__(
        self,
        imports: frozenset[str] | Callable[[], frozenset[str]] = frozenset(),
        calls: Mapping[str, tuple[str, ...]] | Callable[[], Mapping[str, tuple[str, ...]]] = _NO_CALLS,
        text: str = "",
    ) -> None:
        self._imports = imports
        self._calls = calls
        self._is_lazy = callable(imports) or callable(calls)
        self.text = text

    @property
    def imports(self) -> frozenset[str]:
        """The dotted names of the modules that the cells import."""
        if callable(self._imports):
            self._imports = self._imports()
        return self._imports

    @property
    def calls(self) -> Mapping[str, tuple[str, ...]]:
        """The dotted names of what the cells call, each with the literal texts it is given."""
        if callable(self._calls):
            self._calls = self._calls()
        return self._calls

    def may_say(self, word: str, *, before: str = "") -> bool:
        """False when the text shows that the word is not written, or not shortly ``before`` the other one.

        It saves the closer look that ``imports`` and ``calls`` take.
        """
        at = self.text.find(word)
        while before and at >= 0 and self.text.find(before, at, at + _SHORTLY) < 0:
            at = self.text.find(word, at + 1)
        return at >= 0 or not self._is_lazy


_NO_FACTS = SourceFacts()


@dataclass(frozen=True, slots=True)
class Context:
    """Everything beside the job. ``today`` is injected, so that a verdict depends on nothing but its input.

    ``told`` holds facts the user gave, by name, such as ``{"writes_checkpoints": True}``; ``history`` the hours of past
    runs of the same code; ``residency`` the Region patterns data may live in (empty: nobody confirmed anything).
    """

    today: datetime.date = datetime.date(2026, 11, 22)
    jobs: tuple[Job, ...] = ()
    source: SourceFacts = _NO_FACTS
    metrics: Mapping[str, Metrics] = field(default_factory=lambda: MappingProxyType({}))
    told: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    residency: tuple[str, ...] = ()
    hours: float | None = None
    history: tuple[float, ...] = ()
    grid: GridBasis = "lifecycle"
    has_metrics_access: bool = False
    inventory: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    _made: dict[int, tuple[Job, Footprint]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def metrics_of(self, job: Job) -> Metrics | None:
        """Return the metrics of the job, or None when there are none."""
        return self.metrics.get(job.identity)

    def fact(self, name: str) -> Any:
        """Return what the user told under this name, or None."""
        return self.told.get(name)

    @property
    def expected_hours(self) -> float | None:
        """Hours one run is expected to take: what the user said, else the median of past runs, else None."""
        if self.hours is not None or not self.history:
            return self.hours
        from statistics import median  # with its fractions and decimals it takes a part of a start, and few ask

        return median(self.history)

    def may_move_to(self, region: str) -> bool | None:
        """Return whether the allow-list admits the Region; None when the user gave no list."""
        if not self.allowed_regions:
            return None
        return any(fnmatch.fnmatchcase(region, pattern) for pattern in self.allowed_regions)

    @property
    def allowed_regions(self) -> tuple[str, ...]:
        """The Region patterns data may live in: those of the settings, else those the user told."""
        told = self.fact("residency")
        if self.residency or not isinstance(told, (str, list, tuple)):
            return self.residency
        return tuple(told.replace(",", " ").split()) if isinstance(told, str) else tuple(told)

    def estimate(self, job: Job) -> Footprint:
        """Return the job's footprint on the context's basis; many practices ask for that of the same job."""
        known = self._made.get(id(job))
        if known is None:
            if len(self._made) >= _MOST_REMEMBERED:
                self._made.clear()
            known = self._made[id(job)] = (job, estimate(job, hours=self.hours, grid=self.grid))
        return known[1]

    def saving(self, job: Job, swap: Swap) -> tuple[Amounts | None, Amounts | None, str]:
        """Return the paired change per hour, the change for the whole job where known, and a note on the basis.

        Both sides are re-estimated on the same basis; a comparison with an unknown side gives None. With a published
        runtime factor the change per hour is "for the work of one hour today".
        """
        after_job = swap.applied_to(job)
        before = self.estimate(job)
        basis, new_rate = hourly_rate(after_job, grid=self.grid)
        if not (before.is_known and new_rate.energy.is_known) or before.basis != basis:
            return None, None, ""
        note = ""
        if swap.runtime is not None:
            factor = Quantity.between(*swap.runtime, cause="running time after the swap")
            new_rate = new_rate.times(factor)
            note = "for the work one hour does today"
        elif job.groups != after_job.groups:
            note = "rates, not totals: the other hardware may run longer or shorter"
        rate = _change(new_rate, before.rate)
        total = None
        after_total = self.estimate(after_job).total if before.total is not None else None
        if before.total is not None and after_total is not None and not note.startswith("rates"):
            scale = Quantity.between(*swap.runtime, cause="running time after the swap") if swap.runtime else 1.0
            total = after_total.times(scale).minus(before.total)
        return rate, total, note

    def saving_at_loads(self, job: Job, swap: Swap, now: Load, then: Load) -> Amounts | None:
        """Return the paired change per hour when the load changes with the hardware: the same work in the same time."""
        before = estimate(job, load=now, grid=self.grid)
        after = estimate(swap.applied_to(job), load=then, grid=self.grid)
        if not (before.is_known and after.is_known) or before.basis != after.basis:
            return None
        return after.rate.minus(before.rate)
