"""All practices together: one that breaks stops no other, and the order of advice depends on nothing but the input."""

from __future__ import annotations

import datetime
import random
import subprocess
import sys
from pathlib import Path

import pytest

import jupyter_green
from jupyter_green.advisor import advise, group_common, rank
from jupyter_green.catalog.lifecycle import is_retired
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, all_practices

_ROOT = Path(jupyter_green.__file__).parents[1]
_EXAMPLES = tuple(practice.example for practice in all_practices())


class _Broken(Practice):
    """Breaks in a way of its own."""

    id = "broken"
    kinds = frozenset({"training"})

    def __init__(self, practice: Practice, error: BaseException) -> None:
        self.id = practice.id  # type: ignore[misc]
        self.kinds = practice.kinds  # type: ignore[misc]
        self._error = error

    def check(self, job: Job, context: Context) -> Advice | None:
        raise self._error


@pytest.mark.parametrize("seed", range(6))
def test_broken_practices_never_stop_the_others(seed: int) -> None:
    chance = random.Random(seed)
    whole = all_practices()
    errors = (ValueError("x"), RecursionError(), MemoryError(), KeyError("y"), AttributeError("z"), AssertionError())
    broken = set(chance.sample(range(len(whole)), 8))
    some = tuple(_Broken(p, chance.choice(errors)) if i in broken else p for i, p in enumerate(whole))
    jobs = chance.sample(_EXAMPLES, 20)
    healthy = tuple(p for i, p in enumerate(whole) if i not in broken)
    told = advise(jobs, practices=some)
    assert [a.key for a in told.advice] == [a.key for a in advise(jobs, practices=healthy).advice]
    expected = {whole[i].id for i in broken if any(job.kind in whole[i].kinds for job in jobs)}
    assert {failure.practice for failure in told.failures} == expected


def test_a_practice_that_names_no_kind_is_never_asked_and_stops_nobody() -> None:
    class Kindless(Practice):
        id = "kindless"

        def check(self, job: Job, context: Context) -> Advice | None:
            raise AssertionError("asked")

    job = all_practices()[0].example
    with_it = advise([job], practices=[Kindless(), *all_practices()])
    assert with_it.failures == () and with_it.advice == advise([job], practices=all_practices()).advice


def test_an_interrupt_is_not_taken_for_a_broken_practice() -> None:
    stopped = _Broken(next(p for p in all_practices() if p.id == "low-carbon-region"), KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        advise([Job(kind="training", region="us-east-1")], practices=[stopped])


@pytest.mark.parametrize("practice", all_practices(), ids=lambda practice: practice.id)
def test_no_practice_fails_on_the_examples_of_the_others(practice: Practice) -> None:
    assert advise(_EXAMPLES, practice.example_context, [practice]).failures == ()


def test_no_practice_fails_on_a_job_that_says_nothing() -> None:
    for kind in sorted({kind for practice in all_practices() for kind in practice.kinds}):
        assert advise([Job(kind=kind)]).failures == ()


def test_the_order_does_not_depend_on_the_order_of_practices() -> None:
    found = advise(_EXAMPLES).advice
    shuffled = list(found)
    random.Random(7).shuffle(shuffled)
    assert [(a.key, a.message) for a in rank(sorted(shuffled, key=lambda a: (a.key, a.message)))] == [
        (a.key, a.message) for a in rank(sorted(found, key=lambda a: (a.key, a.message)))
    ]


_ASK = """
from jupyter_green.advisor import advise
from jupyter_green.practices import all_practices
for item in advise([p.example for p in all_practices()]).advice:
    print(item.key, item.message, item.missing, item.saving, item.swap)
"""


def test_hash_seeds_change_nothing() -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-c", _ASK],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(_ROOT)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(answers) == 1
    assert "low-carbon-region" in next(iter(answers))


def test_faults_come_first() -> None:
    ranked = [advice.fault for advice in advise(_EXAMPLES).advice]
    assert ranked == sorted(ranked, reverse=True)
    assert ranked[0]


def test_what_fires_on_every_job_is_said_once() -> None:
    jobs = [Job(kind="training", region="us-east-1", instance_type=t, instance_count=1) for t in ("ml.m5.large",) * 3]
    context = Context(residency=("*",), told={"gb_to_move": 0})
    grouped = [a for a in group_common(advise(jobs, context).advice) if a.practice == "low-carbon-region"]
    assert [a.occurrences for a in grouped] == [3]


def test_a_practice_whose_service_is_retired_suggests_nothing() -> None:
    for practice in all_practices():
        context = Context(today=datetime.date(2031, 1, 1))
        for advice in advise([practice.example], context, [practice]).advice:
            assert advice.fault or not is_retired(practice.service or practice.id, context.today)


def test_the_profiler_is_suggested_until_its_support_ends_and_not_after() -> None:
    practice = next(p for p in all_practices() if p.id == "profile-before-scaling")
    context = practice.example_context
    before = Context(told=context.told, metrics=context.metrics, jobs=context.jobs, source=context.source)
    assert advise([practice.example], before, [practice]).advice
    late = Context(
        today=datetime.date(2027, 7, 1),
        told=context.told,
        metrics=context.metrics,
        jobs=context.jobs,
        source=context.source,
    )
    assert not advise([practice.example], late, [practice]).advice
