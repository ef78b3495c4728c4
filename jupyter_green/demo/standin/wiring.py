"""How the stand-in's answers get in front of moto's, in process and behind its server alike."""

from __future__ import annotations

import contextlib
import re
import warnings
from collections.abc import Iterator
from typing import Any
from unittest import mock

from jupyter_green.demo.standin import (  # noqa: F401  each module registers its answers
    batch,
    endpoints,
    invocations,
    metrics,
    neighbours,
    pipelines,
    search,
    studio,
    training,
    tuning,
)
from jupyter_green.demo.standin.world import ANSWERS, Call, Refused, World

_PRICING = re.compile(r"https?://(api\.)?pricing\.(.+)\.amazonaws\.com")
_STREAM = "{0}/endpoints/(?P<name>[^/]+)/invocations-response-stream$"


@contextlib.contextmanager
def wired(world: World) -> Iterator[None]:
    """Let ``world`` answer what it knows; everything else stays with moto."""
    import moto.backend_index
    import moto.backends
    import moto.sagemaker.urls
    import moto.sagemakerruntime.urls
    from moto.core.responses import ActionResult, BaseResponse
    from moto.s3.responses import S3Response
    from moto.sagemakerruntime.responses import SageMakerRuntimeResponse

    moto_answer, moto_backend, s3_setup = BaseResponse.call_action, moto.backends.get_backend, S3Response.setup_class

    def call_action(response: Any) -> Any:
        service, operation = response.boto3_service_name, response._get_action()
        world.calls.append(Call(service, operation, response.region))
        answer = ANSWERS.get((service, operation))
        with world.lock:
            try:
                world.check_refusal(operation)
                if answer is None:
                    return moto_answer(response)
                result: Any = answer(world.account(response.current_account, response.region), _request(response))
            except Refused as refusal:
                return _refuse(response, refusal)
        if result is None:
            return moto_answer(response)
        if "_raw" in result:
            return result["_raw"]
        shown = {key: value for key, value in result.items() if not key.startswith("_")}
        status, headers, body = response.serialized(ActionResult(shown))
        return status, *response._enrich_response(headers, body)

    def setup_s3(response: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        done = s3_setup(response, request, *args, **kwargs)
        operation = response._get_action_from_method_and_request_uri(request)
        world.calls.append(Call("s3", operation or request.method, response.region))
        return done

    def get_backend(name: str) -> Any:
        return _pricing_backend() if name == "pricing" else moto_backend(name)

    streaming = {_STREAM: SageMakerRuntimeResponse.dispatch}  # the server takes such paths for SageMaker's own
    patterns = [*moto.backend_index.backend_url_patterns, ("pricing", _PRICING)]
    with (
        mock.patch.object(BaseResponse, "call_action", call_action),
        mock.patch.object(S3Response, "setup_class", setup_s3),
        mock.patch.object(moto.backends, "get_backend", get_backend),
        mock.patch.dict(moto.sagemakerruntime.urls.url_paths, streaming),
        mock.patch.dict(moto.sagemaker.urls.url_paths, streaming),
        mock.patch.object(moto.backend_index, "backend_url_patterns", patterns),
    ):
        yield


def _request(response: Any) -> dict[str, Any]:
    if not response.automated_parameter_parsing:
        response.parse_parameters(response.normalized_request)
    found: dict[str, Any] = _plain(response.params)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value


def _refuse(response: Any, refusal: Refused) -> Any:
    from moto.core.responses import ActionResult

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # moto tells of errors that any service can answer with
        status, headers, body = response.serialized(ActionResult(refusal))
    return status, *response._enrich_response(headers, body)


def _pricing_backend() -> Any:
    """Return what moto needs to route the price list, a service that it does not have."""
    from moto.core.responses import BaseResponse

    def start(response: Any) -> None:
        BaseResponse.__init__(response, service_name="pricing")
        response.automated_parameter_parsing = True

    prices: Any = type("PriceListResponse", (BaseResponse,), {"__init__": start})
    backend = mock.Mock(urls={f"{_PRICING.pattern}/$": prices.dispatch}, flask_paths={"/": prices.dispatch})
    return {"global": backend}
