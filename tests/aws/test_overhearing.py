"""What AWS tells the user of a job's end, as the SDK asks while ``fit`` waits, measures it without a call of ours."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest

from jupyter_green.demo.standin import ROLE, StandIn
from jupyter_green.kernel.state import spent_since_start
from tests.support.notebook import NotebookShell, notebook_shell

from .conftest import IMAGE, training_request


@pytest.fixture
def notebook(aws: StandIn) -> Iterator[NotebookShell]:
    with notebook_shell() as shell:
        shell.run("import boto3")
        yield shell


def start_and_ask(notebook: NotebookShell, name: str) -> None:
    notebook.run("sm.create_training_job(**request)", sm=boto3.client("sagemaker"), request=training_request(name))
    notebook.run(f"_ = sm.describe_training_job(TrainingJobName={name!r})")


def test_a_job_that_the_user_saw_end_is_measured_by_its_time(aws: StandIn, notebook: NotebookShell) -> None:
    start_and_ask(notebook, "waited-for")
    entry = notebook.session.books.find("waited-for")
    assert entry is not None and entry.measured is not None and entry.measured.total is not None
    assert entry.state == "measured" and entry.ended_at is not None
    assert any("no load was measured" in note for note in entry.measured.notes)
    assert {call.operation for call in aws.calls_made()} == {"CreateTrainingJob", "DescribeTrainingJob"}
    spent = spent_since_start(notebook.session)
    assert spent is not None and spent.cost.central == pytest.approx(entry.measured.total.cost.central)


def test_its_load_can_still_be_asked_for(aws: StandIn, notebook: NotebookShell) -> None:
    aws.seed_metrics("/aws/sagemaker/TrainingJobs", {"Host": "load-later/algo-1"}, {"CPUUtilization": 40.0})
    start_and_ask(notebook, "load-later")
    by_time = notebook.session.books.find("load-later")
    assert by_time is not None and by_time.is_described_only
    notebook.run("%green measure --all")
    entry = notebook.session.books.find("load-later")
    assert entry is not None and entry.measured is not None and not entry.is_described_only
    assert not any("no load was measured" in note for note in entry.measured.notes)
    assert notebook.session.measuring.waiting() == ()


def test_a_job_that_still_runs_stays_running(aws: StandIn, notebook: NotebookShell) -> None:
    aws.world.real_seconds = 60.0
    start_and_ask(notebook, "goes-on")
    entry = notebook.session.books.find("goes-on")
    assert entry is not None and (entry.state, entry.measured, entry.ended_at) == ("running", None, None)


def test_a_search_that_ended_runs_no_longer_and_waits_for_its_trials(aws: StandIn, notebook: NotebookShell) -> None:
    name = aws.seed_jobs(1, kind="HyperParameterTuningJob")[0]  # another one like it, for its request
    request = {**aws.account().shelf("HyperParameterTuningJob")[name].request, "HyperParameterTuningJobName": "search"}
    notebook.run("_ = sm.create_hyper_parameter_tuning_job(**request)", sm=boto3.client("sagemaker"), request=request)
    notebook.run("_ = sm.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName='search')")
    entry = notebook.session.books.find("search")
    assert entry is not None and entry.ended_at is not None and entry.measured is None
    assert "Completed: %green measure adds up what its trials took" in notebook.session.footprint(entry).notes
    assert entry in notebook.session.measuring.waiting()


def test_the_description_of_a_job_that_was_not_started_here_is_no_job(aws: StandIn, notebook: NotebookShell) -> None:
    name = aws.seed_jobs(1, kind="TrainingJob")[0]
    notebook.run("_ = sm.describe_training_job(TrainingJobName=name)", sm=boto3.client("sagemaker"), name=name)
    assert notebook.session.books.counted() == ()


@pytest.mark.parametrize("kind", ["processing", "transform"])
def test_processing_and_transform_jobs_are_overheard_too(kind: str, aws: StandIn, notebook: NotebookShell) -> None:
    record = f"{kind.capitalize()}Job"
    name = aws.seed_jobs(1, kind=record)[0]
    request = {**aws.account().shelf(record)[name].request, f"{record}Name": "mine"}
    boto3.client("sagemaker").create_model(
        ModelName="history-model", ExecutionRoleArn=ROLE, PrimaryContainer={"Image": IMAGE}
    )
    notebook.run(f"_ = sm.create_{kind}_job(**request)", sm=boto3.client("sagemaker"), request=request)
    notebook.run(f"_ = sm.describe_{kind}_job({record}Name='mine')")
    entry = notebook.session.books.find("mine")
    assert entry is not None and entry.state == "measured" and entry.measured is not None
