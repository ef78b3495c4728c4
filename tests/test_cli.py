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
