"""Models, endpoint configurations, endpoints and the inference components on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jupyter_green.demo.standin.checks import check_values
from jupyter_green.demo.standin.kinds import Kind, serve
from jupyter_green.demo.standin.world import Account, Record, Refused, Request, answers

_VARIANTS = ("ProductionVariants", "ShadowProductionVariants")


def _check_config(account: Account, request: Request) -> None:
    for variant in request.get("ProductionVariants") or []:
        serverless = variant.get("ServerlessConfig")
        if serverless and variant.get("InstanceType"):
            raise Refused("A variant has either ServerlessConfig or InstanceType, not both.")
        if serverless and serverless.get("MemorySizeInMB") not in range(1024, 6145, 1024):
            raise Refused("MemorySizeInMB must be one of 1024, 2048, 3072, 4096, 5120 and 6144.")
        if serverless and request.get("AsyncInferenceConfig"):
            raise Refused("AsyncInferenceConfig is not supported on serverless endpoints.")
        if not serverless and not variant.get("InstanceType") and not variant.get("InstancePools"):
            raise Refused("A variant needs InstanceType, InstancePools or ServerlessConfig.")


def _check_endpoint(account: Account, request: Request) -> None:
    if request["EndpointConfigName"] not in account.shelf("EndpointConfig"):
        raise Refused(f'Could not find endpoint configuration "{request["EndpointConfigName"]}".')


def _endpoint_made(account: Account, record: Record) -> None:
    record.facts["_asked"] = {}  # instance counts and weights set after creation, by variant


def _endpoint_told(account: Account, record: Record) -> Mapping[str, Any]:
    config = account.shelf("EndpointConfig").get(record.request["EndpointConfigName"])
    over = record.timeline.is_over(account.now)
    answer: dict[str, Any] = {"EndpointStatus": _status(record, over)}
    if config is None:
        return answer
    for key in _VARIANTS:
        if config.request.get(key):
            answer[key] = [_variant(one, record.facts["_asked"], over) for one in config.request[key]]
    if config.request.get("AsyncInferenceConfig"):
        answer["AsyncInferenceConfig"] = config.request["AsyncInferenceConfig"]
    if capture := config.request.get("DataCaptureConfig"):
        answer["DataCaptureConfig"] = {
            "EnableCapture": capture.get("EnableCapture", False),
            "CaptureStatus": "Started" if capture.get("EnableCapture") else "Stopped",
            "CurrentSamplingPercentage": capture["InitialSamplingPercentage"],
            "DestinationS3Uri": capture["DestinationS3Uri"],
            "KmsKeyId": capture.get("KmsKeyId", ""),
        }
    return answer


def _status(record: Record, over: bool) -> str:
    if record.outcome == "Failed" and over:
        return "Failed"
    return "InService" if over else "Updating" if record.modified else "Creating"


def _variant(variant: Mapping[str, Any], asked: Mapping[str, Any], over: bool) -> dict[str, Any]:
    wanted = asked.get(variant["VariantName"], {})
    weight = wanted.get("DesiredWeight", variant.get("InitialVariantWeight", 1.0))
    told: dict[str, Any] = {"VariantName": variant["VariantName"], "CurrentWeight": weight, "DesiredWeight": weight}
    if serverless := variant.get("ServerlessConfig"):
        told["CurrentServerlessConfig"] = serverless
    elif "InitialInstanceCount" in variant or "DesiredInstanceCount" in wanted:
        count = wanted.get("DesiredInstanceCount", variant.get("InitialInstanceCount"))
        told["DesiredInstanceCount"] = count
        told["CurrentInstanceCount"] = count if over else 0
    for key in ("ManagedInstanceScaling", "RoutingConfig", "InstancePools"):
        if key in variant:
            told[key] = variant[key]
    return told


def _move(account: Account, record: Record) -> None:
    """Let the endpoint take its time again, keeping the time at which it was created."""
    record.modified = account.now
    fresh = ENDPOINT.plan(account, record.request)
    record.facts["CreationTime"] = record.facts.get("CreationTime", record.timeline.created)
    record.timeline = replace(fresh)


@answers("sagemaker", "UpdateEndpoint")
def _update_endpoint(account: Account, request: Request) -> Mapping[str, Any]:
    _check_endpoint(account, request)
    record = account.find("Endpoint", request["EndpointName"])
    record.request["EndpointConfigName"] = request["EndpointConfigName"]
    if not request.get("RetainAllVariantProperties"):
        record.facts["_asked"] = {}
    _move(account, record)
    return {"EndpointArn": record.arn}


@answers("sagemaker", "UpdateEndpointWeightsAndCapacities")
def _update_capacities(account: Account, request: Request) -> Mapping[str, Any]:
    record = account.find("Endpoint", request["EndpointName"])
    for wanted in request["DesiredWeightsAndCapacities"]:
        record.facts["_asked"].setdefault(wanted["VariantName"], {}).update(wanted)
    _move(account, record)
    return {"EndpointArn": record.arn}


def _component_told(account: Account, record: Record) -> Mapping[str, Any]:
    copies = (record.request.get("RuntimeConfig") or {}).get("CopyCount", 1)
    over = record.timeline.is_over(account.now)
    endpoint = account.shelf("Endpoint").get(record.request["EndpointName"])
    answer: dict[str, Any] = {
        "RuntimeConfig": {"DesiredCopyCount": copies, "CurrentCopyCount": copies if over else 0},
        "VariantName": record.request.get("VariantName", "AllTraffic"),
    }
    if endpoint is not None:
        answer["EndpointArn"] = endpoint.arn
    return answer


def _check_component(account: Account, request: Request) -> None:
    account.find("Endpoint", request["EndpointName"])


@answers("sagemaker", "UpdateInferenceComponentRuntimeConfig")
def _update_copies(account: Account, request: Request) -> Mapping[str, Any]:
    check_values("sagemaker", "UpdateInferenceComponentRuntimeConfig", request)
    record = account.find("InferenceComponent", request["InferenceComponentName"])
    record.request["RuntimeConfig"] = {"CopyCount": request["DesiredRuntimeConfig"]["CopyCount"]}
    record.modified = account.now
    return {"InferenceComponentArn": record.arn}


def _now_only(account: Account, request: Request) -> tuple[()]:
    return ()


MODEL = serve(Kind("Model", "model", "Models", "ModelName", "ModelArn", phases=_now_only))
serve(
    Kind(
        "EndpointConfig",
        "endpoint-config",
        "EndpointConfigs",
        "EndpointConfigName",
        "EndpointConfigArn",
        check=_check_config,
        phases=_now_only,
    )
)
ENDPOINT = serve(
    Kind(
        "Endpoint",
        "endpoint",
        "Endpoints",
        "EndpointName",
        "EndpointArn",
        "EndpointStatus",
        check=_check_endpoint,
        told=_endpoint_told,
        made=_endpoint_made,
    )
)
serve(
    Kind(
        "InferenceComponent",
        "inference-component",
        "InferenceComponents",
        "InferenceComponentName",
        "InferenceComponentArn",
        "InferenceComponentStatus",
        check=_check_component,
        told=_component_told,
    ),
    update=True,
)
