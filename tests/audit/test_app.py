"""The command line: what it reads, what it prints, and its exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.audit.examples import ENDPOINT, IMPORTS, TRAINING, as_bytes, notebook

Audit = Callable[..., tuple[int, str, str]]


def git(*words: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *words], check=True, capture_output=True)


def test_findings_make_the_exit_code_one(audit: Audit) -> None:
    code, said, _ = audit("work.ipynb")
    assert code == 1
    assert "training · 1 × ml.g5.2xlarge" in said
    assert "endpoint" in said and "DEPLOYMENT AND MANAGEMENT" in said


def test_nothing_to_say_makes_it_zero(audit: Audit) -> None:
    code, said, _ = audit("plain.ipynb")
    assert (code, said.strip()) == (0, "0 jobs, 0 findings in 1 document.")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["missing.ipynb"], "there is no file"),
        (["--format", "pdf", "work.ipynb"], "invalid choice"),
        (["--fail-over", "10 apples", "work.ipynb"], "10kgCO2e"),
        (["--select", "spott", "work.ipynb"], "unknown practice 'spott'"),
        (["--region", "eu-wst-1", "work.ipynb"], "did you mean eu-west-1?"),
        (["*.nothing"], "nothing matches"),
        (["--baseline", "known.json", "work.ipynb"], "--write-baseline"),
        (["--write-baseline", "work.ipynb"], "--baseline FILE"),
        (["--hours", "-1", "work.ipynb"], "a number from 0 to 1,000,000"),
        (["--hours", "nan", "work.ipynb"], "a number from 0 to 1,000,000"),
        (["--hours", "inf", "work.ipynb"], "a number from 0 to 1,000,000"),
        (["--baseline", "no/such/folder/x.json", "--write-baseline", "work.ipynb"], "cannot be written"),
        (["HEAD:work.ipynb"], "git"),
        (["--scheduler", "nonsense", "work.ipynb"], "tcp://host:8786"),
        (["--output", "no/such/folder/x.html", "plain.ipynb"], "cannot be written"),
    ],
)
def test_a_wrong_use_is_one_clear_line_and_code_two(audit: Audit, words: list[str], complaint: str) -> None:
    code, said, complained = audit(*words)
    assert code == 2
    assert said == ""
    assert complained.count("\n") == 1
    assert complaint in complained


def test_what_cannot_be_read_makes_it_three_and_the_rest_is_audited(audit: Audit, folder: Path) -> None:
    (folder / "broken.ipynb").write_text('{"cells": [ sagemaker', "utf-8")
    code, said, _ = audit("broken.ipynb", "work.ipynb", "--fail-on", "never")
    assert code == 3
    assert "broken.ipynb" in said and "cannot be read" in said
    assert "ml.g5.2xlarge" in said


def test_findings_weigh_more_than_what_cannot_be_read(audit: Audit, folder: Path) -> None:
    (folder / "broken.ipynb").write_text("sagemaker", "utf-8")
    assert audit(".")[0] == 1


def test_a_folder_is_read_with_all_below_it_but_not_what_is_hidden(audit: Audit, folder: Path) -> None:
    for place in ("a/b", ".ipynb_checkpoints", "node_modules/x"):
        (folder / place).mkdir(parents=True)
        (folder / place / "deep.ipynb").write_bytes(as_bytes(notebook(IMPORTS, TRAINING)))
    (folder / "a" / "job.py").write_text(f"{IMPORTS}\n{TRAINING}\n", "utf-8")
    (folder / "a" / "loop").symlink_to(folder)
    (folder / "me.ipynb").symlink_to("me.ipynb")
    data = json.loads(audit(".", "--format", "json")[1])
    assert [d["name"] for d in data["documents"]] == ["me.ipynb", "work.ipynb", "a/job.py", "a/b/deep.ipynb"]
    assert data["documents"][0]["problems"][0]["kind"] == "unreadable"


def test_a_glob_and_an_exclusion_choose_the_files(audit: Audit) -> None:
    assert "in 2 documents" in audit("*.ipynb")[1]
    assert "in 1 document." in audit("*.ipynb", "--exclude", "work*")[1]


def test_standard_input_is_a_notebook_or_a_python_file(audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (as_bytes(notebook(IMPORTS, TRAINING)), f"{IMPORTS}\n{TRAINING}".encode()):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert "ml.g5.2xlarge" in audit("-")[1]


def test_a_revision_is_read_without_checking_it_out(audit: Audit, folder: Path) -> None:
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    (folder / "work.ipynb").write_bytes(as_bytes(notebook("print()")))
    assert "ml.g5.2xlarge" in audit("HEAD:work.ipynb")[1]
    assert "ml.g5.2xlarge" in audit("--rev", "HEAD", ".")[1]
    assert "0 jobs" in audit("work.ipynb")[1]
    code, _, complained = audit("--rev", "nowhere", ".")
    assert code == 2 and complained.count("\n") == 1


def test_the_region_and_the_hours_are_those_given(audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    data = json.loads(audit("work.ipynb", "--format", "json", "--hours", "0.5")[1])
    assert data["assumed_region"] == "eu-west-1"
    assert data["total"]["carbon"]["central"] == pytest.approx(0.5 * data["rate"]["carbon"]["central"])
    assert json.loads(audit("work.ipynb", "--format", "json", "--region", "eu-north-1")[1])["assumed_region"] == (
        "eu-north-1"
    )


def test_practices_are_chosen_by_id_or_its_beginning(audit: Audit) -> None:
    data = json.loads(audit("work.ipynb", "--format", "json", "--select", "low-carbon,right-size")[1])
    found = {f["practice"] for d in data["documents"] for f in d["findings"]}
    assert "low-carbon-region" in found
    assert all(one.startswith(("low-carbon", "right-size")) for one in found)
    data = json.loads(audit("work.ipynb", "--format", "json", "--ignore", "low-carbon")[1])
    assert "low-carbon-region" not in {f["practice"] for d in data["documents"] for f in d["findings"]}


def test_the_form_follows_the_name_of_the_output(audit: Audit, folder: Path) -> None:
    assert audit("work.ipynb", "--output", "audit.html")[1] == ""
    assert (folder / "audit.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    audit("work.ipynb", "-o", "audit.md")
    assert (folder / "audit.md").read_text("utf-8").startswith("## Sustainability audit")


def test_a_diff_shows_the_changes_and_writes_nothing(audit: Audit, folder: Path) -> None:
    before = (folder / "work.ipynb").read_bytes()
    code, said, _ = audit("--diff", "--unsafe-fixes", "work.ipynb")
    assert code == 1
    assert "+++ work.ipynb:cell" in said
    assert (folder / "work.ipynb").read_bytes() == before


def test_fixing_writes_the_file_and_the_rest_is_reported(audit: Audit, folder: Path) -> None:
    before = json.loads(audit("work.ipynb", "--format", "json")[1])["counts"]["findings"]
    _, said, complained = audit("--unsafe-fixes", "work.ipynb", "--format", "json")
    fixed = complained.count(" fixed\n")
    assert fixed >= 1
    assert json.loads(said)["counts"]["findings"] <= before - fixed
    assert audit("--diff", "--unsafe-fixes", "work.ipynb")[:2] == (0, "")


def test_a_baseline_lets_only_new_findings_fail(audit: Audit, folder: Path) -> None:
    assert audit("work.ipynb", "--baseline", "known.json", "--write-baseline")[0] == 0
    code, said, _ = audit("work.ipynb", "--baseline", "known.json")
    assert code == 0
    assert "known from the baseline" in said
    grown = notebook("x = 1", IMPORTS, TRAINING, ENDPOINT, TRAINING.replace("g5.2xlarge", "p3.8xlarge"))
    (folder / "work.ipynb").write_bytes(as_bytes(grown))
    code, said, _ = audit("work.ipynb", "--baseline", "known.json", "--format", "json")
    assert code == 1
    assert {f["job"] for d in json.loads(said)["documents"] for f in d["findings"]} == {3}


def test_the_baseline_of_pyproject_lies_beside_it_wherever_the_audit_starts(
    audit: Audit, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "pyproject.toml").write_text('[tool.jupyter-green.audit]\nbaseline = "known.json"\n', "utf-8")
    assert audit("work.ipynb", "--write-baseline")[0] == 0
    (folder / "deeper").mkdir()
    monkeypatch.chdir(folder / "deeper")
    assert audit(str(Path("..", "work.ipynb")))[0] == 0
    assert not list((folder / "deeper").iterdir())


def test_the_output_of_pyproject_lies_beside_it_too_and_that_of_the_command_line_here(
    audit: Audit, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "pyproject.toml").write_text('[tool.jupyter-green.audit]\noutput = "audit.md"\n', "utf-8")
    (folder / "deeper").mkdir()
    monkeypatch.chdir(folder / "deeper")
    audit(str(Path("..", "work.ipynb")))
    assert (folder / "audit.md").exists() and not list((folder / "deeper").iterdir())
    audit(str(Path("..", "work.ipynb")), "-o", "here.md")
    assert (folder / "deeper" / "here.md").exists()
    assert "1 × ml.g5.2xlarge" in audit(str(Path("..", "work.ipynb")), "-o", "-", "--format", "text")[1]


def test_what_could_not_be_fixed_in_the_file_fails(audit: Audit, folder: Path) -> None:
    (folder / "work.ipynb").chmod(0o444)
    code, _, complained = audit("--fix", "work.ipynb", "--fail-on", "never")
    assert code == 3
    assert "work.ipynb: it is read-only" in complained


@pytest.mark.parametrize(
    ("limit", "code"), [("1gCO2e", 1), ("100kgCO2e", 0), ("0.01USD", 1), ("$500", 0), ("1MWh", 0), ("0.01kWh", 1)]
)
def test_a_limit_decides_alone_over_what_is_given(audit: Audit, limit: str, code: int) -> None:
    got, _, complained = audit("work.ipynb", "--fail-over", limit)
    assert got == code
    assert ("--fail-over" in complained) is bool(code)


@pytest.mark.parametrize(("level", "code"), [("note", 1), ("warning", 1), ("error", 0), ("never", 0)])
def test_findings_fail_from_a_level_on(audit: Audit, level: str, code: int) -> None:
    assert audit("work.ipynb", "--ignore", "delete-idle-endpoints", "--fail-on", level)[0] == code


def test_a_closed_pipe_is_no_error(folder: Path) -> None:
    ran = subprocess.run(
        f"{sys.executable} -m jupyter_green.cli audit work.ipynb --format json | head -c 10",
        shell=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), os.environ["PYTHONPATH"]])},
    )
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize("words", [("--output", "nowhere/report.html"), ("--baseline", "nowhere.json")], ids=str)
def test_what_cannot_be_used_is_told_before_anything_is_read_or_written(
    audit: Audit, folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, str]
) -> None:
    before = (folder / "work.ipynb").read_bytes()
    read: list[str] = []
    monkeypatch.setattr("jupyter_green.audit.sources.Source.read", lambda source: read.append(source.name) or before)
    code, _, complaint = audit("work.ipynb", "--fix", *words)
    assert code == 2 and "nowhere" in complaint
    assert read == [] and (folder / "work.ipynb").read_bytes() == before


def test_a_document_beyond_the_limits_was_not_read(audit: Audit, folder: Path) -> None:
    (folder / "work.ipynb").write_bytes(b'{"cells": [' + b"{}," * 100_000 + b'{"source": "sagemaker"}]}')
    code, shown, _ = audit("work.ipynb")
    assert code == 3 and "100,001 cells" in shown
