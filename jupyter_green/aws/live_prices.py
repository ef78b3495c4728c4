"""List prices of today from the Price List API, for the hardware asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from jupyter_green.aws.clients import Clients
from jupyter_green.aws.outcome import Problem
from jupyter_green.catalog.prices import Price

__all__ = ["ACTIONS", "PriceKey", "live_prices"]

#: What asking for prices may ask for.
ACTIONS = ("pricing:GetProducts",)
PriceKey = tuple[str, str, str]  # type, Region, component
_SOURCE = "AWS Price List API"
#: ``platoinstancetype`` of a price record -> components of our price table; the empty one is any other kind of job.
_COMPONENTS: Mapping[str, tuple[str, ...]] = {
    "Training": ("training",),
    "Hosting": ("hosting",),
    "BatchTransform": ("transform",),
    "Studio-Notebook": ("studio",),
    "Processing": ("", "all"),
}


def live_prices(
    clients: Clients, wanted: Iterable[tuple[str, str]], *, today: str
) -> tuple[dict[PriceKey, Price], list[Problem]]:
    """Return today's prices of these (type, Region) pairs, one question a pair; a refusal ends the asking."""
    found: dict[PriceKey, Price] = {}
    problems: list[Problem] = []
    for instance_type, region in sorted(set(wanted)):
        records, problem = clients.everything(
            "pricing",
            "GetProducts",
            "PriceList",
            region,
            would=f"today's list price of {instance_type}",
            ServiceCode="AmazonSageMaker",
            Filters=[
                {"Type": "TERM_MATCH", "Field": "regionCode", "Value": region},
                {"Type": "TERM_MATCH", "Field": "productFamily", "Value": "ML Instance"},
                {"Type": "TERM_MATCH", "Field": "instanceName", "Value": instance_type},
            ],
            MaxResults=100,
        )
        for record in records:
            for component, usd in _prices_in(record):
                found[instance_type, region, component] = Price(usd, 0.0, _SOURCE, today, False)
        if problem is not None:
            problems.append(problem)
            break
    return found, problems


def _prices_in(record: Any) -> list[tuple[str, float]]:
    """Return component and hourly price of one record; records of free tiers and of other uses give none."""
    try:
        told = json.loads(record) if isinstance(record, str) else record
        attributes = told["product"]["attributes"]
        use = str(attributes.get("platoinstancetype") or attributes.get("component") or "")
        if "Free" in use or use == "Processing_Geo":
            return []
        for term in told["terms"]["OnDemand"].values():
            for price in term["priceDimensions"].values():
                if str(price.get("unit", "")).lower() in ("hrs", "hours", "hour"):
                    usd = float(price["pricePerUnit"]["USD"])
                    return [(component, usd) for component in _COMPONENTS.get(use, ())] if usd > 0 else []
    except (ValueError, KeyError, TypeError, AttributeError):
        return []  # a record of another shape prices nothing
    return []
