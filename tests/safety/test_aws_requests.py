"""The recorder that watches over the whole suite sees what it must: our requests, in any process, and no one else's."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aws_requests
import boto3
import pytest

from jupyter_green.aws.clients import Clients
from jupyter_green.demo.standin import StandIn
from tests.support.notebook import notebook_shell

_STOP = "def ask(client):\n    client.stop_training_job(TrainingJobName='j')\n"


@pytest.fixture
def noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Note into a folder of this test's own, so that what it does on purpose does not count in the session."""
    monkeypatch.setenv(aws_requests.FOLDER, str(tmp_path))

    def read(kind: str) -> list[str]:
        return [line for file in tmp_path.glob(f"*.{kind}") for line in file.read_text().splitlines()]

    return read


def stop_a_job_as(module: str, client: Any) -> None:
    names: dict[str, Any] = {"__name__": module}
    exec(_STOP, names)
    with pytest.raises(client.exceptions.ClientError):  # there is no such job: the request was sent all the same
        names["ask"](client)


@pytest.mark.parametrize("module", ["jupyter_green.aws.measure", "jupyter_green.magics.commands.endpoints"])
def test_a_change_asked_for_by_our_code_is_noted(module: str, aws: StandIn, noted: Callable[[str], list[str]]) -> None:
    stop_a_job_as(module, boto3.client("sagemaker"))
    assert noted("writes") == ["sagemaker:StopTrainingJob"]


@pytest.mark.parametrize("module", ["__main__", "sagemaker.session", "jupyter_green.demo.run", "tests.aws.conftest"])
def test_what_others_ask_for_is_theirs(module: str, aws: StandIn, noted: Callable[[str], list[str]]) -> None:
    stop_a_job_as(module, boto3.client("sagemaker"))
    assert noted("writes") == [] and noted("reads") == []


def test_the_kernels_watch_does_not_make_a_users_call_ours(aws: StandIn, noted: Callable[[str], list[str]]) -> None:
    with notebook_shell() as notebook:
        cell = "try:\n    sm.stop_training_job(TrainingJobName='j')\nexcept sm.exceptions.ClientError:\n    pass"
        notebook.run(cell, sm=boto3.client("sagemaker"))
        assert "StopTrainingJob" in {call.operation for call in aws.calls_made()}
        notebook.run("%green measure j --kind training")
    assert noted("writes") == [] and noted("reads") == ["sagemaker:DescribeTrainingJob"]


def test_our_questions_are_counted(aws: StandIn, noted: Callable[[str], list[str]]) -> None:
    Clients(region="us-east-1", attempts=1).ask("sagemaker", "ListEndpoints")
    assert noted("reads") == ["sagemaker:ListEndpoints"]


def test_a_change_asked_for_in_a_process_that_a_test_starts_is_noted_too(
    aws_server: StandIn, noted: Callable[[str], list[str]]
) -> None:
    code = (
        f"import boto3\nnames = {{'__name__': 'jupyter_green.aws.measure'}}\nexec({_STOP!r}, names)\n"
        "try:\n    names['ask'](boto3.client('sagemaker'))\nexcept Exception as error:\n    print(error)\n"
    )
    environment = {**os.environ, **aws_server.environment()}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert noted("writes") == ["sagemaker:StopTrainingJob"]


@pytest.mark.parametrize("operation", ["DescribeEndpoint", "ListEndpoints", "GetMetricData", "Search", "HeadObject"])
def test_a_name_that_reads_changes_nothing(operation: str) -> None:
    assert not aws_requests.changes_something(operation)


@pytest.mark.parametrize("operation", ["CreateEndpoint", "AddTags", "StopTrainingJob", "InvokeEndpoint", "PutObject"])
def test_any_other_name_may_change_something(operation: str) -> None:
    assert aws_requests.changes_something(operation)
