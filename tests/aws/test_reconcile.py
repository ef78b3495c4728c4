"""A month of the ledger stands beside AWS's own figures, from recorded answers of the service."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from jupyter_green.aws.clients import Clients
from jupyter_green.aws.reconcile import months_emissions, parse_month
from jupyter_green.demo.standin import StandIn
from tests.support.notebook import NotebookShell, notebook_shell

from .conftest import training_request

UTC = datetime.timezone.utc
OCTOBER = (datetime.datetime(2026, 10, 1, tzinfo=UTC), datetime.datetime(2026, 11, 1, tzinfo=UTC))


class Recorded:
    """A boto3 session whose client gives recorded answers, checked against the service's model."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers = answers
        self.stubber: Stubber

    def client(self, service: str, **options: Any) -> Any:
        client = boto3.session.Session().client(service, **options)
        self.stubber = Stubber(client)
        for answer in self.answers:
            self.stubber.add_response("get_estimated_carbon_emissions", answer)
        self.stubber.activate()
        return client


def result(service: str, region: str, **tonnes: float) -> dict[str, Any]:
    return {
        "TimePeriod": {"Start": OCTOBER[0], "End": OCTOBER[1]},
        "DimensionsValues": {"SERVICE": service, "REGION": region},
        "ModelVersion": "v3.0.0",
        "EmissionsValues": {kind: {"Value": value, "Unit": "MTCO2e"} for kind, value in tonnes.items()},
    }


SCOPES = {
    "TOTAL_LBM_CARBON_EMISSIONS": 0.010,
    "TOTAL_MBM_CARBON_EMISSIONS": 0.003,
    "TOTAL_SCOPE_1_CARBON_EMISSIONS": 0.001,
    "TOTAL_SCOPE_2_LBM_CARBON_EMISSIONS": 0.007,
    "TOTAL_SCOPE_3_LBM_CARBON_EMISSIONS": 0.002,
}
PAGES = (
    {"Results": [result("Amazon SageMaker", "us-east-1", **SCOPES)], "NextToken": "more"},
    {
        "Results": [
            result("AmazonSageMaker", "eu-west-1", TOTAL_LBM_CARBON_EMISSIONS=0.004),
            result("AmazonEC2", "eu-west-1", TOTAL_LBM_CARBON_EMISSIONS=9.0),
        ]
    },
)


@pytest.fixture
def notebook(aws: StandIn) -> Iterator[NotebookShell]:
    with notebook_shell() as shell:
        shell.session.clock = lambda: datetime.datetime(2026, 11, 22, tzinfo=UTC).timestamp()
        yield shell


def test_sagemakers_share_is_summed_over_pages_by_region() -> None:
    month, problem = months_emissions(Clients(Recorded(*PAGES)), *OCTOBER)
    assert problem is None and month.version == "v3.0.0"
    assert month.grams("TOTAL_LBM_CARBON_EMISSIONS") == pytest.approx(14_000)
    assert month.by_region["eu-west-1"] == {"TOTAL_LBM_CARBON_EMISSIONS": pytest.approx(4_000)}
    assert month.grams("TOTAL_SCOPE_3_MBM_CARBON_EMISSIONS") is None


def test_the_months_jobs_stand_beside_awss_scopes(notebook: NotebookShell) -> None:
    notebook.session.measuring.clients = Clients(Recorded(*PAGES))
    text = notebook.run("%green reconcile 2026-10")[-1]["text/plain"]
    assert "all, location-based" in text and "14 kg CO₂e" in text
    assert "scopes 1 and 2" in text and "8.0 kg CO₂e" in text
    assert "embodied / scope 3" in text and "2.0 kg CO₂e" in text
    assert "all, market-based" in text and "not estimated" in text
    assert "model v3.0.0" in text and "contracts for renewable energy" in text


def test_without_permission_the_ledger_stands_alone(notebook: NotebookShell) -> None:
    session = Recorded()
    original = session.client

    def refused(service: str, **options: Any) -> Any:
        client = original(service, **options)
        session.stubber.add_client_error("get_estimated_carbon_emissions", "AccessDeniedException")
        return client

    session.client = refused  # type: ignore[method-assign]
    notebook.session.measuring.clients = Clients(session, attempts=1)
    text = notebook.run("%green reconcile 2026-10")[-1]["text/plain"]
    assert "not permitted: sustainability:GetEstimatedCarbonEmissions" in text and "not told" in text


def test_a_month_that_aws_does_not_tell_yet_is_said_to_be_late(notebook: NotebookShell) -> None:
    notebook.session.measuring.clients = Clients(Recorded({"Results": []}))
    text = notebook.run("%green reconcile 2026-10")[-1]["text/plain"]
    assert "three months late" in text and "21 days ago" in text


@pytest.mark.parametrize("words", ["", "2026-13", "october", "2027-01"])
def test_what_is_no_past_month_is_one_friendly_line(notebook: NotebookShell, words: str) -> None:
    text = notebook.run(f"%green reconcile {words}")[-1]["text/plain"]
    assert text.startswith("jupyter_green:") and "\n" not in text


def test_months_are_read_as_they_are_written() -> None:
    assert parse_month("2026-12") == (
        datetime.datetime(2026, 12, 1, tzinfo=UTC),
        datetime.datetime(2027, 1, 1, tzinfo=UTC),
    )
    assert parse_month("2026-1") is None


def test_a_job_of_the_month_is_in_the_ledgers_column(notebook: NotebookShell) -> None:
    session = notebook.session
    session.clock = time.time
    cell = "_ = sm.create_training_job(**request)"
    notebook.run(cell, sm=boto3.client("sagemaker"), request=training_request("this-month"))
    session.measuring.measure(session.books.all()[-1])
    session.recorder._worker.drain(5)
    session.measuring.clients = Clients(Recorded(*PAGES))
    this_month = datetime.datetime.now(UTC).strftime("%Y-%m")
    text = notebook.run(f"%green reconcile {this_month}")[-1]["text/plain"]
    whole = next(line for line in text.splitlines() if line.startswith("all, location-based"))
    assert whole.split()[2] != "0"
    assert "jobs of the ledger began in this month" in text
