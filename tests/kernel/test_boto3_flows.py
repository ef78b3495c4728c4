"""Jobs started with raw boto3 are recognised in the first cell that imports it, and counted once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jupyter_green.demo import standin
from tests.support.notebook import NotebookShell, notebook_shell

COMMON = "RoleArn='arn:aws:iam::123456789012:role/r'"
TRAINING = (
    "sm.create_training_job(TrainingJobName='train', RoleArn=role, OutputDataConfig={'S3OutputPath': 's3://b/o'},\n"
    "    AlgorithmSpecification={'TrainingImage': image, 'TrainingInputMode': 'File'},\n"
    "    ResourceConfig={'InstanceType': 'ml.p3.2xlarge', 'InstanceCount': 1, 'VolumeSizeInGB': 30},\n"
    "    StoppingCondition={'MaxRuntimeInSeconds': 3600})"
)
ENDPOINT = (
    "sm.create_model(ModelName='m', ExecutionRoleArn=role,"
    " PrimaryContainer={'Image': image, 'ModelDataUrl': 's3://b/m'})\n"
    "sm.create_endpoint_config(EndpointConfigName='c', ProductionVariants=[{'VariantName': 'a', 'ModelName': 'm',"
    " 'InstanceType': 'ml.inf2.xlarge', 'InitialInstanceCount': 2}])\n"
    "sm.create_endpoint(EndpointName='e', EndpointConfigName='c')"
)


@pytest.fixture
def notebook(aws: standin.StandIn) -> Iterator[NotebookShell]:
    image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
    with notebook_shell() as shell:
        shell.run(
            "import boto3\nsm = boto3.client('sagemaker', region_name='us-east-1')", role=standin.ROLE, image=image
        )
        yield shell


def test_a_training_job_is_seen_with_everything_it_says(notebook: NotebookShell) -> None:
    (line,) = notebook.lines(TRAINING)
    assert line["what"] == "training · 1 × ml.p3.2xlarge · us-east-1" and line["state"] == "running"
    assert line["ceiling"]["label"] == "at most, by max_runtime of 60 min"


def test_an_endpoint_is_joined_over_cells(notebook: NotebookShell) -> None:
    *before, last = ENDPOINT.splitlines()
    for cell in before:
        assert notebook.lines(cell) == []
    (line,) = notebook.lines(last)
    assert line["what"] == "endpoint e · 2 × ml.inf2.xlarge · us-east-1"


def test_a_deleted_endpoint_is_no_longer_open(notebook: NotebookShell) -> None:
    notebook.run(ENDPOINT)
    assert len(notebook.session.books.open_endpoints()) == 1
    notebook.run("sm.delete_endpoint(EndpointName='e')")
    assert notebook.session.books.open_endpoints() == ()


def test_a_job_that_aws_refuses_is_not_counted(notebook: NotebookShell) -> None:
    notebook.run(TRAINING)
    again = TRAINING.replace("\n", " ")
    notebook.run(f"try:\n    {again}\nexcept sm.exceptions.ClientError as refusal:\n    refused = str(refusal)")
    assert "train" in notebook.shell.user_ns["refused"]
    assert len(notebook.started()) == 1


def test_switching_off_is_silent_and_switching_on_brings_it_back(notebook: NotebookShell) -> None:
    notebook.run("%green off")
    assert notebook.lines(TRAINING) == []
    notebook.run("%green on")
    assert len(notebook.lines(TRAINING.replace("'train'", "'again'"))) == 1


def test_hours_on_the_first_line_of_a_cell_give_a_total(notebook: NotebookShell) -> None:
    (line,) = notebook.lines(f"%%green hours=2\n{TRAINING}")
    assert line["forecast"]["label"].startswith("for 2 h (from you)")


def test_an_error_keeps_its_line_number_under_a_green_line(notebook: NotebookShell) -> None:
    result = notebook.shell.run_cell("%%green hours=2\nx = 1\nraise ValueError('mine')", store_history=True)
    with pytest.raises(ValueError, match="mine") as caught:
        result.raise_error()
    assert caught.traceback[-1].lineno == 2


def test_a_promise_is_checked_when_the_job_is_created(notebook: NotebookShell) -> None:
    notebook.run(TRAINING)
    session = notebook.session
    entry = notebook.started()[0]
    notebook.run("%green tell writes_checkpoints=yes")
    advice = next(a for a in session.advice_for(entry) if a.practice == "managed-spot-training")
    assert advice.can_apply
