"""The whole demo runs with version 3 of the SDK, and every job that was started is told of exactly once."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_green.demo import run


def test_every_job_of_the_demo_is_told_of_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run.main(["--output", str(tmp_path)])
    said = " ".join(capsys.readouterr().out.split())
    assert code == 0, said
    assert "are told of, none twice" in said
