"""What the session sees stands in the ledger; a slow or broken ledger delays nothing."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from jupyter_green.footprint import estimate
from jupyter_green.job import Job
from jupyter_green.kernel.api_watch import ApiCall
from jupyter_green.kernel.books import Entry
from jupyter_green.kernel.promises import Promise
from jupyter_green.kernel.session import Session
from jupyter_green.kernel.settings import JupyterGreen
from jupyter_green.ledger import Ledger
from jupyter_green.ledger.runs import runs
from jupyter_green.practices import Advice, Swap

NOW = 1_790_000_000.0
TRAINING = Job(
    kind="training",
    name="churn-1",
    identity="training:churn-1",
    instance_type="ml.g5.xlarge",
    instance_count=1,
    region="us-east-1",
    max_runtime=86400,
    framework="pytorch",
    entry_point="train.py",
)


class Publisher:
    def __init__(self) -> None:
        self.said: list[str] = []

    def publish(self, data: dict[str, Any], metadata: dict[str, Any], **more: Any) -> None:
        self.said.append(data["text/plain"])


class Shell:
    def __init__(self) -> None:
        self.user_ns: dict[str, Any] = {}
        self.display_pub = Publisher()


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setenv("JPY_SESSION_NAME", "/home/ann/projects/churn.ipynb")
    return make_session()


def make_session() -> Session:
    return Session(Shell(), JupyterGreen(), clock=lambda: NOW)


def rows(session: Session, sql: str) -> list[dict[str, Any]]:
    assert session.recorder.drain(20)
    return session.recorder.ledger.read(sql)


def start(session: Session, job: Job = TRAINING) -> Entry:
    entry = session.books.see_request(job, at=NOW)
    session.recorder.started(entry)
    return entry


def measure(session: Session, entry: Entry, hours: float) -> None:
    footprint = estimate(entry.job, hours=hours, hours_from="AWS", state="measured")
    session.books.change(entry, measured=footprint, ended_at=NOW + hours * 3600, state="measured")
    session.recorder.measured(entry)
    assert session.recorder.drain(20)


def request(name: str, **more: Any) -> ApiCall:
    params = {
        "TrainingJobName": name,
        "AlgorithmSpecification": {"TrainingImage": "123456789012.dkr.ecr.us-east-1.amazonaws.com/xgboost:1.7-1"},
        "RoleArn": "arn:aws:iam::123456789012:role/secret-role",
        "InputDataConfig": [{"ChannelName": "t", "DataSource": {"S3DataSource": {"S3Uri": "s3://secret-bucket/t"}}}],
        "OutputDataConfig": {"S3OutputPath": "s3://secret-bucket/out"},
        "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
        "HyperParameters": {"password": "secret-value"},
        **more,
    }
    return call("CreateTrainingJob", params)


def call(operation: str, params: dict[str, Any]) -> ApiCall:
    return ApiCall(
        serial=1,
        service="sagemaker",
        operation=operation,
        outcome="returned",
        params=params,
        region="us-east-1",
        started_at=NOW,
    )


def test_a_call_that_starts_a_job_is_written_without_its_secrets(session: Session, ledger_file: Path) -> None:
    session.on_call(request("churn-7"))
    session.worker.drain()
    (run,) = rows(session, "SELECT * FROM runs")
    assert (run["name"], run["kind"], run["started_at"]) == ("churn-7", "training", "2026-09-21T14:13:20.000Z")
    assert run["notebook"] == "churn.ipynb"
    written = b"".join(path.read_bytes() for path in ledger_file.parent.glob(f"{ledger_file.name}*"))
    assert b"churn-7" in written
    for secret in (b"secret", b"123456789012", b"/home/ann"):
        assert secret not in written


def test_what_counts_nowhere_is_not_written(session: Session) -> None:
    for kind in ("storage", "model", "feature-group"):
        start(session, Job(kind=kind, name="x", identity=f"{kind}:x", region="us-east-1"))  # type: ignore[arg-type]
    assert rows(session, "SELECT * FROM jobs") == []


def test_a_job_that_was_stopped_has_an_end(session: Session) -> None:
    session.on_call(request("churn-7"))
    session.on_call(call("StopTrainingJob", {"TrainingJobName": "churn-7"}))
    session.worker.drain()
    (run,) = rows(session, "SELECT * FROM runs")
    assert run["ended_at"] is not None


def test_an_object_is_seen_before_it_is_started(session: Session) -> None:
    entry = session.books.see_object(TRAINING.with_changes(name=None, identity=""), 1, cell=1)
    assert entry is not None
    session.recorder.saw(entry)
    assert [row["event"] for row in rows(session, "SELECT event FROM jobs")] == ["seen"]
    assert [row["per"] for row in rows(session, "SELECT per FROM footprints")] == ["hour"]


def test_what_says_nothing_new_is_not_written_again(session: Session) -> None:
    entry = session.books.see_object(TRAINING.with_changes(name=None, identity=""), 1, cell=1)
    assert entry is not None
    for _ in range(3):
        session.recorder.saw(entry)
    assert rows(session, "SELECT count(*) AS n FROM jobs") == [{"n": 1}]
    assert rows(session, "SELECT count(*) AS n FROM footprints") == [{"n": 1}]


def test_a_measurement_is_written_once_and_ends_the_run(session: Session) -> None:
    entry = start(session)
    measure(session, entry, 2.0)
    session.recorder.measured(entry)
    assert rows(session, "SELECT count(*) AS n FROM footprints WHERE state = 'measured'") == [{"n": 1}]
    (run,) = runs(session.recorder.ledger)
    assert run.is_measured
    assert run.hours.central == 2.0
    assert run.ended_at is not None


def test_measuring_tells_the_ledger(session: Session) -> None:
    """The hook of the measurements, as the look-ups in AWS call it."""
    entry = start(session)
    session.books.change(entry, measured=estimate(TRAINING, hours=1, state="measured"))
    for callback in session.measuring.on_measured:
        callback(entry, None)  # type: ignore[arg-type]
    assert rows(session, "SELECT state FROM runs") == [{"state": "measured"}]


def test_a_job_that_another_kernel_started_is_still_a_run_with_its_beginning(session: Session) -> None:
    entry = session.books.see_request(TRAINING, at=NOW - 9000)
    measure(session, entry, 2.0)
    (run,) = runs(session.recorder.ledger)
    assert run.began == NOW - 9000


def test_the_next_run_of_the_same_code_is_forecast_from_the_past(session: Session) -> None:
    measure(session, start(session), 2.0)
    later = make_session()
    later.recorder.warm_up()
    assert later.recorder.drain(20)
    again = later.books.see_request(TRAINING.with_changes(name="churn-2", identity="training:churn-2"), at=NOW)
    footprint = later.footprint(again)
    assert footprint.total is not None
    assert footprint.total_label == "for 2 h (from your last run)"
    assert later.context(again.job).expected_hours == 2.0
    assert later.context().expected_hours is None


def test_what_the_user_says_of_the_hours_stands_before_the_past(session: Session) -> None:
    measure(session, start(session), 2.0)
    again = session.books.see_request(TRAINING.with_changes(name="churn-2", identity="training:churn-2"), at=NOW)
    session.books.change(again, hours=6.0)
    assert session.footprint(again).total_label == "for 6 h (from you), 3.0× your usual run"


def applied(session: Session, entry: Entry, changes: dict[str, Any]) -> Promise:
    swap = Swap(changes)
    advice = Advice(practice="low-carbon-region", title="t", message="m", job=entry.job, swap=swap)
    promise = Promise(advice, swap, entry.key, lambda: "it is as before", "object")
    session.promises.add(promise)
    return promise


def test_a_swap_is_written_with_what_became_of_it(session: Session) -> None:
    plain = TRAINING.with_changes(name=None, identity="")
    waiting = session.books.see_object(plain, 1, cell=1)
    assert waiting is not None
    applied(session, waiting, {"max_runtime": 3600})
    session.on_call(request("churn-9"))
    session._keep_promises(waiting, plain.with_changes(max_runtime=7200))
    found = rows(session, "SELECT event, swap, practice, reason, changes, undo FROM swaps ORDER BY at, event")
    assert [row["event"] for row in found] == ["applied", "broken"]
    assert found[0]["swap"] == found[1]["swap"]
    assert json.loads(found[0]["changes"]) == {"max_runtime": [86400, 3600]}
    assert found[0]["undo"] == "set back max_runtime=86400"
    assert found[1]["reason"] == "max_runtime: promised 3600, obtained 7200 (NOT as promised)"


def test_values_of_hyperparameters_are_in_no_row_of_a_swap(session: Session, ledger_file: Path) -> None:
    entry = start(session, TRAINING.with_changes(hyperparameters={"lr": "0.00123", "token": "hush-hush"}))
    applied(session, entry, {"hyperparameters": {"fp16": "maybe-yes"}})
    session._keep_promises(entry, entry.job)
    session.recorder.started(entry)
    measure(session, entry, 1.0)
    (found,) = rows(session, "SELECT reason FROM swaps WHERE event = 'broken'")
    assert found["reason"] == ("hyperparameters: promised ['fp16'], obtained ['lr', 'token'] (NOT as promised)")
    written = b"".join(path.read_bytes() for path in ledger_file.parent.glob(f"{ledger_file.name}*"))
    for value in (b"0.00123", b"hush-hush", b"maybe-yes"):
        assert value not in written


def test_a_swap_that_is_taken_back_is_written_too(session: Session) -> None:
    promise = applied(session, start(session), {"max_runtime": 3600})
    assert session.promises.take_back(promise) == "it is as before"
    assert [row["event"] for row in rows(session, "SELECT event FROM swaps ORDER BY at, event")] == [
        "applied",
        "undone",
    ]


def test_a_job_that_leads_over_a_budget_is_asked_about_once(session: Session) -> None:
    session.recorder.ledger.append([session.recorder.scribe.budget(100.0, "gCO2e", "week", NOW)])
    session.settings.hours = 5.0
    try:
        entry = start(session)
        session.recorder.started(entry)
        assert session.recorder.drain(20)
    finally:
        session.settings.hours = 0.0
    (question,) = session.shell.display_pub.said
    assert question.startswith("jupyter_green: over your budget of 100 g CO₂e a week: 0 g CO₂e spent, this job about")


def test_silence_holds_for_budgets_too(session: Session) -> None:
    session.recorder.ledger.append([session.recorder.scribe.budget(0.0, "USD", "week", NOW)])
    session.quiet = True
    start(session)
    assert session.recorder.drain(20)
    assert session.shell.display_pub.said == []


def test_with_the_setting_off_nothing_is_written(session: Session, ledger_file: Path) -> None:
    session.settings.ledger = False
    try:
        measure(session, start(session), 2.0)
    finally:
        session.settings.ledger = True
    assert not ledger_file.parent.exists() or not ledger_file.exists()


def test_a_ledger_that_cannot_be_written_is_one_line_and_the_kernel_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("here")
    monkeypatch.setenv("JUPYTER_GREEN_LEDGER", str(tmp_path / "file" / "ledger.sqlite"))
    session = make_session()
    for number in range(3):
        measure(session, start(session, TRAINING.with_changes(name=f"j{number}", identity=f"training:j{number}")), 1.0)
    assert session.recorder.drain(20)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    assert "cannot be written" in lines[0]
    assert len([notice for notice in session.notices if "cannot be written" in notice]) == 1
    assert session.books.find("training:j2") is not None


def test_a_locked_ledger_delays_no_line(session: Session) -> None:
    import sqlite3

    start(session)
    assert session.recorder.drain(20)
    blocker = sqlite3.connect(session.recorder.ledger.path, isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    try:
        before = time.monotonic()
        entry = start(session, TRAINING.with_changes(name="other", identity="training:other"))
        session.line(entry)
        assert session.worker.drain(5)
        assert time.monotonic() - before < 2.0  # a writer waits up to ten seconds for the lock
    finally:
        blocker.execute("ROLLBACK")
        blocker.close()
    assert session.recorder.drain(20)
    assert len(runs(session.recorder.ledger)) == 2


def test_several_kernels_share_one_ledger(session: Session) -> None:
    others = [session, make_session(), make_session()]
    for number, one in enumerate(others):
        start(one, TRAINING.with_changes(name=f"j{number}", identity=f"training:j{number}"))
    assert all(one.recorder.drain(20) for one in others)
    assert len(runs(Ledger(session.recorder.ledger.path))) == 3
    assert len({row["session"] for row in rows(session, "SELECT session FROM jobs")}) == 3
