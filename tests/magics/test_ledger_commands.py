"""The commands that ask the ledger: answers worth reading, and mistakes as one friendly line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jupyter_green.footprint import estimate
from jupyter_green.job import Job
from jupyter_green.kernel.session import Session
from jupyter_green.kernel.settings import JupyterGreen
from jupyter_green.magics.answer import Answer
from jupyter_green.magics.router import run_line

NOW = 1_790_000_000.0
HOUR = 3600.0
TRAINING = Job(
    kind="training",
    name="churn-1",
    identity="training:churn-1",
    instance_type="ml.g5.xlarge",
    instance_count=1,
    region="us-east-1",
    framework="pytorch",
    entry_point="train.py",
)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setenv("JPY_SESSION_NAME", "churn.ipynb")
    return Session(None, JupyterGreen(), clock=lambda: NOW)


def ran(session: Session, name: str, hours: float | None = 2.0, *, ago: float = HOUR, **changes: Any) -> None:
    """Let a job be started, and measured where its hours are given."""
    job = TRAINING.with_changes(name=name, identity=f"training:{name}", **changes)
    entry = session.books.see_request(job, at=NOW - ago)
    session.recorder.started(entry)
    if hours is not None:
        found = estimate(job, hours=hours, hours_from="AWS", state="measured")
        session.books.change(entry, measured=found, ended_at=NOW, state="measured")
        session.recorder.measured(entry)
    assert session.recorder.drain(20)


def ask(session: Session, line: str) -> Answer:
    return run_line(line, session)


# -- history ----------------------------------------------------------------------------------------------------------


def test_an_empty_history_says_where_it_will_be_kept(session: Session, ledger_file: Path) -> None:
    assert str(ledger_file) in ask(session, "history").text


def test_history_lists_runs_with_totals_and_a_chart(session: Session) -> None:
    ran(session, "churn-1")
    ran(session, "churn-2", None, ago=60)
    answer = ask(session, "history")
    lines = answer.text.splitlines()
    assert lines[0].split() == ["started", "job", "notebook", "ran", "carbon", "energy", "list", "price", "state"]
    assert "churn-1" in lines[1] and lines[1].endswith("measured") and "churn.ipynb" in lines[1]
    assert "churn-2" in lines[2] and lines[2].endswith("forecast")  # by the time of the run before
    assert lines[3].startswith("2 runs, 1 measured: ")
    (chart,) = answer.data.values()
    (value,) = chart["data"]["values"]
    assert value["kind"] == "training"
    assert value["carbon"] > 0
    assert "<table>" in answer.html


def test_history_of_the_last_days_leaves_older_runs_out(session: Session) -> None:
    ran(session, "old", ago=5 * 24 * HOUR)
    ran(session, "new")
    assert "old" not in ask(session, "history --days 2").text
    assert "1 run, 1 measured" in ask(session, "history --days 2").text
    assert "The newest 1 of 2 are shown" in ask(session, "history --last 1").text


def test_a_job_that_nobody_can_estimate_is_counted_as_missing(session: Session) -> None:
    ran(session, "churn-1")
    ran(session, "mystery", None, instance_type=None, instance_count=None, ago=60)
    text = ask(session, "history").text
    assert "unknown" in text
    assert "(1 of 2 counted)" in text


def test_without_a_ledger_the_commands_say_so(session: Session) -> None:
    session.settings.ledger = False
    try:
        for command in ("history", "promised", "rescore", "budget", "export x.csv"):
            assert ask(session, command).text.startswith("jupyter_green: the ledger is off"), command
    finally:
        session.settings.ledger = True


def test_a_ledger_that_cannot_be_read_is_one_line(session: Session, ledger_file: Path) -> None:
    ledger_file.parent.mkdir(parents=True, exist_ok=True)
    ledger_file.write_bytes(b"not a ledger" * 100)
    answer = ask(session, "history")
    assert answer.text.startswith(f"jupyter_green: the ledger {ledger_file} cannot be read")
    assert "\n" not in answer.text


def test_the_doctor_says_where_the_ledger_is_and_what_waits(session: Session, ledger_file: Path) -> None:
    assert str(ledger_file) in ask(session, "doctor").text
    ledger_file.parent.mkdir(parents=True, exist_ok=True)
    ledger_file.mkdir()
    ran(session, "churn-1")
    assert "rows wait to be written" in ask(session, "doctor").text


# -- rescore, promised ------------------------------------------------------------------------------------------------


def test_rescore_shows_old_and_new(session: Session) -> None:
    ran(session, "churn-1")
    text = ask(session, "rescore").text
    assert "then" in text and "now" in text
    assert "same method and tables" in text
    assert "The rows in the ledger stay as they are." in text
    assert ask(session, "rescore nonsense").text.startswith("jupyter_green: runs can be rescored in carbon")


def test_promised_says_what_to_do_when_there_is_nothing(session: Session) -> None:
    assert "%green apply" in ask(session, "promised").text
    assert ask(session, "promised joy").text.startswith("jupyter_green: promises are kept for")


# -- budget -----------------------------------------------------------------------------------------------------------


def test_a_budget_is_set_shown_and_withdrawn(session: Session) -> None:
    assert ask(session, "budget").text.startswith("No budget is set")
    ran(session, "churn-1")
    said = ask(session, "budget 5kg --per week").text
    assert said.startswith("Budget 5.0 kg CO₂e a week: spent 1")
    assert "in 1 run, " in said
    assert "--fail-over" in said
    assert "$100 in churn.ipynb" in ask(session, "budget 100USD --per notebook").text
    assert "a week" not in ask(session, "budget off --per week").text
    assert ask(session, "budget off").text.startswith("No budget is set")


@pytest.mark.parametrize("line", ["budget 5", "budget 5kg --per year", "budget many"])
def test_a_budget_that_makes_no_sense_is_one_line(session: Session, line: str) -> None:
    answer = ask(session, line)
    assert answer.text.startswith("jupyter_green: ")
    assert "\n" not in answer.text


# -- export, card -----------------------------------------------------------------------------------------------------


def test_export_writes_the_file_it_names(session: Session, tmp_path: Path) -> None:
    ran(session, "churn-1")
    assert ask(session, f"export {tmp_path}/mine.json").text.startswith("4 rows in")
    assert json.loads((tmp_path / "mine.json").read_text("utf-8"))["jobs"][0]["name"] == "churn-1"
    assert ask(session, "export").text.startswith("jupyter_green: say into which file")
    assert ask(session, f"export {tmp_path}/x.doc").text.startswith("jupyter_green: the file's name must end in")


def test_the_card_of_a_measured_job_is_in_grams_with_tags_and_score(session: Session) -> None:
    ran(session, "churn-1", 2.0)
    total = estimate(TRAINING, hours=2).total
    assert total is not None
    text = ask(session, "card churn-1 --sci prediction=1000").text
    assert f"  emissions: {total.carbon.central:.1f}" in text
    assert '"Key": "jupyter-green:gco2e"' in text
    assert "SCI (ISO/IEC 21031): " in text
    assert "g CO₂e" in text.partition("SCI")[2]
    assert "per prediction, for 1,000: operational" in text


def test_a_job_of_another_kernel_has_a_card_by_its_name(session: Session) -> None:
    ran(session, "churn-1", 2.0)
    later = Session(None, JupyterGreen(), clock=lambda: NOW)
    assert ask(later, "card churn-1").text == ask(session, "card churn-1").text.replace("from AWS", "from the ledger")
    assert ask(later, "card nobody").text.startswith("jupyter_green: 'nobody' is not a job")


def test_a_card_without_hours_asks_for_them(session: Session) -> None:
    assert "give its hours, or measure it" in ask(session, "card ml.g5.xlarge").text
    assert "co2_eq_emissions:" in ask(session, "card ml.g5.xlarge --hours 3 --region us-east-1").text


def test_a_unit_that_makes_no_sense_is_one_line(session: Session) -> None:
    ran(session, "churn-1", 2.0)
    assert ask(session, "card churn-1 --sci prediction").text.startswith("jupyter_green: say the functional unit")


def test_history_says_what_waits_because_the_file_cannot_be_written(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    session.recorder.ledger.path = tmp_path / "file" / "ledger.sqlite"
    ran(session, "churn-1")
    assert session.recorder.drain()
    text = run_line("history", session).text
    assert "rows wait in memory: it cannot be written" in text and "\n" not in text
    assert "cannot be written" in capsys.readouterr().out
