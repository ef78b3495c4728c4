"""Automatic scaling of endpoints, registered with another service and joined by the endpoint's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyter_green.job import Unknown
from jupyter_green.readers.source.collect import EndpointRef
from jupyter_green.readers.source.values import Arguments, Sym, Value

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

_DIMENSIONS = ("sagemaker:variant:DesiredInstanceCount", "sagemaker:inference-component:DesiredCopyCount")


def register(ev: Evaluator, given: Arguments) -> None:
    """Note that an endpoint scales between two counts."""
    values = {key: slot[0] for key, slot in given.keywords.items()}
    dimension = values.get("ScalableDimension")
    if isinstance(dimension, str) and dimension not in _DIMENSIONS:
        return
    least, most = values.get("MinCapacity"), values.get("MaxCapacity")
    known = (least, most) if type(least) is int and type(most) is int else Unknown("decided at run time")
    for ref in _endpoints(ev, values.get("ResourceId")):
        ref.record.autoscaling = known


def _endpoints(ev: Evaluator, resource: Value) -> list[EndpointRef]:
    """Return the endpoints that ``endpoint/NAME/variant/VARIANT`` names; the only one where the name is unknown."""
    endpoints = ev.collector.endpoints
    if isinstance(resource, str):
        parts = resource.split("/")
        return ev.collector.named(ev, parts[1]) if len(parts) > 1 else []
    if isinstance(resource, Sym):
        parts_of = next((parts for parts, number in ev.interned.items() if ("derived", number) == resource.key), ())
        keys = set(parts_of) if isinstance(parts_of, tuple) else set()
        found = [ref for ref in endpoints if not ref.keys.isdisjoint(keys)]
        if found:
            return found
    return endpoints if len(endpoints) == 1 else []
