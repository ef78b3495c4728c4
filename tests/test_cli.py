"""The command line beside consoles and pipes that are not like a notebook."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from jupyter_green.cli import main

COMMAND = [sys.executable, "-m", "jupyter_green.cli"]


def test_a_console_without_our_signs_shows_the_figures_all_the_same() -> None:
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    asked = [*COMMAND, "estimate", "ml.g5.xlarge", "--region", "us-east-1"]
    done = subprocess.run(asked, env=ascii_only, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and "ml.g5.xlarge" in done.stdout and "$1.4/h" in done.stdout


def test_a_reader_that_has_seen_enough_gets_no_traceback() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*COMMAND, "regions"], stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(writing)
    assert "Traceback" not in done.stderr and "BrokenPipeError" not in done.stderr


@pytest.mark.parametrize("words", [["estimate", "ml.g5.xlrge"], ["bogus"], ["off"]])
def test_a_mistake_is_one_line_on_the_error_stream_and_a_code(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.startswith("jupyter_green: ") and told.err.count("\n") == 1


@pytest.mark.parametrize("words", [["help"], ["--help"]])
def test_the_programs_outside_of_a_notebook_are_listed_with_the_commands(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    shown = capsys.readouterr().out
    assert "%green estimate" in shown
    for program in ("audit", "demo", "diff", "merge"):
        assert f"\njupyter green {program} " in shown


def test_the_help_on_a_program_is_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help", "audit"]) == 0
    assert "--write-baseline" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "meant"),
    [("auditt", "jupyter green audit?"), ("dif", "jupyter green diff?"), ("estimat", "%green estimate?")],
)
def test_a_slip_in_a_programs_name_is_told_with_what_was_meant(
    word: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word]) == 2
    assert capsys.readouterr().err == f"jupyter_green: there is no command {word!r}, did you mean {meant}\n"
