"""How a run ends: what was not read, not written or not judged is told, and the exit code says it too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.audit.examples import IMPORTS, TRAINING, as_bytes, notebook

Audit = Callable[..., tuple[int, str, str]]
KNOW = ("--baseline", "known.json")
BROKEN = '{"cells": [ sagemaker'
SERVERLESS = """from sagemaker.serverless import ServerlessInferenceConfig
model = sagemaker.pytorch.PyTorchModel(model_data="s3://b/m", role=role, framework_version="2.3", py_version="py311")
model.deploy(serverless_inference_config=ServerlessInferenceConfig(memory_size_in_mb=4096, max_concurrency=5))"""
UNKNOWN = TRAINING.replace('"ml.g5.2xlarge"', "chosen_elsewhere()")


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Press Ctrl-C after the first document."""
    from jupyter_green.audit import run

    whole = run.audit_all

    def cut(*words: object, **options: object) -> Iterator[object]:
        yield next(whole(*words, **options))  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr("jupyter_green.audit.run.audit_all", cut)


@pytest.mark.usefixtures("interrupted")
def test_ctrl_c_leaves_the_old_baseline_alone(audit: Audit, folder: Path) -> None:
    (folder / "known.json").write_text("old", "utf-8")
    code, _, said = audit(".", *KNOW, "--write-baseline")
    assert code == 130
    assert said.strip() == (
        "jupyter green audit: interrupted when 1 of 2 documents were read; the baseline is left as it was"
    )
    assert (folder / "known.json").read_text("utf-8") == "old"


@pytest.mark.usefixtures("interrupted")
def test_ctrl_c_is_told_on_the_terminal_where_the_report_goes_to_a_file(audit: Audit, folder: Path) -> None:
    code, _, said = audit(".", "-o", "audit.json")
    assert code == 130 and said == "jupyter green audit: interrupted when 1 of 2 documents were read\n"
    assert json.loads((folder / "audit.json").read_text("utf-8"))["interrupted"] is True


def test_a_baseline_says_what_could_not_be_read_and_is_not_in_it(audit: Audit, folder: Path) -> None:
    (folder / "broken.ipynb").write_text(BROKEN, "utf-8")
    code, _, said = audit(".", *KNOW, "--write-baseline")
    assert code == 3 and said.startswith("known.json: ")
    assert said.endswith(" findings written; 1 document could not be read and is not in it\n")


def test_a_baseline_of_some_practices_says_that_it_is_a_part(audit: Audit) -> None:
    assert audit(".", *KNOW, "--write-baseline")[2].endswith("findings written\n")
    said = audit(".", *KNOW, "--write-baseline", "--select", "low")[2]
    assert "of the practices that --select and --ignore leave only" in said


def test_a_report_is_written_beside_a_baseline(audit: Audit, folder: Path) -> None:
    assert audit(".", *KNOW, "--write-baseline", "-o", "audit.html")[0] == 0
    assert (folder / "known.json").exists() and "low-carbon-region" in (folder / "audit.html").read_text("utf-8")


@pytest.mark.parametrize("limit", ["1MWh", "1t", "1000USD"])
@pytest.mark.parametrize("more", [(), ("--parquet", "out"), ("--hours", "2")], ids=["report", "tables", "hours"])
@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ((UNKNOWN,), "could not be judged: the figure is not known"),
        ((UNKNOWN, UNKNOWN), "could not be judged: none of 2 figures is known"),
        ((UNKNOWN, TRAINING), "was judged by 1 of 2 figures: the others are not known"),
        ((TRAINING,), ""),
    ],
)
def test_a_limit_that_nobody_could_judge_is_told(
    audit: Audit, folder: Path, cells: tuple[str, ...], told: str, more: tuple[str, ...], limit: str
) -> None:
    (folder / "work.ipynb").write_bytes(as_bytes(notebook(IMPORTS, *cells)))
    code, _, said = audit("work.ipynb", "--fail-over", limit, *more)
    assert (code, said) == (0, told and f"jupyter green audit: --fail-over {limit} {told}\n")


@pytest.mark.parametrize("more", [(), ("--parquet", "out")], ids=["report", "tables"])
def test_a_limit_says_that_what_emits_while_requests_run_takes_hours(
    audit: Audit, folder: Path, more: tuple[str, ...]
) -> None:
    (folder / "work.ipynb").write_bytes(as_bytes(notebook(IMPORTS, SERVERLESS)))
    said = audit("work.ipynb", "--fail-over", "1t", *more)[2]
    assert said == "jupyter green audit: --fail-over 1t does not count 1 serverless endpoint: say --hours\n"
    assert audit("work.ipynb", "--fail-over", "1t", "--hours", "2", *more)[2] == ""


@pytest.mark.parametrize("name", ["broken.ipynb", "gone.ipynb"])
def test_a_diff_of_what_cannot_be_read_says_so(audit: Audit, folder: Path, name: str) -> None:
    (folder / "broken.ipynb").write_text(BROKEN, "utf-8")
    (folder / "gone.ipynb").symlink_to("nowhere")
    code, shown, said = audit("--diff", name)
    assert (code, shown, said.count("\n")) == (3, "", 1) and said.startswith(f"{name}: it cannot be ")
    assert audit("--diff", "--unsafe-fixes", name, "work.ipynb")[0] == 1


@pytest.mark.parametrize("words", [("-o", "d.html"), (*KNOW, "--write-baseline"), ("--parquet", "out")], ids=str)
def test_a_diff_that_is_to_write_something_else_is_refused(audit: Audit, words: tuple[str, ...]) -> None:
    code, _, said = audit("--diff", "work.ipynb", *words)
    assert code == 2 and "--diff only shows changes" in said


def test_what_is_known_of_a_call_stays_known_when_the_run_rewrites_it(audit: Audit) -> None:
    audit("work.ipynb", *KNOW, "--write-baseline")
    code, shown, said = audit("work.ipynb", *KNOW, "--unsafe-fixes", "--format", "json")
    assert " fixed\n" in said and "known findings changed with the calls: write the baseline again" in said
    assert code == 0 and json.loads(shown)["counts"]["findings"] == 0
    assert audit("work.ipynb", *KNOW)[0] == 1
    audit("work.ipynb", *KNOW, "--write-baseline")
    assert audit("work.ipynb", *KNOW)[0] == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    "words",
    [
        ["audit", "work.ipynb"],
        ["audit", "work.ipynb", "--parquet", "out"],
        ["audit", "--diff", "--unsafe-fixes", "work.ipynb"],
        ["audit", "--help"],
        ["diff", "work.ipynb", "plain.ipynb"],
        ["regions"],
        ["--version"],
    ],
    ids=str,
)
def test_a_full_disk_behind_standard_output_is_one_line_and_code_two(folder: Path, words: list[str]) -> None:
    place = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "jupyter_green.cli", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": place},
        )
    assert ran.returncode == 2 and ran.stderr.count("\n") == 1
    assert "standard output cannot be written: No space left on device" in ran.stderr
