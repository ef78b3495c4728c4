"""Ctrl-C in a real process: the report and the tables are whole, and the next run goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from jupyter_green.audit.app import INTERRUPTED, main
from tests.audit.fleet.conftest import fill

ROOT = Path(__file__).parents[3]
PATIENCE = 60.0
COUNT = 600


@pytest.mark.parametrize("processes", [1, 2])
def test_ctrl_c_leaves_a_valid_partial_report_and_the_next_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path / "notebooks", COUNT)
    words = ["notebooks", "-o", "report.json", "--parquet", "out", "--resume", "state", "--processes", str(processes)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    running = subprocess.Popen(
        [sys.executable, "-m", "jupyter_green.cli", "audit", *words],
        env=environment,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    ends = time.monotonic() + PATIENCE
    while not Path("state").exists() or Path("state").stat().st_size < 20_000:
        assert running.poll() is None, "it was done before it could be interrupted"
        assert time.monotonic() < ends
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: every process of the group
    _, said = running.communicate(timeout=PATIENCE)

    assert running.returncode == INTERRUPTED
    assert b"Traceback" not in said
    report = json.loads(Path("report.json").read_text("utf-8"))
    read = report["counts"]["documents"]
    assert report["interrupted"] is True
    assert 0 < read < COUNT
    assert duckdb.sql("select count(*) from 'out/jobs/*.parquet'").fetchall() == [(read,)]

    main([*words, "--fail-on", "never"])
    report = json.loads(Path("report.json").read_text("utf-8"))
    assert report["interrupted"] is False
    assert report["counts"]["documents"] == report["counts"]["jobs"] == COUNT
    assert duckdb.sql("select count(distinct document), count(*) from 'out/jobs/*.parquet'").fetchall() == [
        (COUNT, COUNT)
    ]


@pytest.mark.parametrize("after", [0.05, 0.4, 0.8, 1.2])
def test_ctrl_c_at_any_moment_prints_no_traceback_and_leaves_no_torn_report(tmp_path: Path, after: float) -> None:
    fill(tmp_path / "notebooks", 100)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    words = ["audit", "notebooks", "-o", "report.json", "--processes", "2", "--fail-on", "never"]
    program = "import jupyter_green.cli as cli, sys; print(flush=True); sys.exit(cli.main())"
    running = subprocess.Popen(
        [sys.executable, "-c", program, *words],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert running.stdout is not None and running.stdout.readline()  # Python itself is up
    time.sleep(after)  # while it imports, starts its processes, reads or writes
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=PATIENCE)

    assert running.returncode in (0, INTERRUPTED)
    assert b"Traceback" not in said
    report = tmp_path / "report.json"
    assert not report.exists() or json.loads(report.read_text("utf-8"))["counts"]["documents"] <= 100
