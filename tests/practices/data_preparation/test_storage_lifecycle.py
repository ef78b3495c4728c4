from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Context
from tests.practices.conftest import Ask

ID = "storage-lifecycle"
BUCKET = Job(kind="storage", name="my-data")


def test_a_bucket_without_a_rule_is_spoken_of_by_name(ask: Ask) -> None:
    advice = ask(ID, BUCKET, retention_days=90)
    assert advice is not None and advice.missing == ()
    assert advice.swap is not None and "Bucket='my-data'" in advice.swap.code


def test_it_asks_how_long_the_data_must_be_kept(ask: Ask) -> None:
    advice = ask(ID, BUCKET)
    assert advice is not None and "(retention_days)" in advice.missing[0]


def test_a_rule_set_in_another_cell_is_seen(ask: Ask) -> None:
    rule = BUCKET.with_changes(lifecycle_config=True)
    assert ask(ID, BUCKET, Context(jobs=(BUCKET, rule))) is None
    assert ask(ID, rule) is None
    assert ask(ID, BUCKET, Context(jobs=(BUCKET, rule.with_changes(name="another")))) is not None


def test_a_job_is_spoken_of_only_when_the_inventory_shows_its_bucket_bare(ask: Ask) -> None:
    job = Job(kind="training", output="s3://my-data/models/")
    assert ask(ID, job) is None
    assert ask(ID, job, Context(inventory={"buckets_without_lifecycle": ("my-data",)})) is not None
    assert ask(ID, job, Context(inventory={"buckets_without_lifecycle": ("another",)})) is None
