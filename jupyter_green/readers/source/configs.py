"""What a request says in more than one place: variants of endpoints, definitions of tuning jobs, groups of clusters."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from jupyter_green.dialects.api import ENDPOINT_CONFIG_ROWS, OPERATIONS, TRAINING_ROWS, VARIANT_ROWS
from jupyter_green.readers.source.fields import Field, add_image_facts, dig, from_request, written
from jupyter_green.readers.source.values import (
    DictValue,
    Instance,
    ListValue,
    Sym,
    Value,
    identity,
    join,
)

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator


_POOLS = "InstancePools"


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
    pools = found.get("instance_preferences")
    if pools is not None and isinstance(pools.value, ListValue):
        found["instance_type"] = pools._replace(value=join(s[0] for s in pools.value.items), codec="plain")
        found["instance_preferences"] = pools._replace(value=_in_order(pools.value, at(variants.items[0][0], _POOLS)))
    if all("model_name" not in one for one in each) and not any(_is_open(slot[0]) for slot in variants.items):
        found["inference_components"] = Field(True, None, cell, "ProductionVariants[].ModelName", "plain", "defaulted")
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
        mode = _model_mode(_model_of(ev, found))
    found["mode"] = Field(mode, None, cell, "ProductionVariants")
    _join_model(ev, found, _model_of(ev, found))
    return found


def _is_open(variant: Value) -> bool:
    """True when a variant may hold more than what is known of it."""
    return not isinstance(variant, (DictValue, Instance)) or variant.open


def _in_order(types: ListValue, pools: Value) -> ListValue:
    """Return the types of instance pools in the order of their priority, which need not be that of the list."""
    if not isinstance(pools, ListValue) or len(pools.items) != len(types.items):
        return types
    priorities = [at(slot[0], "Priority") for slot in pools.items]
    if not all(type(one) is int for one in priorities):
        return types
    order = sorted(range(len(priorities)), key=priorities.__getitem__)
    return ListValue([types.items[i] for i in order], types.open)


def _model_of(ev: Evaluator, found: dict[str, Field]) -> Value:
    """Return the request that made the model of a variant, or None when it is not made in this notebook."""
    name = found.get("model_name")
    return ev.collector.recall(ev.collector.models, ev, name.value) if name is not None else None


def _join_model(ev: Evaluator, found: dict[str, Field], model: Value) -> None:
    """Add what the model's request says: image, data, environment, network; the first of several containers speaks."""
    if model is None:
        return
    for name, field in from_request(model, OPERATIONS["CreateModel"].rows, None, ev.cell).items():
        if name not in found or found[name].status == "defaulted":
            found[name] = field
    several = at(model, "Containers")
    if isinstance(several, ListValue) and several.items:
        for name, word in (("image", "Image"), ("model_data", "ModelDataUrl")):
            slot = dig(several.items[0][0], word)
            if slot is not None:
                found.setdefault(name, written(slot, f"Containers[].{word}"))
    add_image_facts(found)


def _model_mode(model: Value) -> Value:
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


_HARDWARE = "InfrastructureConfig.RealTimeInferenceConfig"


def experiment_fields(ev: Evaluator, node: ast.Call, body: Value) -> dict[str, Field]:
    """Return what a shadow test adds to the endpoint it runs on, whose own variant is counted there, and its end."""
    name = dig(body, "Name")
    found = {} if name is None else {"name": written(name, "Name", call=node, call_cell=ev.cell)}
    schedule = dig(body, "Schedule", ev.cell)
    end = dig(schedule[0], "EndTime", schedule[2]) if schedule is not None else None
    if end is not None:
        found["schedule"] = written(end, "Schedule.EndTime", call=node, call_cell=ev.cell)
    variants = at(body, "ModelVariants")
    if not isinstance(variants, ListValue):
        return found
    names = at(body, "ShadowModeConfig.ShadowModelVariants[].ShadowModelVariantName")
    shadows = [slot[0] for slot in names.items] if isinstance(names, ListValue) else []
    keys = {identity(name) for name in shadows}
    chosen = [slot for slot in variants.items if identity(at(slot[0], "VariantName")) in keys] or variants.items
    hardware = [found_slot for slot in chosen if (found_slot := dig(slot[0], _HARDWARE)) is not None]
    if len(hardware) > 1:
        found["instance_groups"] = Field(ListValue(hardware), None, ev.cell, f"ModelVariants[].{_HARDWARE}", "groups")
    elif hardware:
        for field, word in (("instance_type", "InstanceType"), ("instance_count", "InstanceCount")):
            slot = dig(hardware[0][0], word)
            if slot is not None:
                found[field] = written(slot, f"ModelVariants[].{_HARDWARE}.{word}", call=node, call_cell=ev.cell)
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
    fixed = dig(definition, "StaticHyperParameters")
    if fixed is not None:
        found.setdefault("hyperparameters", written(fixed, "StaticHyperParameters", "mapping"))
    return found
