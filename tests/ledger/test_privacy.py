"""Settings are written, secrets are not."""

from __future__ import annotations

import dataclasses
import json

import pytest

from jupyter_green.footprint import estimate
from jupyter_green.job import JOB_FIELDS, InstanceGroup, Job, Unknown
from jupyter_green.ledger.privacy import job_of, scrub, told_of
from jupyter_green.ledger.rows import AppliedSwap, Scribe
from jupyter_green.practices import Advice, Swap
from tests.ledger.conftest import START, TRAINING, named

SECRET = "hush-hush"
ACCOUNT = "123456789012"
PRIVATE_FIELDS = {
    "arn", "cell", "debugger_rules", "deleted_in_cell", "deleted_later", "inputs", "metric_definitions", "model_name",
    "steps", "tags",
}  # fmt: skip


def secretive() -> Job:
    """A job with a secret wherever there is room for one."""
    texts = {
        field.name: f"arn:aws:iam::{ACCOUNT}:role/{SECRET}"
        for field in dataclasses.fields(Job)
        if field.name not in ("kind", "origins", "identity", "steps", "cell", "instance_groups")
    }
    return Job(
        kind="training",
        **{
            **texts,
            "name": "churn-1",
            "image": f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/xgboost:1.7-1",
            "entry_point": f"/home/{SECRET}/train.py",
            "inputs": (f"s3://{SECRET}/data",),
            "output": f"s3://{SECRET}/out",
            "model_data": f"s3://{SECRET}/model.tar.gz",
            "checkpoint": f"s3://{SECRET}/checkpoints",
            "hyperparameters": {"lr": SECRET, "password": SECRET},
            "environment": {"TOKEN": SECRET},
            "hyperparameter_ranges": {"depth": (SECRET, SECRET)},
            "tags": {"owner": SECRET},
            "region": Unknown(f"the role arn:aws:iam::{ACCOUNT}:role/{SECRET} may not say"),
            "distribution": {"smdistributed": SECRET},
            "completion_criteria": {"target": SECRET},
        },
    )


def test_no_secret_gets_into_any_row() -> None:
    job, scribe = secretive(), Scribe("s", "n.ipynb")
    forecast = dataclasses.replace(estimate(named("a")), job=job, notes=(f"s3://{SECRET}/x was read by {ACCOUNT}",))
    changes = {"checkpoint": f"s3://{SECRET}/c", "hyperparameters": {"lr": SECRET}, "spot": True, "tags": {"a": SECRET}}
    advice = Advice(practice="p", title="t", message=SECRET, job=job, swap=Swap(changes))
    applied = AppliedSwap("1", advice, advice.swap or Swap(), "cell")
    rows = [
        scribe.job(job, "training:churn-1", "started", START),
        scribe.footprint(forecast, "training:churn-1", START),
        scribe.swap(applied, job, "training:churn-1", "broken", START, reason=f"output s3://{SECRET}/o"),
        scribe.swap(applied, job, "training:churn-1", "applied", START),
    ]
    written = json.dumps([row.values for row in rows])
    assert SECRET not in written
    assert ACCOUNT not in written


def test_a_field_is_private_until_somebody_decides() -> None:
    """Every field of a Job is written in some form, or stands in the list of this test."""
    full = Job(**{"kind": "training", **dict.fromkeys(JOB_FIELDS - {"kind", "instance_groups"}, "1")})
    full = full.with_changes(instance_groups=(InstanceGroup("ml.m5.large", 1),))
    assert JOB_FIELDS - set(told_of(full)) == PRIVATE_FIELDS


def test_a_bucket_has_no_name_in_the_ledger() -> None:
    bucket = Job(kind="storage", name=f"sagemaker-{SECRET}", region="us-east-1")
    row = Scribe("s").job(bucket, "storage:x", "started", START)
    assert SECRET not in json.dumps(row.values)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("arn:aws:sagemaker:us-east-1:123456789012:training-job/x", "arn:…"),
        ("see s3://bucket/key now", "see s3://… now"),
        ("account 123456789012", "account …"),
        ("1234567890123", "1234567890123"),
        ("pytorch-training-2026-11-22-10-00-00-123", "pytorch-training-2026-11-22-10-00-00-123"),
    ],
)
def test_texts_are_scrubbed(text: str, told: str) -> None:
    assert scrub(text) == told


def test_what_was_written_gives_the_same_footprint() -> None:
    groups = (InstanceGroup("ml.g5.xlarge", 2, "gpu"), InstanceGroup("ml.m5.large", 1, "cpu"))
    jobs = [
        TRAINING,
        Job(
            kind="tuning",
            instance_type="ml.p3.2xlarge",
            instance_count=1,
            max_jobs=20,
            max_parallel_jobs=4,
            region="eu-west-1",
        ),
        Job(kind="training", instance_groups=groups, region="us-west-2"),
        Job(kind="endpoint", mode="serverless", serverless_memory_mb=2048, region="us-east-1"),
        Job(kind="training", instance_type=Unknown("made by a function"), region="us-east-1"),
        Job(kind="training", instance_type="ml.m5.large", instance_count=1, local=True),
    ]
    for job in jobs:
        again = job_of(json.loads(json.dumps(told_of(job))))
        assert again is not None
        before, after = estimate(job, hours=2), estimate(again, hours=2)
        assert before.basis == after.basis
        for figure in ("energy", "operational", "embodied", "water", "cost"):
            one, two = getattr(before.rate, figure), getattr(after.rate, figure)
            assert one.is_known == two.is_known
            if one.is_known:
                assert (one.low, one.central, one.high) == (two.low, two.central, two.high)
