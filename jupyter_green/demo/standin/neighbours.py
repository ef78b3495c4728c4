"""The other services a SageMaker user meets: permissions, scaling, prices and the bill."""

from __future__ import annotations

import csv
import json
import zlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from jupyter_green.demo.standin.kinds import paged
from jupyter_green.demo.standin.world import Account, Refused, Request, answers

_SCALING = "application-autoscaling"
_TARGET = ("ServiceNamespace", "ResourceId", "ScalableDimension")


@answers("iam", "SimulatePrincipalPolicy")
def _simulate(account: Account, request: Request) -> Mapping[str, Any]:
    results = [{"EvalActionName": action, "EvalDecision": "allowed"} for action in request["ActionNames"]]
    return {"EvaluationResults": results, "IsTruncated": False}


def _scaled(account: Account, request: Request, shelf: str) -> list[dict[str, Any]]:
    """Return what is kept under a shelf for the targets a request names."""
    wanted = set(request.get("ResourceIds") or ([request["ResourceId"]] if request.get("ResourceId") else []))
    dimension = request.get("ScalableDimension")
    kept = account.scaling.setdefault(shelf, {})
    return [
        one
        for one in kept.values()
        if (not wanted or one["ResourceId"] in wanted) and dimension in (None, one["ScalableDimension"])
    ]


def _keep(account: Account, request: Request, shelf: str, name: str = "") -> dict[str, Any]:
    key = "|".join(str(request.get(part)) for part in _TARGET) + "|" + name
    kept = account.scaling.setdefault(shelf, {})
    kept[key] = {**kept.get(key, {}), **request, "CreationTime": account.now}
    return kept[key]


@answers(_SCALING, "RegisterScalableTarget")
def _register(account: Account, request: Request) -> Mapping[str, Any] | None:
    if request["ServiceNamespace"] != "sagemaker":
        return None
    kept = _keep(account, request, "targets")
    role = (
        f"arn:aws:iam::{account.number}:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/Scaling"
    )
    kept.setdefault("RoleARN", role)
    return {
        "ScalableTargetARN": account.arn(
            "scalable-target", f"{zlib.crc32(request['ResourceId'].encode()):08x}", _SCALING
        )
    }


@answers(_SCALING, "DeregisterScalableTarget")
def _deregister(account: Account, request: Request) -> Mapping[str, Any] | None:
    if request["ServiceNamespace"] != "sagemaker":
        return None
    key = "|".join(str(request.get(part)) for part in _TARGET) + "|"
    if account.scaling.get("targets", {}).pop(key, None) is None:
        raise Refused("No scalable target found for the given resource.", "ObjectNotFoundException")
    return {}


@answers(_SCALING, "PutScalingPolicy", "PutScheduledAction")
def _put(account: Account, request: Request) -> Mapping[str, Any] | None:
    if request["ServiceNamespace"] != "sagemaker":
        return None
    policy = "PolicyName" in request
    name = request["PolicyName" if policy else "ScheduledActionName"]
    arn = account.arn("scaling-policy" if policy else "scheduled-action", name, "autoscaling")
    if not policy:
        _keep(account, request | {"ScheduledActionARN": arn}, "scheduled", name)
        return {}
    _keep(account, request | {"PolicyARN": arn}, "policies", name)
    return {"PolicyARN": arn, "Alarms": []}


@answers(_SCALING, "DescribeScalableTargets")
def _targets(account: Account, request: Request) -> Mapping[str, Any] | None:
    return _described(account, request, "targets", "ScalableTargets")


@answers(_SCALING, "DescribeScalingPolicies")
def _policies(account: Account, request: Request) -> Mapping[str, Any] | None:
    return _described(account, request, "policies", "ScalingPolicies")


@answers(_SCALING, "DescribeScheduledActions")
def _scheduled(account: Account, request: Request) -> Mapping[str, Any] | None:
    return _described(account, request, "scheduled", "ScheduledActions")


@answers(_SCALING, "DescribeScalingActivities")
def _activities(account: Account, request: Request) -> Mapping[str, Any] | None:
    return _described(account, request, "activities", "ScalingActivities")


def _described(account: Account, request: Request, shelf: str, key: str) -> Mapping[str, Any] | None:
    if request["ServiceNamespace"] != "sagemaker":
        return None
    page, token = paged(_scaled(account, request, shelf), request, default=50)
    return {key: page} | ({"NextToken": token} if token else {})


@cache
def _prices() -> dict[tuple[str, str], list[tuple[str, float]]]:
    """Return the shipped list prices by Region and instance type, each with its component."""
    found: dict[tuple[str, str], list[tuple[str, float]]] = {}
    table = resources.files("jupyter_green") / "catalog" / "data" / "prices.csv"
    with table.open("r", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found.setdefault((row["region"], row["instance_type"]), []).append(
                (row["component"], float(row["usd_per_hour"]))
            )
    return found


@answers("pricing", "GetProducts")
def _products(account: Account, request: Request) -> Mapping[str, Any]:
    wanted = {one["Field"]: one["Value"] for one in request.get("Filters") or []}
    documents = []
    for (region, instance_type), components in _prices().items():
        if wanted.get("regionCode", region) != region or wanted.get("instanceName", instance_type) != instance_type:
            continue
        for use, usd in _uses(components).items():
            if wanted.get("platoinstancetype", use) == use:
                documents.append(_product(region, instance_type, use, usd))
    page, token = paged(documents, request, default=100)
    return {"FormatVersion": "aws_v1", "PriceList": page} | ({"NextToken": token} if token else {})


def _uses(components: list[tuple[str, float]]) -> dict[str, float]:
    """Return the price of each use; a price for all uses gives way to one for a single use."""
    named = {"studio": "Studio-Notebook", "transform": "BatchTransform"}
    prices: dict[str, float] = {}
    for component, usd in components:
        if component == "all":
            for use in ("Training", "Hosting", "Processing", "BatchTransform", "Notebook"):
                prices.setdefault(use, usd)
        else:
            prices[named.get(component, component.capitalize())] = usd
    return prices


def _product(region: str, instance_type: str, use: str, usd: float) -> str:
    sku = f"{zlib.crc32(f'{region}{instance_type}{use}'.encode()):08X}"
    attributes = {
        "servicecode": "AmazonSageMaker",
        "regionCode": region,
        "instanceName": instance_type,
        "instanceType": f"{instance_type}-{use}",
        "platoinstancetype": use,
        "component": use,
        "usagetype": f"{region}-{use}:{instance_type}",
    }
    price = {"unit": "Hrs", "pricePerUnit": {"USD": f"{usd:.10f}"}, "beginRange": "0", "endRange": "Inf"}
    terms = {"OnDemand": {f"{sku}.T": {"sku": sku, "priceDimensions": {f"{sku}.T.P": price}}}}
    product = {"productFamily": "ML Instance", "sku": sku, "attributes": attributes}
    return json.dumps({"product": product, "serviceCode": "AmazonSageMaker", "terms": terms})
