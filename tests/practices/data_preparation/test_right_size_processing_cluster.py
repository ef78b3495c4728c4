from __future__ import annotations

from jupyter_green.catalog.instances import is_offered
from jupyter_green.job import Job, Unknown
from jupyter_green.practices import Context, Metrics
from jupyter_green.swaps.legality import illegal
from tests.practices.conftest import Ask

ID = "right-size-processing-cluster"
COPIES = Job(
    kind="processing",
    region="us-east-1",
    framework="sklearn",
    instance_type="ml.m5.2xlarge",
    instance_count=4,
    inputs=("s3://my-bucket/raw/",),
    identity="processing:raw",
)


def test_copies_that_nobody_splits_become_one_instance_that_draws_a_quarter(ask: Ask) -> None:
    advice = ask(ID, COPIES, splits_by_host=False)
    assert advice is not None and advice.can_apply and advice.saving is not None
    assert advice.swap is not None and advice.swap.applied_to(COPIES).instance_count == 1
    assert advice.saving.energy.high < 0
    assert illegal(advice.swap.applied_to(COPIES)) == []


def test_it_asks_whether_the_script_splits_the_files(ask: Ask) -> None:
    advice = ask(ID, COPIES)
    assert advice is not None and "(splits_by_host)" in advice.missing[0]
    assert ask(ID, COPIES, splits_by_host=True) is None


def test_sharded_input_spark_and_one_instance_are_left_alone(ask: Ask) -> None:
    assert ask(ID, COPIES.with_changes(data_distribution="ShardedByS3Key")) is None
    assert ask(ID, COPIES.with_changes(framework="spark")) is None
    assert ask(ID, COPIES.with_changes(instance_count=1)) is None
    assert ask(ID, COPIES.with_changes(instance_count=Unknown())) is None


def test_a_gpu_under_a_container_that_cannot_use_it_is_swapped_for_a_type_that_processing_takes(ask: Ask) -> None:
    job = COPIES.with_changes(instance_type="ml.g5.2xlarge", instance_count=1)
    advice = ask(ID, job)
    assert advice is not None and advice.swap is not None and advice.swap.fix == "safe"
    assert is_offered(str(advice.swap.changes["instance_type"]), "processing")
    assert ask(ID, job.with_changes(framework="pytorch")) is None


def test_an_idle_run_gets_half_the_size_and_one_at_its_memory_limit_does_not(ask: Ask) -> None:
    job = COPIES.with_changes(instance_count=1)
    idle = Context(metrics={"processing:raw": Metrics(cpu=0.1, memory=0.2)})
    advice = ask(ID, job, idle)
    assert advice is not None and advice.swap is not None
    assert str(advice.swap.changes["instance_type"]).endswith(".xlarge")
    assert ask(ID, job, Context(metrics={"processing:raw": Metrics(cpu=0.1, memory=0.9)})) is None


def test_a_glue_job_that_holds_many_workers_is_spoken_of_unless_it_scales(ask: Ask) -> None:
    glue = Job(kind="glue", name="etl", instance_type="G.1X", instance_count=20, framework_version="4.0")
    advice = ask(ID, glue)
    assert advice is not None and "20 workers" in advice.message and advice.saving is None
    assert ask(ID, glue.with_changes(hyperparameters={"--enable-auto-scaling": "true"})) is None
    assert ask(ID, glue.with_changes(framework_version="2.0")) is None
    assert ask(ID, glue.with_changes(instance_count=2)) is None
    assert ask(ID, glue.with_changes(instance_count=Unknown())) is None
