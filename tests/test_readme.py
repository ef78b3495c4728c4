"""What README and method say is run: Python blocks, command lines, and the figures they quote."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

from jupyter_green import Job, estimate
from jupyter_green.cli import main
from jupyter_green.footprint.load import DEFAULT_LOADS
from jupyter_green.magics.router import command_names
from jupyter_green.practices import all_practices
from jupyter_green.views.line import line_text

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.M | re.S)


def test_the_python_example_runs_and_prints_carbon_and_cost() -> None:
    (code,) = [block for block in blocks("python") if "import" in block]
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "README.md", "exec"), {})
    assert "CO₂e/h [" in out.getvalue() and "$" in out.getvalue()


def test_the_quoted_line_is_the_engine_s_own() -> None:
    job = Job(kind="training", instance_type="ml.p3.16xlarge", instance_count=2, region="us-east-1")
    assert line_text(estimate(job)).removesuffix(" · forecast") in README


def test_every_command_named_exists() -> None:
    named = set(re.findall(r"(?<!%)%green ([a-z]+)", README)) | set(re.findall(r"jupyter green ([a-z]+)", README))
    assert named - set(command_names()) - {"demo", "audit", "diff", "merge"} == set()


def test_the_command_line_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = re.findall(r"`jupyter green (estimate [^`]+)`", README)
    assert main(shlex.split(line)) == 0
    assert "CO₂e/h" in capsys.readouterr().out


def test_there_are_as_many_practices_as_it_says() -> None:
    (number,) = set(re.findall(r"(\d+)\+ practices", README))
    assert len(all_practices()) >= int(number)


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    missing = [target for target in targets if not target.startswith("http") and not (ROOT / target).exists()]
    assert missing == []


def test_the_method_page_states_the_loads_that_the_code_uses() -> None:
    method = (ROOT / "docs" / "method.md").read_text("utf-8")
    for kind, words in (
        ("training", "training, tuning"),
        ("processing", "processing, transform"),
        ("endpoint", "endpoints"),
    ):
        load = DEFAULT_LOADS[kind]
        spans = [
            "–".join(f"{value * 100:.0f}" for value in part)
            for part in (load.accelerator, load.cpu_beside, load.cpu_alone)
        ]
        (row,) = [line for line in method.splitlines() if line.startswith(f"| {words}")]
        assert all(span in row for span in spans), (row, spans)


def test_the_changelog_knows_this_version() -> None:
    from jupyter_green import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--version"], 0, "jupyter_green"),
        (["help"], 0, "%green estimate"),
        ([], 0, "%green estimate"),
        (["practices", "spot"], 0, "managed-spot-training"),
        (["explain", "managed-spot-training"], 0, "What it finds"),
        (["why", "ml.g5.xlarge", "--region", "eu-west-1"], 0, "What makes the range wide"),
        (["estimat"], 2, "did you mean"),
        (["estimate", "ml.g5.xlarge", "--region", "eu-wst-1"], 2, "did you mean eu-west-1?"),
    ],
)
def test_the_command_line_answers_like_the_magic(
    words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == code
    shown = capsys.readouterr()
    assert said in (shown.out if code == 0 else shown.err)


def test_a_broken_project_file_does_not_stop_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.jupyter-green\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["help"]) == 0
    assert "cannot be read" in capsys.readouterr().err
