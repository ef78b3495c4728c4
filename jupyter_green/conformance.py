"""What a practice has to hold: the kit that this package's practices pass, and that practices of others can call.

``check_practice(MyPractice)`` raises :class:`ConformanceError` with every point that is not met; ``problems_of``
returns them as a list. A package announces its practices by entry points of the group ``jupyter_green.practices``.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any, get_args

from jupyter_green.catalog.lifecycle import is_retired, service_keys
from jupyter_green.job import JOB_FIELDS, Job, Kind, Unknown
from jupyter_green.practices import Advice, Practice
from jupyter_green.practices.advice import Confidence, FixClass
from jupyter_green.practices.base import Phase
from jupyter_green.practices.documentation import documentation_of
from jupyter_green.swaps.complete import complete
from jupyter_green.swaps.legality import why_illegal

__all__ = ["ConformanceError", "check_practice", "problems_of"]

_KEBAB = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_NAMED_FACT = re.compile(r"\([a-z][a-z0-9_]*\)$")
_LONGEST_TITLE = 60
_ANSWERED_BY_SETTINGS = frozenset({"hours", "residency"})


class ConformanceError(AssertionError):
    """Raised with every point of the contract that a practice does not hold."""


def check_practice(practice: type[Practice] | Practice) -> None:
    """Raise ConformanceError when the practice does not hold the contract."""
    problems = problems_of(practice)
    if problems:
        name = getattr(practice, "id", repr(practice))
        raise ConformanceError(f"{name}: " + "; ".join(problems))


def problems_of(practice: type[Practice] | Practice) -> list[str]:
    """Return, in words, what a practice does not hold; empty for a practice that conforms."""
    one = practice() if isinstance(practice, type) else practice
    found = list(_attributes(one))
    if found:
        return found  # what follows needs them
    shown = list(_example(one))
    return [*_documentation(one), *shown, *(() if shown else _questions(one)), *_robustness(one)]


# -- the parts --------------------------------------------------------------------------------------------------------


def _attributes(one: Practice) -> Iterator[str]:
    for name in ("id", "title", "phase", "kinds", "example"):
        if not getattr(one, name, None):
            yield f"it has no {name}"
            return
    if not _KEBAB.match(one.id):
        yield f"the id {one.id!r} is not in kebab-case"
    module = type(one).__module__.rpartition(".")[2]
    if module != one.id.replace("-", "_"):
        yield f"its file is {module}.py and not {one.id.replace('-', '_')}.py"
    if len(one.title) > _LONGEST_TITLE or one.title.endswith("."):
        yield f"its title has more than {_LONGEST_TITLE} characters or ends with a full stop"
    allowed: tuple[tuple[str, Any, tuple[Any, ...]], ...] = (
        ("phase", one.phase, get_args(Phase)),
        ("fix", one.fix, get_args(FixClass)),
        ("confidence", one.confidence, get_args(Confidence)),
        ("effort", one.effort, (1, 2, 3)),
    )
    for name, value, values in allowed:
        if value not in values:
            yield f"its {name} {value!r} is none of {values}"
    if not one.kinds <= set(get_args(Kind)):
        yield f"it names kinds of job that do not exist: {sorted(one.kinds - set(get_args(Kind)))}"
    if not set(one.needs) <= JOB_FIELDS:
        yield f"it needs fields that a Job does not have: {sorted(set(one.needs) - JOB_FIELDS)}"
    if one.service and one.service not in service_keys():
        yield f"the lifecycle table has no service {one.service!r}"
    for effect in one.effects:
        if not 0.0 <= effect.low <= effect.high <= 1.0 or not effect.basis:
            yield f"the effect {effect} is no fraction from low to high with a basis"


def _documentation(one: Practice) -> Iterator[str]:
    about = documentation_of(one)
    if not about.summary.endswith((".", "!")) or "\n" in about.summary:
        yield "the first line of its docstring is no full sentence"
    if about.missing:
        yield f"its docstring lacks the sections {', '.join(about.missing)}"
    elif not about.is_ordered:
        yield "the sections of its docstring are not in the order of the contract"


def _example(one: Practice) -> Iterator[str]:
    if not one.applies_to(one.example):
        yield "it does not apply to its own example"
        return
    try:
        verdict = one.check(one.example, one.example_context)
    except Exception as error:
        yield f"it raises {type(error).__name__} on its own example: {error}"
        return
    if verdict is None:
        yield "it is silent on its own example"
        return
    yield from _advice(one, verdict)
    # Compared as text: figures are equal when they say the same.
    if repr(one.check(one.example, one.example_context)) != repr(verdict):
        yield "it says something else when asked again"
    if is_retired(one.service, one.example_context.today) and not verdict.fault:
        yield "it rests on a retired service and reports no fault"


def _advice(one: Practice, verdict: Advice) -> Iterator[str]:
    if verdict.practice != one.id or verdict.job != one.example:
        yield "its advice names another practice or job"
    if not verdict.message.endswith((".", "!", "?")):
        yield "its message is no full sentence"
    for text in verdict.missing:
        if not _NAMED_FACT.search(text):
            yield f"the missing fact {text!r} does not end with its short name in parentheses"
    swap = verdict.swap
    if swap is not None and swap.code:
        try:
            compile(swap.code, one.id, "exec")
        except SyntaxError as error:
            yield f"the cell it shows is not Python: {error.msg}"
    if swap is None or not swap.changes:
        return
    unknown = set(swap.changes) - JOB_FIELDS
    if unknown:
        yield f"its swap changes fields that a Job does not have: {sorted(unknown)}"
        return
    whole = complete(swap, one.example)
    if whole.applied_to(one.example) == one.example:
        yield "its swap changes nothing on its example"
    refused = why_illegal(one.example, whole)
    if refused:
        yield f"its swap leaves what the platform refuses: {refused}"


class _Recorded(dict[str, Any]):
    """Told facts that remember which of them were looked for."""

    def __init__(self) -> None:
        super().__init__()
        self.sought: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.sought.add(key)
        return default


def _questions(one: Practice) -> Iterator[str]:
    """A fact that is asked for has to be looked for, or telling it would change nothing."""
    told = _Recorded()
    verdict = one.check(one.example, dataclasses.replace(one.example_context, told=told, residency=(), hours=None))
    answered = told.sought | JOB_FIELDS | _ANSWERED_BY_SETTINGS
    for text in verdict.missing if verdict is not None else ():
        name = text.rpartition("(")[2].rstrip(")")
        if name not in answered:
            yield f"it asks for the fact {name!r} and never looks whether it was told"


def _robustness(one: Practice) -> Iterator[str]:
    for job in _maimed(one.example):
        if not one.applies_to(job):
            continue
        try:
            one.check(job, one.example_context)
        except Exception as error:
            yield f"it raises {type(error).__name__} with {_difference(one.example, job)}"
            return


def _maimed(job: Job) -> Iterator[Job]:
    """Yield the job with each of its fields unknown, and with each not set."""
    for name in sorted(JOB_FIELDS - {"kind"}):
        yield job.with_changes(**{name: Unknown("not told")})
        yield job.with_changes(**{name: None})


def _difference(one: Job, other: Job) -> str:
    names = (f.name for f in dataclasses.fields(Job) if getattr(one, f.name) != getattr(other, f.name))
    return ", ".join(f"{name}={getattr(other, name)}" for name in names)
