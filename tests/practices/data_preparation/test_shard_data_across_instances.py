from __future__ import annotations

from jupyter_green.job import Job, Unknown
from jupyter_green.swaps.legality import illegal
from tests.practices.conftest import Ask

ID = "shard-data-across-instances"
JOB = Job(
    kind="training",
    region="us-east-1",
    instance_type="ml.g5.2xlarge",
    instance_count=4,
    framework="pytorch",
    distribution="torch_distributed",
    inputs=("s3://my-bucket/train/",),
)
TOLD = {"one_share_per_host": True, "s3_objects": 512}


def test_copies_become_shares_when_the_script_expects_them(ask: Ask) -> None:
    advice = ask(ID, JOB, **TOLD)
    assert advice is not None and advice.can_apply and advice.swap is not None
    assert advice.swap.applied_to(JOB).data_distribution == "ShardedByS3Key"
    assert illegal(advice.swap.applied_to(JOB)) == []


def test_it_asks_for_the_script_and_the_number_of_objects(ask: Ask) -> None:
    advice = ask(ID, JOB)
    assert advice is not None
    assert [text.rpartition("(")[2] for text in advice.missing] == ["one_share_per_host)", "s3_objects)"]


def test_model_parallel_training_one_instance_and_few_objects_are_left_alone(ask: Ask) -> None:
    assert ask(ID, JOB.with_changes(distribution="smp"), **TOLD) is None
    assert ask(ID, JOB.with_changes(instance_count=1), **TOLD) is None
    assert ask(ID, JOB, one_share_per_host=True, s3_objects=3) is None
    assert ask(ID, JOB, one_share_per_host=False) is None
    assert ask(ID, JOB.with_changes(instance_count=Unknown()), **TOLD) is None


def test_fewer_objects_than_instances_is_a_fault_once_sharded(ask: Ask) -> None:
    sharded = JOB.with_changes(data_distribution="ShardedByS3Key")
    advice = ask(ID, sharded, s3_objects=2)
    assert advice is not None and advice.fault and advice.swap is not None
    assert advice.swap.applied_to(sharded).instance_count == 2
    assert ask(ID, sharded, s3_objects=4) is None
    assert ask(ID, sharded) is None
