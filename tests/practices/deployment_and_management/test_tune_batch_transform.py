from __future__ import annotations

from jupyter_green.job import Job, Unknown
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "tune-batch-transform"
BATCH = Job(kind="transform", region="us-east-1", instance_type="ml.m5.xlarge", instance_count=1)


def test_instances_without_a_file_are_dropped(ask: Ask) -> None:
    job = BATCH.with_changes(instance_count=4)
    advice = ask(ID, job, input_files=1)
    assert advice is not None and advice.can_apply and advice.swap is not None and advice.saving is not None
    assert advice.swap.applied_to(job).instance_count == 1 and advice.saving.energy.high < 0
    assert breaches(advice.swap.applied_to(job)) == []


def test_as_many_files_as_instances_are_enough(ask: Ask) -> None:
    assert (
        ask(ID, BATCH.with_changes(instance_count=4, batch_strategy="MultiRecord"), input_files=4, thread_safe=False)
        is None
    )


def test_single_records_are_joined_once_the_container_takes_them(ask: Ask) -> None:
    unsure, sure = ask(ID, BATCH), ask(ID, BATCH, takes_many_records=True)
    assert unsure is not None and not unsure.can_apply
    assert sure is not None and sure.can_apply and sure.saving is None and sure.swap is not None
    assert sure.swap.changes == {"batch_strategy": "MultiRecord"}


def test_parallel_requests_come_last_and_need_a_thread_safe_container(ask: Ask) -> None:
    many = BATCH.with_changes(batch_strategy="MultiRecord")
    unsure, sure = ask(ID, many), ask(ID, many, thread_safe=True)
    assert unsure is not None and "(thread_safe)" in unsure.missing[0]
    assert sure is not None and sure.can_apply and sure.swap is not None
    assert sure.swap.changes == {"max_concurrent_transforms": 4}


def test_a_tuned_job_or_a_strict_container_is_left_alone(ask: Ask) -> None:
    assert ask(ID, BATCH.with_changes(batch_strategy="MultiRecord", max_concurrent_transforms=4)) is None
    assert ask(ID, BATCH, takes_many_records=False, thread_safe=False) is None
    assert ask(ID, BATCH.with_changes(batch_strategy="MultiRecord", framework="xgboost")) is None
    assert ask(ID, BATCH.with_changes(batch_strategy=Unknown())) is None


def test_several_instances_ask_for_the_number_of_files(ask: Ask) -> None:
    advice = ask(ID, BATCH.with_changes(instance_count=4))
    assert advice is not None and "(input_files)" in advice.missing[0] and advice.swap is None
