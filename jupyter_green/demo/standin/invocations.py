"""Answers of a pretended model, in the format the caller accepts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jupyter_green.demo.standin.streams import payload_parts
from jupyter_green.demo.standin.world import Account, Refused, Request, answers

_RUNTIME = "sagemaker-runtime"
_SCORE = 0.87


def _invoked(account: Account, name: str) -> Any:
    endpoint = account.shelf("Endpoint").get(name)
    if endpoint is None:
        raise Refused(f"Endpoint {name} of account {account.number} not found.", "ValidationError")
    endpoint.facts["_invocations"] = endpoint.facts.get("_invocations", 0) + 1
    return endpoint


@answers(_RUNTIME, "InvokeEndpoint")
def _invoke(account: Account, request: Request) -> Mapping[str, Any]:
    _invoked(account, request["EndpointName"])
    accept = request.get("Accept") or request.get("ContentType") or "application/json"
    if "json" in accept or accept == "*/*":
        body, content_type = json.dumps({"predictions": [_SCORE]}), "application/json"
    else:
        body, content_type = f"{_SCORE}\n", "text/csv"
    return {"Body": body.encode(), "ContentType": content_type, "InvokedProductionVariant": "AllTraffic"}


@answers(_RUNTIME, "InvokeEndpointWithResponseStream")
def _invoke_stream(account: Account, request: Request) -> Mapping[str, Any]:
    _invoked(account, request["EndpointName"])
    body = payload_parts(word.encode() for word in ("one ", "word ", "at ", "a ", "time"))
    headers = {"Content-Type": "application/vnd.amazon.eventstream", "x-Amzn-Invoked-Production-Variant": "AllTraffic"}
    return {"_raw": (200, headers, body)}


@answers(_RUNTIME, "InvokeEndpointAsync")
def _invoke_async(account: Account, request: Request) -> Mapping[str, Any]:
    endpoint = _invoked(account, request["EndpointName"])
    config = account.shelf("EndpointConfig").get(endpoint.request["EndpointConfigName"])
    output = ((config.request if config else {}).get("AsyncInferenceConfig") or {}).get("OutputConfig")
    if not output:
        raise Refused(f"Endpoint {endpoint.name} is not configured for asynchronous inference.", "ValidationError")
    number = f"{endpoint.facts['_invocations']:08d}"
    target = f"{output.get('S3OutputPath', '').rstrip('/')}/{number}.out"
    _leave_answer(account, target)
    return {"InferenceId": request.get("InferenceId") or number, "OutputLocation": target}


def _leave_answer(account: Account, target: str) -> None:
    from moto.s3.models import s3_backends

    bucket, _, key = target.removeprefix("s3://").partition("/")
    backend = s3_backends[account.number][account.partition]
    if bucket in backend.buckets:
        backend.put_object(bucket, key, json.dumps({"predictions": [_SCORE]}).encode())
