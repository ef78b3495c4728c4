"""What a request says in more than one place: variants of endpoints, definitions of tuning jobs, groups of clusters."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from jupyter_green.dialects.api import ENDPOINT_CONFIG_ROWS, TRAINING_ROWS, VARIANT_ROWS
from jupyter_green.readers.source.fields import Field, dig, from_request, written
from jupyter_green.readers.source.values import (
    ListValue,
    Sym,
    Value,
    join,
)

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator


def config_fields(ev: Evaluator, config: Any) -> dict[str, Field]:
    """Return the Job fields of an endpoint configuration: its variants together."""
    if config is None:
        unknown = Sym("its endpoint configuration is not made in this notebook")
        return {name: Field(unknown, None, ev.cell, name) for name in ("instance_type", "instance_count")}
    body, node, cell = config
    found = from_request(body, ENDPOINT_CONFIG_ROWS, node, cell)
    variants = at(body, "ProductionVariants")
    if not isinstance(variants, ListValue) or not variants.items:
        unknown = Sym("the variants are not known")
        found.update({name: Field(unknown, None, cell, name) for name in ("instance_type", "instance_count")})
        found["mode"] = Field(unknown, None, cell, "ProductionVariants")
        return found
    each = [from_request(slot[0], VARIANT_ROWS, node, cell) for slot in variants.items]
    found.update(each[0])
    pools = found.pop("instance_preferences", None)
    if pools is not None and isinstance(pools.value, ListValue):
        found["instance_type"] = pools._replace(value=join(s[0] for s in pools.value.items), codec="plain")
    if len(each) > 1:
        found["variants"] = Field(len(each), None, cell, "ProductionVariants")
        for name in ("instance_type", "instance_count"):
            present = [one[name] for one in each if name in one]
            if present:
                found[name] = present[0]._replace(value=join(f.value for f in present))
    asynchronous = at(body, "AsyncInferenceConfig")
    if "serverless_memory_mb" in found or dig(variants.items[0][0], "ServerlessConfig") is not None:
        mode: Value = "serverless"
    elif asynchronous is not None:
        mode = "async"
    else:
        mode = _model_mode(ev, found.get("model_name"))
    found["mode"] = Field(mode, None, cell, "ProductionVariants")
    return found


def _model_mode(ev: Evaluator, name: Field | None) -> Value:
    model = ev.collector.recall(ev.collector.models, ev, name.value) if name is not None else None
    if model is None:
        return "real-time"
    for path in ("PrimaryContainer.Mode", "Containers[].Mode"):
        mode = at(model, path)
        options = [s[0] for s in mode.items] if isinstance(mode, ListValue) else [mode]
        if "MultiModel" in options:
            return "multi-model"
    return "real-time"


def at(body: Value, path: str) -> Value:
    """Return what stands at a path of a request, or None."""
    slot = dig(body, path)
    return slot[0] if slot is not None else None


def cluster_fields(ev: Evaluator, node: ast.Call, body: Value) -> dict[str, Field]:
    """Return what a cluster of one group of instances runs on."""
    groups = at(body, "InstanceGroups")
    if not isinstance(groups, ListValue) or len(groups.items) != 1:
        return {}
    group = groups.items[0][0]
    found = {}
    for name, word in (("instance_type", "InstanceType"), ("instance_count", "InstanceCount")):
        slot = dig(group, word)
        if slot is not None:
            found[name] = written(slot, f"InstanceGroups[].{word}", call=node, call_cell=ev.cell)
    return found


def tuning_resources(ev: Evaluator, node: ast.Call, body: Value) -> dict[str, Field]:
    """Return the fields of the training jobs that a tuning request describes."""
    definition = at(body, "TrainingJobDefinition")
    if definition is None:
        several = at(body, "TrainingJobDefinitions")
        definition = several.items[0][0] if isinstance(several, ListValue) and several.items else None
    found = from_request(definition, TRAINING_ROWS, node, ev.cell)
    if "instance_type" not in found and definition is not None:
        rows = [
            row._replace(path=row.path.replace("ResourceConfig", "HyperParameterTuningResourceConfig"))
            for row in TRAINING_ROWS
            if row.path.startswith("ResourceConfig.")
        ]
        found.update(from_request(definition, rows, node, ev.cell))
    return found
