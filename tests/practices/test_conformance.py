"""The conformance kit: every practice of this package passes it, and it sees what is wrong with a bad one."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_green.conformance import ConformanceError, check_practice, problems_of
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Effect, Practice, Swap, all_practices
from jupyter_green.practices.training_and_tuning.managed_spot_training import ManagedSpotTraining


@pytest.mark.parametrize("practice", all_practices(), ids=lambda practice: practice.id)
def test_every_practice_holds_the_contract(practice: Practice) -> None:
    check_practice(practice)


def _spoilt(**changes: Any) -> type[Practice]:
    """Return a good practice with some of it spoilt."""
    kept = {"__module__": ManagedSpotTraining.__module__, "__doc__": ManagedSpotTraining.__doc__}
    return type("Spoilt", (ManagedSpotTraining,), {**kept, **changes})


def _says(swap: Swap | None = None, **more: Any) -> Any:
    def check(self: Practice, job: Job, context: Context) -> Advice:
        return self.advise(job, context, more.pop("message", "Do it."), swap=swap, **more)

    return check


def _writes_its_own(self: Practice, job: Job, context: Context) -> Advice:
    return Advice(practice=self.id, title=self.title, message="Do it.", job=job, swap=Swap({"colour": "green"}))


def _asks_for_more(self: Practice, job: Job, context: Context) -> Advice | None:
    return self.advise(job, context, "Do it.") if job.max_runtime > 5 else None  # type: ignore[operator]


_calls: list[int] = []


def _fickle(self: Practice, job: Job, context: Context) -> Advice:
    _calls.append(1)
    return self.advise(job, context, f"Asked {len(_calls)} times.")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id": "Managed Spot"}, "not in kebab-case"),
        ({"id": "managed-spot"}, "its file is managed_spot_training.py"),
        ({"title": "x" * 61}, "more than 60 characters"),
        ({"phase": "on holiday"}, "its phase 'on holiday'"),
        ({"fix": "maybe"}, "its fix 'maybe'"),
        ({"kinds": frozenset({"training", "dreaming"})}, "kinds of job that do not exist"),
        ({"needs": ("colour",)}, "fields that a Job does not have"),
        ({"service": "time-travel"}, "no service 'time-travel'"),
        ({"effects": (Effect("cost", 0.9, 0.1, "upside down"),)}, "no fraction from low to high"),
        ({"__doc__": "Use Spot"}, "no full sentence"),
        ({"__doc__": "Use Spot."}, "lacks the sections What it finds"),
        ({"check": lambda self, job, context: None}, "silent on its own example"),
        ({"check": _says(message="Do it")}, "message is no full sentence"),
        ({"check": _says(missing=("how long it runs",))}, "short name in parentheses"),
        ({"check": _says(missing=("how warm it is (warmth)",))}, "asks for the fact 'warmth' and never looks"),
        ({"check": _says(Swap({"colour": "green"}))}, "it raises TypeError on its own example"),
        ({"check": _says(Swap(action="do it", code="do it"))}, "the cell it shows is not Python"),
        ({"check": _writes_its_own}, "fields that a Job does not have: ['colour']"),
        ({"check": _says(Swap({"max_runtime": 7200}))}, "changes nothing on its example"),
        ({"check": _says(Swap({"instance_type": "ml.c7g.xlarge"}))}, "what the platform refuses"),
        ({"check": _asks_for_more, "needs": ()}, "it raises TypeError with max_runtime"),
        ({"check": _fickle}, "something else when asked again"),
        ({"service": "elastic-inference"}, "retired service"),
        ({"example": None}, "it has no example"),
    ],
)
def test_the_kit_sees_what_is_wrong(changes: dict[str, Any], words: str) -> None:
    problems = problems_of(_spoilt(**changes))
    assert any(words in problem for problem in problems), problems


def test_what_is_wrong_is_said_in_one_error() -> None:
    with pytest.raises(ConformanceError, match="managed-spot-training: its phase"):
        check_practice(_spoilt(phase="on holiday"))


def test_a_practice_that_is_left_as_it_is_has_no_problems() -> None:
    assert problems_of(ManagedSpotTraining) == []
