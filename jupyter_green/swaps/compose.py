"""Several swaps at once: composed by re-estimating the changed job, never by adding up what each one saves.

A set that is no better than another in anything and worse in something is *dominated* and hidden; what is left is the
choice a person has to make between carbon, cost, time and risk.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import Any

from jupyter_green.footprint import Amounts
from jupyter_green.job import Job
from jupyter_green.practices.advice import Advice, FixClass, Swap
from jupyter_green.practices.context import Context
from jupyter_green.quantities import Quantity
from jupyter_green.swaps.complete import complete
from jupyter_green.swaps.legality import why_illegal

__all__ = ["Option", "SwapConflict", "compose", "options", "pareto"]

_MOST_COMPOSED = 6  # 2 to the power of this many sets are estimated
_WORST_LAST: tuple[FixClass, ...] = ("safe", "unsafe", "show only")


class SwapConflict(ValueError):
    """Raised for swaps that want different values of one field, or that are illegal together."""


@dataclass(frozen=True, slots=True)
class Option:
    """A set of swaps as one: what it changes, and the paired change it makes on the job's own basis.

    ``saving`` holds changes, so less is negative; None where a side is not known. ``time`` is the factor on the running
    time, None when the hardware changes and nobody knows how long the work takes on the other. ``risks`` is everything
    that the set may cost besides, and ``risk`` their number plus one for each swap that may change the result.
    """

    practices: tuple[str, ...]
    swap: Swap
    job: Job
    saving: Amounts | None
    note: str
    time: tuple[float, float, float] | None
    risks: tuple[str, ...]
    risk: int


def compose(swaps: Sequence[Swap], job: Job) -> Swap:
    """Return one swap that does what all of them do, with everything that the changes require of each other.

    Raises :class:`SwapConflict` when two want different values of one field or the platform refuses them together.
    """
    changes: dict[str, Any] = {}
    for swap in swaps:
        for name, value in swap.changes.items():
            if name in changes and changes[name] != value:
                raise SwapConflict(f"two swaps want different values of {name.replace('_', ' ')}")
            changes[name] = value
    fix: FixClass = max((swap.fix for swap in swaps), key=_WORST_LAST.index, default="safe")
    whole = complete(Swap(MappingProxyType(changes), fix, _product(swap.runtime for swap in swaps)), job)
    forbidden = why_illegal(job, whole)
    if forbidden:
        raise SwapConflict(forbidden)
    return whole


def options(advice: Iterable[Advice], job: Job, context: Context) -> tuple[Option, ...]:
    """Return every legal set of the swaps that ``advice`` offers for ``job``, each estimated as a whole.

    At most six pieces of advice are composed, the first ones given, so rank them before. The first option is to do
    nothing.
    """
    offered = [item for item in advice if item.can_apply and item.swap is not None][:_MOST_COMPOSED]
    found = [_option((), job, context)]
    for size in range(1, len(offered) + 1):
        for chosen in combinations(offered, size):
            try:
                found.append(_option(chosen, job, context))
            except SwapConflict:
                continue
    return tuple(found)


def pareto(among: Sequence[Option]) -> tuple[Option, ...]:
    """Return the options that no other one dominates, least carbon first; those with unknown figures come last.

    One dominates another when it is no worse in carbon, cost, time and risk over the whole paired range, and better in
    at least one of them. What is not known is no worse and no better than anything, so it is kept.
    """
    kept = [one for one in among if not any(_dominates(other, one) for other in among if other is not one)]
    return tuple(sorted(kept, key=_order))


def _option(chosen: Sequence[Advice], job: Job, context: Context) -> Option:
    swap = compose([item.swap for item in chosen if item.swap is not None], job)
    rate, _, note = context.saving(job, swap)
    risks = tuple(dict.fromkeys(text for item in chosen for text in item.trade_offs))
    unsafe = sum(item.swap is not None and item.swap.fix != "safe" for item in chosen)
    after = swap.applied_to(job)
    same_time = (1.0, 1.0, 1.0) if after.groups == job.groups else None
    return Option(
        practices=tuple(item.practice for item in chosen),
        swap=swap,
        job=after,
        saving=rate,
        note=note,
        time=swap.runtime or same_time,
        risks=risks,
        risk=len(risks) + unsafe,
    )


def _product(factors: Iterable[tuple[float, float, float] | None]) -> tuple[float, float, float] | None:
    """Return the combined factor on the running time; None when no swap says one."""
    given = [factor for factor in factors if factor is not None]
    if not given:
        return None
    low = central = high = 1.0
    for factor in given:
        low, central, high = low * factor[0], central * factor[1], high * factor[2]
    return (low, central, high)


def _dominates(better: Option, worse: Option) -> bool:
    if better.saving is None or worse.saving is None:
        return False
    carbon = _compare(better.saving.carbon, worse.saving.carbon)
    cost = _compare(better.saving.cost, worse.saving.cost)
    if carbon is None or cost is None:
        return False
    time = _compare_time(better, worse)
    if time is None:
        return False
    risk = (better.risk > worse.risk) - (better.risk < worse.risk)
    signs = (carbon, cost, time, risk)
    return max(signs) <= 0 and min(signs) < 0


def _compare(better: Quantity, worse: Quantity) -> int | None:
    """Return −1 when the first is lower over the whole paired range, 0 when they are equal, 1 else; None: not known."""
    if not (better.is_known and worse.is_known):
        return None
    difference = better - worse
    if difference.low == 0 == difference.high:
        return 0
    return -1 if difference.high <= 0 else 1


def _compare_time(better: Option, worse: Option) -> int | None:
    if better.time is not None and worse.time is not None:
        return (better.time[1] > worse.time[1]) - (better.time[1] < worse.time[1])
    same = better.time is None and worse.time is None and better.job.groups == worse.job.groups
    return 0 if same else None


def _order(option: Option) -> tuple[bool, float, float, int, tuple[str, ...]]:
    saving = option.saving
    if saving is None or not saving.carbon.is_known:
        return (True, 0.0, 0.0, option.risk, option.practices)
    cost = saving.cost.central if saving.cost.is_known else 0.0
    return (False, saving.carbon.central, cost, option.risk, option.practices)
