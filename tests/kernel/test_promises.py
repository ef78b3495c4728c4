"""What an applied swap promised is compared with the request, and again with what AWS says of the finished job."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.kernel.books import Books
from jupyter_green.kernel.promises import Promise, Promises
from jupyter_green.practices import Advice, Swap

JOB = Job(kind="training", instance_type="ml.g5.xlarge", instance_count=1, identity="training:a", name="a")
SPOT = Swap({"spot": True, "max_wait": 7200})


def promised() -> tuple[Promises, Books]:
    promises, books = Promises(), Books()
    advice = Advice(practice="managed-spot-training", title="t", message="m", job=JOB, swap=SPOT)
    promises.add(Promise(advice, SPOT, "object:training-1", lambda: "undone", "object"))
    return promises, books


def test_the_request_is_checked_through_the_object_it_came_from() -> None:
    promises, books = promised()
    entry = books.see_request(JOB.with_changes(spot=True, max_wait=7200), at=1.0)
    verdicts = promises.check(entry, entry.job, {"object:training-1"})
    assert [verdict.ok for verdict in verdicts] == [True, True]


def test_a_setting_that_aws_dropped_is_told_after_the_run() -> None:
    promises, books = promised()
    entry = books.see_request(JOB.with_changes(spot=True, max_wait=7200), at=1.0)
    promises.check(entry, entry.job, {"object:training-1"})
    (broken,) = promises.broken_by(entry.key, JOB.with_changes(spot=False, max_wait=7200))
    assert broken.field == "spot" and "NOT as promised" in str(broken)
    assert promises.broken_by("training:another", JOB) == ()


def test_what_was_undone_promises_nothing() -> None:
    promises, books = promised()
    entry = books.see_request(JOB, at=1.0)
    promises.check(entry, entry.job, {"object:training-1"})
    promises.take_back(promises.made[0])
    assert promises.broken_by(entry.key, JOB) == ()
