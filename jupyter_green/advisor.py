"""The public engine: jobs in, ranked advice out. One broken practice never stops the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from jupyter_green.catalog.lifecycle import is_retired
from jupyter_green.footprint import Amounts
from jupyter_green.job import Job, Kind
from jupyter_green.practices import Advice, Context, Practice, all_practices, practices_for

__all__ = ["Advised", "PracticeFailure", "advise", "group_common", "rank"]

_CONFIDENCE = {"high": 1.0, "medium": 0.6, "low": 0.3, "none": 0.1}


@dataclass(frozen=True, slots=True)
class PracticeFailure:
    """An internal finding: a practice raised instead of answering."""

    practice: str
    error: str


@dataclass(frozen=True, slots=True)
class Advised:
    """Ranked advice on some jobs, and the practices that failed on the way."""

    advice: tuple[Advice, ...]
    failures: tuple[PracticeFailure, ...] = ()


def advise(jobs: Iterable[Job], context: Context | None = None, practices: Sequence[Practice] | None = None) -> Advised:
    """Return what every practice says about every job: faults first, then by expected saving, confidence and effort.

    A practice that rests on a service retired by ``context.today`` may report a fault, and suggests nothing.
    """
    about = context or Context()
    found: list[Advice] = []
    failures: list[PracticeFailure] = []
    for job in jobs:
        asked = practices_for(job.kind) if practices is None else tuple(practices)
        for practice in _fitting(asked, job.kind, job.unknown_fields):
            try:
                verdict = practice.check(job, about)
            except Exception as error:
                failures.append(PracticeFailure(practice.id, f"{type(error).__name__} in {practice.id}"))
                continue
            if verdict is not None and (verdict.fault or not is_retired(practice.service or practice.id, about.today)):
                found.append(verdict)
    return Advised(rank(found, about), tuple(failures))


@lru_cache(maxsize=256)
def _fitting(practices: tuple[Practice, ...], kind: Kind, unknown: frozenset[str]) -> tuple[Practice, ...]:
    """Return the practices that apply to a job of this kind with these unknown fields; most jobs have the same few."""
    return tuple(one for one in practices if kind in one.kinds and unknown.isdisjoint(one.needs))


def rank(advice: Iterable[Advice], context: Context | None = None) -> tuple[Advice, ...]:
    """Return advice in the order to show it; equal ones stay ordered by practice and job, so the order is stable.

    ``context`` remembers the estimates that were made while advising.
    """
    about = context or Context()
    return tuple(sorted(advice, key=lambda a: (not a.fault, -_worth(a, about), a.practice, a.job.identity)))


def group_common(advice: Iterable[Advice]) -> tuple[Advice, ...]:
    """Return advice with what fires on nearly every job said once, for the job where it weighs most, with a count."""
    common = {practice.id for practice in all_practices() if practice.common}
    kept: list[Advice] = []
    seen: dict[str, int] = {}
    for item in advice:
        if item.practice not in common:
            kept.append(item)
        elif item.practice in seen:
            place = seen[item.practice]
            kept[place] = replace(kept[place], occurrences=kept[place].occurrences + 1)
        else:
            seen[item.practice] = len(kept)
            kept.append(item)
    return tuple(kept)


def _worth(advice: Advice, about: Context) -> float:
    """Return expected saving × confidence ÷ effort: grams of CO2e an hour, with a dollar weighing as 100 g.

    The weight only orders advice that saves one or the other; it converts no figure that is shown.
    """
    grams = dollars = 0.0
    if advice.saving is not None:
        more_grams, more_dollars = _centrals(advice.saving)
        grams, dollars = -more_grams, -more_dollars
    if grams <= 0 and dollars <= 0:
        grams, dollars = _published_worth(advice, about)
    readiness = 0.25 if advice.missing else 1.0
    return (max(grams, 0.0) + 100 * max(dollars, 0.0)) * _CONFIDENCE[advice.confidence] * readiness / advice.effort


def _published_worth(advice: Advice, about: Context) -> tuple[float, float]:
    """Return a tenth of the published middle, for ordering only, where no saving can be computed."""
    grams, dollars = _centrals(about.estimate(advice.job).rate)
    share = {effect.of: (effect.low + effect.high) / 2 for effect in advice.effects}
    energy = max(share.get("energy", 0.0), share.get("carbon", 0.0), share.get("runtime", 0.0), share.get("work", 0.0))
    return grams * max(energy, 0.02), dollars * max(share.get("cost", 0.0), energy) * 0.1


@lru_cache(maxsize=1024)
def _centrals(amounts: Amounts) -> tuple[float, float]:
    """Return the central grams and dollars without adding up their ranges; 0 where they are not known."""
    grams = dollars = 0.0
    if amounts.operational.is_known and amounts.embodied.is_known:
        grams = amounts.operational.central + amounts.embodied.central
    if amounts.cost.is_known:
        dollars = amounts.cost.central
    return grams, dollars
