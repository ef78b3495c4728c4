from __future__ import annotations

from jupyter_green.job import Job, Unknown
from jupyter_green.swaps.legality import illegal
from tests.practices.conftest import Ask

ID = "fast-file-mode"
JOB = Job(
    kind="training",
    region="us-east-1",
    instance_type="ml.g5.2xlarge",
    instance_count=1,
    framework="pytorch",
    input_mode="File",
    inputs=("s3://my-bucket/train/",),
)


def test_a_script_that_reads_in_order_can_stream(ask: Ask) -> None:
    advice = ask(ID, JOB, reads_in_order=True, dataset_gb=200)
    assert advice is not None and advice.can_apply and advice.saving is None and advice.saving_note
    assert advice.swap is not None and advice.swap.applied_to(JOB).input_mode == "FastFile"
    assert illegal(advice.swap.applied_to(JOB)) == []


def test_it_asks_how_the_script_reads(ask: Ask) -> None:
    advice = ask(ID, JOB)
    assert advice is not None and "(reads_in_order)" in advice.missing[0]
    assert ask(ID, JOB, reads_in_order=False) is None


def test_manifests_small_data_and_other_sources_are_left_alone(ask: Ask) -> None:
    assert ask(ID, JOB.with_changes(inputs=("s3://my-bucket/train.manifest",))) is None
    assert ask(ID, JOB.with_changes(inputs=("file:///home/me/train",))) is None
    assert ask(ID, JOB.with_changes(inputs=None)) is None
    assert ask(ID, JOB, dataset_gb=1) is None


def test_streams_algorithms_local_mode_and_unknown_modes_are_left_alone(ask: Ask) -> None:
    assert ask(ID, JOB.with_changes(input_mode="Pipe")) is None
    assert ask(ID, JOB.with_changes(framework="linear-learner")) is None
    assert ask(ID, JOB.with_changes(local=True)) is None
    assert ask(ID, JOB.with_changes(input_mode=Unknown())) is None
