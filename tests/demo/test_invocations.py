"""A pretended model answers in the caller's format, at once, in pieces, or later in S3."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from jupyter_green.demo import standin


@pytest.fixture(params=["in process", "server"])
def runtime(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A runtime client with an endpoint that has a queue."""
    where = standin.in_process() if request.param == "in process" else standin.server(real_seconds=0)
    with where as aws:
        for name, value in aws.environment().items():
            monkeypatch.setenv(name, value)
        sagemaker = boto3.Session().client("sagemaker")
        sagemaker.create_endpoint_config(
            EndpointConfigName="answers",
            ProductionVariants=[
                {"VariantName": "v", "ModelName": "m", "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
            ],
            AsyncInferenceConfig={"OutputConfig": {"S3OutputPath": f"s3://{standin.BUCKET}/answers"}},
        )
        sagemaker.create_endpoint(EndpointName="answers", EndpointConfigName="answers")
        yield boto3.Session().client("sagemaker-runtime")


def test_an_answer_has_the_format_that_is_accepted(runtime: Any) -> None:
    told = runtime.invoke_endpoint(
        EndpointName="answers", Body=b"1,2", ContentType="text/csv", Accept="application/json"
    )
    plain = runtime.invoke_endpoint(EndpointName="answers", Body=b"1,2", ContentType="text/csv")
    assert json.loads(told["Body"].read())["predictions"] == [float(plain["Body"].read())]


def test_an_answer_can_come_in_pieces(runtime: Any) -> None:
    told = runtime.invoke_endpoint_with_response_stream(EndpointName="answers", Body=b"{}")
    pieces = [event["PayloadPart"]["Bytes"] for event in told["Body"]]
    assert len(pieces) == 5
    assert b"".join(pieces) == b"one word at a time"


def test_an_answer_can_wait_in_s3(runtime: Any) -> None:
    told = runtime.invoke_endpoint_async(EndpointName="answers", InputLocation="s3://b/in.json")
    key = told["OutputLocation"].removeprefix(f"s3://{standin.BUCKET}/")
    answer = boto3.Session().client("s3").get_object(Bucket=standin.BUCKET, Key=key)["Body"].read()
    assert json.loads(answer)["predictions"]


def test_an_endpoint_that_is_not_there_does_not_answer(runtime: Any) -> None:
    with pytest.raises(ClientError, match="not found"):
        runtime.invoke_endpoint(EndpointName="nowhere", Body=b"")
