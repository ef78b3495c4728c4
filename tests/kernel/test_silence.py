"""Comments, tags and settings silence practices in the kernel, and the kernel says which of them silence nothing."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest

from jupyter_green.kernel.answers import handlers_for
from jupyter_green.kernel.attribution import CellToken
from jupyter_green.kernel.session import Session
from jupyter_green.kernel.settings import JupyterGreen
from jupyter_green.kernel.silence import silences, tags_of_running_cell
from jupyter_green.magics.router import run_line
from tests.kernel.stand_ins import JOB

CELL = (
    "from sagemaker.pytorch import PyTorch\n"
    "est = PyTorch('t.py', role='r', instance_count=1, instance_type='ml.p3.16xlarge', max_run=3600,\n"
    "              framework_version='2.2.0', py_version='py310', checkpoint_s3_uri='s3://b/c')\n"
    "est.fit()"
)


def _session(source: str, tags: tuple[str, ...] = (), **settings: Any) -> Session:
    """Return a session in which one cell ran and built a job."""
    chosen = JupyterGreen()
    chosen.region = "us-east-1"
    for name, value in settings.items():
        setattr(chosen, name, value)
    shell = SimpleNamespace(user_ns={}, parent_header={"metadata": {"tags": list(tags), "cellId": "a"}})
    made = Session(shell, chosen, clock=time.time)
    made.on_start(CellToken(1, 3, "a"), source)
    made.books.see_object(JOB, 7, cell=3)
    return made


def _spoken(session: Session) -> set[str]:
    return {advice.practice for advice in session.all_advice()}


def _marked(session: Session, source: str, **more: Any) -> set[str]:
    asked = {"type": "analyse", "cells": [{"id": "a", "source": source, **more}]}
    (cell,) = handlers_for(session)["analyse"](asked)["cells"]
    inline = {one["practice"] for line in cell["lines"] for one in line["advice"]}
    return {mark["advice"]["practice"] for mark in cell["marks"]} | inline


def test_a_tag_of_the_cell_that_ran_silences_like_a_comment() -> None:
    assert "managed-spot-training" in _spoken(_session(CELL))
    assert "managed-spot-training" not in _spoken(_session(CELL, ("green-ignore-managed-spot-training", "other")))
    assert "managed-spot-training" not in _spoken(_session(CELL + "  # green: ignore[managed-spot-training]"))


def test_a_comment_beside_the_estimator_holds_for_the_job_that_another_cell_starts() -> None:
    started = JOB.with_changes(name="a", identity="training:a", api="api")
    for source, is_heard in ((CELL, True), (CELL + "  # green: ignore[managed-spot-training]", False)):
        session = _session(source)
        session.on_start(CellToken(2, 4, "b"), "est.fit()")
        entry = session.books.see_request(started, cell=4, at=1.0)
        assert [one.key for one in session.books.counted()] == [entry.key]
        assert ("managed-spot-training" in _spoken(session)) is is_heard
        session.books.forget_unstarted(lambda one: True)
        assert ("managed-spot-training" in _spoken(session)) is is_heard, "also once the estimator was built anew"


@pytest.mark.parametrize("parent", [None, {}, {"metadata": None}, {"metadata": {"tags": "green-ignore-x"}}, 3])
def test_a_front_end_that_sends_no_tags_is_no_trouble(parent: Any) -> None:
    assert tags_of_running_cell(SimpleNamespace(parent_header=parent)) == ()
    assert tags_of_running_cell(object()) == ()


def test_the_editor_marks_nothing_that_is_silenced() -> None:
    session = _session(CELL)
    assert "avoid-legacy-instance-families" in _marked(session, CELL)
    for ended, silent in (("", True), (" until 2031-01 because tests", True), (" until 2020-01", False)):
        source = f"{CELL}  # green: ignore[avoid-legacy-instance-families]{ended}"
        assert ("avoid-legacy-instance-families" not in _marked(session, source)) is silent
    assert _marked(session, f"{CELL}  # green: ignore[*]") == set()
    tag = "green-ignore-avoid-legacy-instance-families"
    assert "avoid-legacy-instance-families" not in _marked(session, CELL, tags=[tag])
    assert "avoid-legacy-instance-families" not in _marked(_session(CELL, (tag,)), CELL)
    assert "avoid-legacy-instance-families" in _marked(_session(CELL, (tag,)), CELL, tags=[]), "it was taken away"
    assert "avoid-legacy-instance-families" not in _marked(
        _session(CELL, ignore=["avoid-legacy-instance-families"]), CELL
    )


def test_what_silences_nothing_is_told_apart_from_what_does() -> None:
    source = (
        f"{CELL}  # green: ignore[managed-spot-training] because the deadline is fixed\n"
        "# green: ignore[serverless-inference]\n"
        "# green: ignore[mixed-precision] until 2020-01"
    )
    session = _session(source, ignore=["cap-max-runtime", "neo-compilation"])
    told = {next(iter(one.said.practices)): one for one in silences(session)}
    assert told["managed-spot-training"].findings == 1 and told["managed-spot-training"].where == "cell [3], line 4"
    assert told["serverless-inference"].findings == 0 and not told["serverless-inference"].has_ended
    assert told["mixed-precision"].has_ended
    assert told["neo-compilation"].findings == 0 and told["neo-compilation"].where == "settings"
    text = run_line("ignore", session, names={}).text
    assert "nothing: it can go" in text and "it ended on 2020-01-31" in text and "the deadline is fixed" in text


def test_only_the_latest_run_of_a_cell_counts() -> None:
    session = _session(f"{CELL}\n# green: ignore[neo-compilation]")
    session.on_start(CellToken(2, 4, "a"), CELL)
    assert silences(session) == ()
    assert "Nothing is silenced" in run_line("ignore", session, names={}).text


@pytest.mark.parametrize("until", ["soon", "2027-13", "2027", "2020-01", "2027-02-30"])
def test_an_expiry_that_is_none_is_refused(until: str) -> None:
    session = _session(CELL)
    answer = run_line(f"ignore managed-spot-training 1 --until {until}", session, names={})
    assert "--until" in answer.text and "green: ignore[" not in answer.text
    assert "managed-spot-training" in _spoken(session)


def test_a_dismissed_finding_is_listed_with_its_job() -> None:
    session = _session(CELL)
    said = run_line("ignore managed-spot-training 1 --until 2031-01 --because deadline", session, names={}).text
    assert "# green: ignore[managed-spot-training] until 2031-01 because deadline" in said
    assert "silent in this kernel" in run_line("ignore", session, names={}).text
