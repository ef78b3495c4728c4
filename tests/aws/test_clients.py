"""Clients are made late and once, try again when told to slow down, and answer every failure with a reason."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from jupyter_green.aws.clients import Clients
from jupyter_green.aws.outcome import problem_of
from jupyter_green.demo.standin import StandIn


class Refusal(Exception):
    """Looks like botocore's ClientError: an answer with a code and a message."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message)
        self.response = {"Error": {"Code": code, "Message": message}}


def test_a_throttled_call_is_made_again_by_itself(aws: StandIn) -> None:
    aws.refuse("ListTrainingJobs", "ThrottlingException", times=2)
    outcome = Clients(region="us-east-1").ask("sagemaker", "ListTrainingJobs")
    assert outcome.problem is None
    assert len(aws.calls_made("sagemaker")) == 3


def test_a_call_that_stays_throttled_is_a_result(aws: StandIn) -> None:
    aws.refuse("ListTrainingJobs", "ThrottlingException")
    outcome = Clients(region="us-east-1", attempts=2).ask("sagemaker", "ListTrainingJobs", would="the jobs")
    assert outcome.problem is not None and outcome.problem.why == "throttled"
    assert str(outcome.problem).endswith("it would have told the jobs")


def test_without_credentials_it_says_so(aws: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    problem = Clients(region="us-east-1").ask("sagemaker", "ListTrainingJobs").problem
    assert problem is not None and problem.why == "no credentials"


def test_without_a_region_it_says_so(aws: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_DEFAULT_REGION", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    problem = Clients().ask("sagemaker", "ListTrainingJobs").problem
    assert problem is not None and problem.why == "no Region"
    assert "no Region is set for sagemaker:ListTrainingJobs: set AWS_DEFAULT_REGION" in str(problem)


@pytest.mark.parametrize(
    ("code", "message", "why"),
    [
        ("AccessDeniedException", "", "not permitted"),
        ("ThrottlingException", "", "throttled"),
        ("ExpiredToken", "", "expired"),
        ("InvalidClientTokenId", "", "wrong Region"),
        ("ValidationException", "Could not find training job.", "missing"),
        ("ValidationException", "Requested resource not found.", "missing"),
        ("ValidationException", "MaxResults is too large", "failed"),
        ("InternalFailure", "try later", "failed"),
    ],
)
def test_each_refusal_has_its_reason_in_one_line(code: str, message: str, why: str) -> None:
    problem = problem_of(Refusal(code, message), "sagemaker:DescribeTrainingJob", "us-east-1", "its time")
    assert problem.why == why
    assert "\n" not in str(problem) and "its time" in str(problem)
    if why == "failed":
        assert code in str(problem) and message in str(problem)


def test_an_error_nobody_foresaw_is_a_result_too() -> None:
    problem = problem_of(ZeroDivisionError("x"), "sagemaker:Search", "")
    assert (problem.why, problem.detail) == ("failed", "ZeroDivisionError: x")


def test_every_page_is_read_and_counted(aws: StandIn) -> None:
    aws.seed_jobs(25, days=1)
    clients = Clients(region="us-east-1")
    found, problem = clients.everything("sagemaker", "ListTrainingJobs", "TrainingJobSummaries", MaxResults=10)
    assert problem is None and len({one["TrainingJobName"] for one in found}) == 25
    assert clients.asked == {"sagemaker:ListTrainingJobs": 3} and clients.total_asked == 3


def test_a_problem_on_a_later_page_keeps_what_was_read(aws: StandIn) -> None:
    aws.seed_jobs(25, days=1)
    pages = Clients(region="us-east-1", attempts=1).pages("sagemaker", "ListTrainingJobs", MaxResults=10)
    first = next(pages)
    assert first.value is not None and len(first.value["TrainingJobSummaries"]) == 10
    aws.refuse("ListTrainingJobs")
    assert [one.problem.why for one in pages if one.problem is not None] == ["not permitted"]


def test_each_call_is_made_inside_the_given_surroundings(aws: StandIn) -> None:
    steps: list[str] = []

    @contextmanager
    def around() -> Iterator[None]:
        steps.append("in")
        yield
        steps.append("out")

    Clients(region="us-east-1", around=around).ask("sagemaker", "ListTrainingJobs")
    assert steps == ["in", "out"]


def test_a_client_is_made_once_for_each_service_and_region(aws: StandIn) -> None:
    clients = Clients(region="us-east-1")
    one = clients._client("sagemaker", "us-east-1")
    assert clients._client("sagemaker", "us-east-1") is one
    assert clients._client("sagemaker", "eu-west-1") is not one


@pytest.mark.parametrize(
    ("region", "served_from"),
    [("eu-west-3", "eu-central-1"), ("ap-northeast-1", "ap-south-1"), ("sa-east-1", "us-east-1")],
)
def test_the_price_list_is_asked_where_it_answers(aws: StandIn, region: str, served_from: str) -> None:
    assert Clients()._client("pricing", region).meta.region_name == served_from


def test_nothing_heavy_is_loaded_before_the_first_question() -> None:
    code = (
        "import sys, jupyter_green.magics.commands.measure, jupyter_green.magics.commands.account\n"
        "heavy = {'boto3', 'botocore', 'codecarbon', 'sagemaker'} & set(sys.modules)\n"
        "sys.exit(' '.join(heavy) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
