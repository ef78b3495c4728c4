from __future__ import annotations

from jupyter_green.job import InstanceGroup, Job, Unknown
from jupyter_green.practices import Context, Metrics
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "hyperpod-resilience"
DAYS = TRAINING.with_changes(instance_type="ml.p5.48xlarge", instance_count=8, max_runtime=864000)
CLUSTER = Job(
    kind="cluster", identity="cluster:c", instance_groups=(InstanceGroup("ml.p5.48xlarge", 8),), region="us-east-1"
)


def test_days_on_many_nodes_are_retried_once_there_is_a_checkpoint(ask: Ask) -> None:
    asked = ask(ID, DAYS)
    job = DAYS.with_changes(checkpoint="s3://bucket/checkpoints")
    told = ask(ID, job)
    assert asked is not None and ["(writes_checkpoints)" in asked.missing[0], len(asked.missing)] == [True, 2]
    placed = ask(ID, DAYS, writes_checkpoints=True, checkpoint="s3://bucket/kept")
    assert placed is not None and placed.can_apply and placed.swap is not None
    assert placed.swap.changes["checkpoint"] == "s3://bucket/kept"
    assert told is not None and told.swap is not None and told.can_apply
    after = told.swap.applied_to(job)
    assert after.retry_attempts == 3 and breaches(after) == []


def test_an_idle_cluster_is_named(ask: Ask) -> None:
    idle = Context(metrics={CLUSTER.identity: Metrics(accelerator=0.03)})
    busy = Context(metrics={CLUSTER.identity: Metrics(accelerator=0.6)})
    advice = ask(ID, CLUSTER, idle)
    assert advice is not None and "3%" in advice.message and not advice.can_apply
    assert ask(ID, CLUSTER, busy) is None
    assert ask(ID, CLUSTER) is None


def test_hours_few_nodes_and_retried_jobs_are_left_alone(ask: Ask) -> None:
    assert ask(ID, DAYS.with_changes(max_runtime=86400)) is None
    assert ask(ID, DAYS.with_changes(instance_count=2)) is None
    assert ask(ID, DAYS.with_changes(retry_attempts=5)) is None
    assert ask(ID, DAYS.with_changes(instance_count=Unknown())) is None
