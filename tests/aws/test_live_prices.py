"""Prices of today stand before the packaged ones while the kernel lives."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator

import boto3
import pytest

from jupyter_green.aws.clients import Clients
from jupyter_green.aws.live_prices import live_prices
from jupyter_green.catalog.prices import forget_live_prices, hourly_price
from jupyter_green.demo.standin import StandIn, world
from tests.support.notebook import NotebookShell, notebook_shell

from .conftest import training_request

TODAY = datetime.datetime.now(datetime.timezone.utc).date().isoformat()


@pytest.fixture(autouse=True)
def packaged_prices() -> Iterator[None]:
    yield
    forget_live_prices()


@pytest.fixture
def notebook(aws: StandIn) -> Iterator[NotebookShell]:
    with notebook_shell() as shell:
        yield shell


def record(use: str, usd: str, *, unit: str = "Hrs") -> str:
    price = {"unit": unit, "pricePerUnit": {"USD": usd}}
    terms = {"OnDemand": {"T": {"priceDimensions": {"P": price}}}}
    return json.dumps({"product": {"attributes": {"platoinstancetype": use}}, "terms": terms})


def test_prices_are_told_by_use_and_dated(aws: StandIn, clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [
        record("Training", "1.5"),
        record("Hosting", "1.6"),
        record("TrainingFree", "0.1"),
        record("Hosting", "0"),
    ]
    records += [record("Processing_Geo", "9"), record("Training", "3", unit="Quantity"), "{torn", record("Other", "7")]
    answer = {"FormatVersion": "aws_v1", "PriceList": records}
    monkeypatch.setitem(world.ANSWERS, ("pricing", "GetProducts"), lambda account, request: answer)
    found, problems = live_prices(clients, [("ml.m5.xlarge", "us-east-1")], today=TODAY)
    assert problems == []
    assert {key[2]: price.usd for key, price in found.items()} == {"training": 1.5, "hosting": 1.6}
    assert {price.as_of for price in found.values()} == {TODAY}


def test_a_kernels_prices_are_replaced_and_given_back(
    aws: StandIn, notebook: NotebookShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook.run("sm.create_training_job(**request)", sm=boto3.client("sagemaker"), request=training_request("job"))
    packaged = hourly_price("ml.m5.xlarge", "us-east-1")
    assert packaged is not None
    answer = {"FormatVersion": "aws_v1", "PriceList": [record("Training", "12.5")]}
    monkeypatch.setitem(world.ANSWERS, ("pricing", "GetProducts"), lambda account, request: answer)
    text = notebook.run("%green prices")[-1]["text/plain"]
    assert "$12.5" in text and f"${packaged.usd:.6g}" in text and TODAY in text
    entry = notebook.session.books.find("job")
    assert entry is not None
    footprint = notebook.session.footprint(entry)
    assert footprint.rate.cost.central == pytest.approx(12.5)
    told = next(one for one in footprint.inputs if one.name == "list price")
    assert (told.source, told.date) == ("AWS Price List API", TODAY)
    assert hourly_price("ml.m5.xlarge", "eu-west-1") != hourly_price("ml.m5.xlarge", "us-east-1")
    notebook.run("%green prices --off")
    assert hourly_price("ml.m5.xlarge", "us-east-1") == packaged


def test_the_stand_ins_price_list_is_read_as_that_of_aws(aws: StandIn, clients: Clients) -> None:
    found, problems = live_prices(clients, [("ml.g5.xlarge", "us-east-1")], today=TODAY)
    packaged = hourly_price("ml.g5.xlarge", "us-east-1", "training")
    assert problems == [] and packaged is not None
    assert found["ml.g5.xlarge", "us-east-1", "training"].usd == pytest.approx(packaged.usd)


def test_a_refusal_leaves_the_packaged_prices(aws: StandIn, notebook: NotebookShell) -> None:
    aws.refuse("GetProducts")
    before = hourly_price("ml.g5.xlarge", "us-east-1")
    text = notebook.run("%green prices ml.g5.xlarge")[-1]["text/plain"]
    assert "not permitted: pricing:GetProducts" in text
    assert hourly_price("ml.g5.xlarge", "us-east-1") == before
