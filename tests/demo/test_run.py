"""``jupyter green demo`` runs notebooks against the stand-in and says what it found."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from jupyter_green.demo import findings, notebooks, run
from jupyter_green.demo.notebooks import DemoNotebook


def test_the_boto3_notebook_shows_a_line_for_every_job(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--only", "03", "--output", str(tmp_path)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "5 of 5 jobs and endpoints that were started are told of, none twice" in said
    content = nbformat.read(tmp_path / "03_jobs_with_boto3.ipynb", as_version=4)
    names = {line["name"] for line in findings.read(content, "03").lines.values()}
    assert names == {"claims-prepare", "claims-xgboost", "claims-tune", "claims-score-october", "claims-endpoint"}
    assert "claims-xgboost" in (tmp_path / "summary.md").read_text(encoding="utf-8")


def test_an_unknown_notebook_is_one_friendly_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--only", "99", "--output", str(tmp_path)]) == 2
    assert "No demo notebook can run here" in capsys.readouterr().out


def test_missing_tools_are_named_with_the_command_that_brings_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "_NEEDED", ("moto", "a_tool_nobody_has"))
    assert run.main([]) == 2
    assert "a_tool_nobody_has. Install it with: pip install 'jupyter-green[demo]'" in capsys.readouterr().err


def test_a_failing_cell_is_told_and_what_ran_is_kept(tmp_path: Path) -> None:
    cells = [nbformat.v4.new_markdown_cell("# Broken"), nbformat.v4.new_code_cell("1/0")]
    source = tmp_path / "broken.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), source)
    target = tmp_path / "out" / "broken.ipynb"
    environment = notebooks.kernel_environment({}, tmp_path)
    with pytest.raises(notebooks.NotebookFailed, match="ZeroDivisionError"):
        notebooks.execute(DemoNotebook(source, "Broken", None, 1), target, environment, lambda: None)
    assert nbformat.read(target, as_version=4).cells[1].outputs[0].ename == "ZeroDivisionError"


def test_the_users_own_aws_settings_stay_out_of_the_kernels(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    found = notebooks.kernel_environment({"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, tmp_path)
    assert "AWS_PROFILE" not in found
    assert found["AWS_ENDPOINT_URL"] == "http://127.0.0.1:1"
