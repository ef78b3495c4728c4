from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_green.footprint import Footprint, estimate
from jupyter_green.job import Job
from jupyter_green.ledger import Ledger, Row
from jupyter_green.ledger.rows import Scribe

START = 1_790_000_000.0
TRAINING = Job(
    kind="training",
    name="churn-1",
    identity="training:churn-1",
    instance_type="ml.g5.xlarge",
    instance_count=1,
    region="us-east-1",
    max_runtime=86400,
    framework="pytorch",
    entry_point="src/train.py",
)


@pytest.fixture
def warnings() -> list[str]:
    return []


@pytest.fixture
def ledger(tmp_path: Path, warnings: list[str]) -> Ledger:
    return Ledger(tmp_path / "data" / "ledger.sqlite", warn=warnings.append, patience=0.3)


@pytest.fixture
def scribe() -> Scribe:
    return Scribe("session-1", "churn.ipynb")


def started(scribe: Scribe, job: Job, *, at: float = START, hours: float | None = None) -> list[Row]:
    """What a started job leaves behind."""
    return [
        scribe.job(job, job.identity, "started", at),
        scribe.footprint(estimate(job, hours=hours), job.identity, at),
    ]


def measured(scribe: Scribe, job: Job, hours: float, *, at: float = START) -> list[Row]:
    """What a measured job leaves behind."""
    return [
        *started(scribe, job, at=at),
        scribe.job(job, job.identity, "ended", at + hours * 3600),
        scribe.footprint(footprint_of(job, hours), job.identity, at + hours * 3600),
    ]


def footprint_of(job: Job, hours: float) -> Footprint:
    return estimate(job, hours=hours, hours_from="AWS", state="measured")


def named(name: str, **changes: object) -> Job:
    return TRAINING.with_changes(name=name, identity=f"training:{name}", **changes)
