"""In a notebook: a job that ends is measured within one poll, its line is renewed, and practices know its load."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator

import boto3
import pytest

from jupyter_green.demo.standin import ROLE, StandIn
from jupyter_green.views.bundle import MIME_TYPE
from tests.support.notebook import NotebookShell, notebook_shell

from .conftest import IMAGE, training_request


@pytest.fixture
def notebook(aws: StandIn) -> Iterator[NotebookShell]:
    with notebook_shell() as shell:
        shell.session.measuring.poll = (0.05, 0.2)
        yield shell


def start(notebook: NotebookShell, name: str, **more: object) -> None:
    notebook.run(
        "sm.create_training_job(**request)",
        sm=boto3.client("sagemaker"),
        request=training_request(name, **more),
    )


def wait_for_measured(notebook: NotebookShell, name: str, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        entry = notebook.session.books.find(name)
        if entry is not None and entry.measured is not None:
            return
        time.sleep(0.02)
    pytest.fail(f"{name} was not measured: {notebook.session.notices}")


def test_a_finished_job_is_measured_without_being_asked_when_the_setting_is_on(
    aws: StandIn, notebook: NotebookShell
) -> None:
    notebook.session.settings.measure = True
    start(notebook, "automatic")
    wait_for_measured(notebook, "automatic")
    entry = notebook.session.books.find("automatic")
    assert entry is not None and entry.state == "measured" and entry.ended_at is not None
    time.sleep(0.3)
    assert not notebook.session.measuring.is_following  # it stops with the last job
    lines = [line for output in notebook.outputs for line in output.get(MIME_TYPE, {}).get("lines", ())]
    last = lines[-1]
    assert (last["state"], last["basis"]) == ("measured", "total")
    assert last["energy"]["unit"] == "kWh" and last["energy"]["central"] > 0
    assert last["text"].count("measured") == 1


def test_nothing_is_asked_of_aws_while_the_setting_is_off(aws: StandIn, notebook: NotebookShell) -> None:
    start(notebook, "silent")
    assert {call.operation for call in aws.calls_made("sagemaker")} == {"CreateTrainingJob"}
    assert not notebook.session.measuring.is_following


def test_our_own_calls_are_not_taken_for_the_users(aws: StandIn, notebook: NotebookShell) -> None:
    start(notebook, "one")
    before = len(notebook.session.books.all())
    notebook.run("%green measure one")
    assert len(notebook.session.books.all()) == before
    aws.forget_calls()
    text = notebook.run("%green measure one")[-1]["text/plain"]
    assert "measured" in text and "over" in text
    assert len(aws.calls_made()) <= 3


def test_a_running_job_is_followed_to_its_end_within_one_poll(aws: StandIn, notebook: NotebookShell) -> None:
    aws.world.real_seconds = 1.5
    notebook.session.settings.measure = True
    started = time.monotonic()
    start(notebook, "runs-a-while")
    wait_for_measured(notebook, "runs-a-while")
    assert time.monotonic() - started < 10  # its end after 1.5 s, one poll, and two calls, on a busy machine too
    own = [call.operation for call in aws.calls_made() if call.operation != "CreateTrainingJob"]
    assert own.count("GetMetricData") == 1 and set(own) == {"DescribeTrainingJob", "GetMetricData"}


REQUESTS = {
    "training": ("create_training_job", "TrainingJob", 2),
    "processing": ("create_processing_job", "ProcessingJob", 2),
    "transform": ("create_transform_job", "TransformJob", 3),
    "tuning": ("create_hyper_parameter_tuning_job", "HyperParameterTuningJob", 3),
}


@pytest.mark.parametrize("kind", sorted(REQUESTS))
def test_from_its_end_to_its_footprint_a_job_of_any_kind_takes_at_most_three_calls(
    kind: str, aws: StandIn, notebook: NotebookShell
) -> None:
    method, record, calls = REQUESTS[kind]
    name = aws.seed_jobs(1, kind=record)[0]  # another one like it, for its request
    request = {**aws.account().shelf(record)[name].request}
    key = next(key for key, value in request.items() if value == name)
    boto3.client("sagemaker").create_model(
        ModelName="history-model", ExecutionRoleArn=ROLE, PrimaryContainer={"Image": IMAGE}
    )
    aws.seed_metrics("/aws/sagemaker/TransformJobs", {"Host": "mine/i-0123"}, {"CPUUtilization": 50.0})
    notebook.session.settings.measure = True
    notebook.run(f"_ = sm.{method}(**request)", sm=boto3.client("sagemaker"), request={**request, key: "mine"})
    wait_for_measured(notebook, "mine")
    made = [call.operation for call in aws.calls_made()]
    after = made[made.index(f"Create{record}") + 1 :]
    assert len(after) == calls <= 3, after


def test_several_jobs_are_waited_for_with_one_question_a_poll(aws: StandIn, notebook: NotebookShell) -> None:
    aws.world.real_seconds = 1.0
    for number in range(5):
        start(notebook, f"one-of-{number}")
    notebook.session.measuring.poll = (0.4, 0.4)
    aws.forget_calls()
    notebook.run("%green measure --follow")
    for number in range(5):
        wait_for_measured(notebook, f"one-of-{number}")
    made = [call.operation for call in aws.calls_made()]
    assert made.count("DescribeTrainingJob") == made.count("GetMetricData") == 5
    assert 1 <= made.count("ListTrainingJobs") <= 5 and len(made) <= 3 * 5


def test_practices_use_the_measured_load_of_this_job(aws: StandIn, notebook: NotebookShell) -> None:
    big = {"InstanceType": "ml.g5.12xlarge"}
    image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.3.0-gpu-py311"
    how = {"TrainingImage": image, "TrainingInputMode": "File"}
    start(notebook, "lazy", resources=big, AlgorithmSpecification=how)
    aws.seed_job_metrics("lazy", cpu=0.1, accelerator=0.05, memory=0.05)
    notebook.run("%green measure lazy")
    entry = notebook.session.books.find("lazy")
    assert entry is not None
    said = [item for item in notebook.session.advice_for(entry) if item.practice == "right-size-training-instance"]
    assert said and "An earlier run used 5% of 4 GPUs" in said[0].message


def test_a_refusal_is_one_line_under_the_command_and_stops_the_following(aws: StandIn, notebook: NotebookShell) -> None:
    aws.refuse("DescribeTrainingJob")
    aws.refuse("ListTrainingJobs")
    start(notebook, "closed")
    text = notebook.run("%green measure closed")[-1]["text/plain"]
    assert "not permitted: sagemaker:DescribeTrainingJob in us-east-1" in text and "Traceback" not in text
    notebook.run("%green measure --follow")
    time.sleep(0.5)
    assert not notebook.session.measuring.is_following
    assert any("not permitted: sagemaker:DescribeTrainingJob" in notice for notice in notebook.session.notices)
    notebook.run("1")
    said = [one.get("text/plain", "") for one in notebook.outputs]
    assert sum("measuring stopped: not permitted" in text for text in said) == 1  # at the next cell's end, once
    assert notebook.run("1") == []


def test_a_throttled_look_up_is_tried_again(aws: StandIn, notebook: NotebookShell) -> None:
    notebook.session.settings.measure = True
    aws.refuse("DescribeTrainingJob", "ThrottlingException", times=2)
    start(notebook, "later")
    wait_for_measured(notebook, "later")


def test_a_throttled_list_is_tried_again(aws: StandIn, notebook: NotebookShell) -> None:
    start(notebook, "one")
    start(notebook, "two")
    aws.refuse("ListTrainingJobs", "ThrottlingException", times=2)
    notebook.run("%green measure --follow")
    wait_for_measured(notebook, "one")
    wait_for_measured(notebook, "two")


def test_a_job_of_another_day_is_measured_by_its_name(aws: StandIn, notebook: NotebookShell) -> None:
    name = aws.seed_jobs(1, kind="ProcessingJob", days=2)[0]
    text = notebook.run(f"%green measure {name} --kind processing")[-1]["text/plain"]
    assert "processing" in text and "measured" in text


def test_a_job_of_an_earlier_kernel_is_measured_by_its_name_and_written_to_the_ledger(
    aws: StandIn, notebook: NotebookShell
) -> None:
    kinds = {kind: aws.seed_jobs(1, kind=kind, days=2)[0] for kind in ("TrainingJob", "ProcessingJob")}
    notebook.run(f"%green measure {kinds['ProcessingJob']} --kind processing")
    notebook.run(f"%green measure {kinds['TrainingJob']}")
    notebook.run(f"%green measure {kinds['TrainingJob']}")  # nothing new
    recorder = notebook.session.recorder
    assert recorder.drain()
    rows = recorder.ledger.read("SELECT kind, name, state, started_at, ended_at FROM runs ORDER BY kind")
    assert [(row["kind"], row["state"]) for row in rows] == [("processing", "measured"), ("training", "measured")]
    assert all(row["started_at"] < row["ended_at"] for row in rows)
    assert recorder.ledger.read("SELECT count(*) AS n FROM footprints") == [{"n": 2}]
    text = notebook.run(f"%green measure {kinds['ProcessingJob']}")[-1]["text/plain"]  # its kind is known by now
    assert text.startswith("processing")


def test_a_name_that_nobody_knows_is_one_friendly_line(aws: StandIn, notebook: NotebookShell) -> None:
    text = notebook.run("%green measure no-such-job --kind training")[-1]["text/plain"]
    assert "nothing of this name in us-east-1" in text


def test_all_started_jobs_are_measured_at_once(aws: StandIn, notebook: NotebookShell) -> None:
    start(notebook, "first")
    start(notebook, "second")
    text = notebook.run("%green measure --all")[-1]["text/plain"]
    assert text.count("· measured") == 2


def test_the_state_counts_a_measured_job_by_what_it_came_to(aws: StandIn, notebook: NotebookShell) -> None:
    from jupyter_green.kernel.state import session_state, spent_since_start

    start(notebook, "counted")
    notebook.run("%green measure counted")
    entry = notebook.session.books.find("counted")
    spent = spent_since_start(notebook.session)
    assert entry is not None and entry.measured is not None and entry.measured.total is not None and spent is not None
    assert spent.cost.central == pytest.approx(entry.measured.total.cost.central)
    job = next(one for one in session_state(notebook.session)["jobs"] if one["name"] == "counted")
    assert job["basis"] == "total"


def test_a_job_that_still_runs_is_told_so_far(aws: StandIn, notebook: NotebookShell) -> None:
    aws.world.real_seconds = 60.0
    start(notebook, "halfway")
    record = aws.account().shelf("TrainingJob")["halfway"]
    record.timeline = dataclasses.replace(record.timeline, began=record.timeline.began - 30)
    text = notebook.run("%green measure halfway")[-1]["text/plain"]
    assert "running" in text and "so far, over" in text
    entry = notebook.session.books.find("halfway")
    assert entry is not None and entry.measured is None  # it is measured when it ends
