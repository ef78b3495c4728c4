"""The history as table and chart: what is known is added up, what is not is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_green.footprint import estimate
from jupyter_green.job import Job
from jupyter_green.ledger import Ledger
from jupyter_green.ledger.rows import Scribe
from jupyter_green.ledger.runs import Run, runs
from jupyter_green.views.history import history_chart, history_table

NOON = 1_790_000_000.0
DAY = 86400.0
TRAINING = Job(kind="training", instance_type="ml.g5.xlarge", instance_count=1, region="us-east-1", max_runtime=3600)


def started(tmp_path: Path, *jobs: tuple[Job, float, float | None]) -> list[Run]:
    """Return the runs of jobs that started at these times, with these hours expected."""
    ledger, scribe = Ledger(tmp_path / "ledger.sqlite"), Scribe("s", "n.ipynb")
    for number, (job, at, hours) in enumerate(jobs):
        named = job.with_changes(name=f"job-{number}")
        ledger.append([scribe.job(named, f"x:{number}", "started", at)])
        ledger.append([scribe.footprint(estimate(named, hours=hours), f"x:{number}", at)])
    return runs(ledger)


def test_the_chart_adds_up_days_by_kind_and_leaves_out_what_nobody_knows(tmp_path: Path) -> None:
    processing = TRAINING.with_changes(kind="processing")
    mystery = Job(kind="training", region="us-east-1")
    found = started(
        tmp_path,
        (TRAINING, NOON, 1.0),
        (TRAINING, NOON + 60, 0.5),
        (processing, NOON + 120, 1.0),
        (TRAINING, NOON + DAY, 1.0),
        (mystery, NOON + DAY, None),
    )
    values = history_chart(found, NOON + 2 * DAY)["data"]["values"]
    assert [(value["day"], value["kind"]) for value in values] == [
        ("2026-09-21", "processing"),
        ("2026-09-21", "training"),
        ("2026-09-22", "training"),
    ]
    one = estimate(TRAINING, hours=1).total
    assert one is not None
    assert values[1]["carbon"] == pytest.approx(1.5 * one.carbon.central / 1000)
    assert values[2]["carbon"] == pytest.approx(one.carbon.central / 1000)


def test_a_run_without_hours_is_counted_by_its_rate_up_to_its_limit(tmp_path: Path) -> None:
    table = history_table(started(tmp_path, (TRAINING, NOON, None)), NOON + DAY)
    one = estimate(TRAINING, hours=1).total
    assert one is not None
    (row,) = table.rows
    assert row[-1] == "by its rate so far"
    assert row[-2] == f"${one.cost.central:.1f}"
    assert table.notes[0].startswith("1 run, 0 measured: ")


def test_the_table_says_what_is_not_shown(tmp_path: Path) -> None:
    found = started(tmp_path, *[(TRAINING, NOON + number, 1.0) for number in range(5)])
    table = history_table(found, NOON, newest=2)
    assert [row[1].rpartition(" ")[2] for row in table.rows] == ["job-3", "job-4"]
    assert "The newest 2 of 5 are shown; --last N shows more." in table.notes
