from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Context, Metrics
from jupyter_green.swaps.legality import illegal
from tests.practices.conftest import Ask

ID = "right-size-volumes"
JOB = Job(
    kind="training",
    region="us-east-1",
    instance_type="ml.m5.4xlarge",
    instance_count=1,
    input_mode="FastFile",
    volume_gb=500,
    identity="training:big",
)


def test_a_volume_under_streamed_input_shrinks_to_what_the_script_needs(ask: Ask) -> None:
    advice = ask(ID, JOB, scratch_gb=40)
    assert advice is not None and advice.can_apply and advice.swap is not None
    assert advice.swap.applied_to(JOB).volume_gb == 60
    assert illegal(advice.swap.applied_to(JOB)) == []
    assert advice.saving is not None and advice.saving.energy.high < 0


def test_it_asks_how_much_scratch_the_script_needs(ask: Ask) -> None:
    advice = ask(ID, JOB)
    assert advice is not None and "(scratch_gb)" in advice.missing[0]


def test_types_with_their_own_disk_are_left_alone(ask: Ask) -> None:
    assert ask(ID, JOB.with_changes(instance_type="ml.g5.2xlarge")) is None


def test_the_default_volume_and_a_needed_one_are_left_alone(ask: Ask) -> None:
    assert ask(ID, JOB.with_changes(volume_gb=30)) is None
    assert ask(ID, JOB, scratch_gb=300) is None
    assert ask(ID, JOB.with_changes(input_mode="File")) is None


def test_the_size_of_the_data_tells_it_in_file_mode(ask: Ask) -> None:
    job = JOB.with_changes(input_mode="File")
    advice = ask(ID, job, dataset_gb=20, scratch_gb=0)
    assert advice is not None and advice.swap is not None and advice.swap.changes["volume_gb"] == 30
    assert ask(ID, job, dataset_gb=400) is None


def test_what_the_last_run_filled_counts_most(ask: Ask) -> None:
    empty, full = (Context(metrics={"training:big": Metrics(disk=share)}) for share in (0.05, 0.8))
    advice = ask(ID, JOB, empty)
    assert advice is not None and advice.missing == ()
    assert ask(ID, JOB, full) is None
