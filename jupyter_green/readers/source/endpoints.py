"""Endpoints that SDK objects deploy, update and delete."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from jupyter_green.readers.source.attributes import session_fields
from jupyter_green.readers.source.fields import Field, add_image_facts, from_arguments, plain_value, written
from jupyter_green.readers.source.sdk import PREDICTOR, SHAPE_OF_FAMILY, deploy_verb, rows_of, sdk_class
from jupyter_green.readers.source.values import (
    Arguments,
    Choice,
    DictValue,
    Instance,
    ListValue,
    Slot,
    Sym,
    Value,
    identity,
)

if TYPE_CHECKING:
    from jupyter_green.readers.source.collect import EndpointRef
    from jupyter_green.readers.source.evaluator import Evaluator

_KEPT_FROM_MODEL = ("image", "framework", "framework_version", "model_data", "model_id", "model_name", "vpc")
#: Of what a deployment says, all that is of an inference component and not of the endpoint it goes to.
_KEPT_FROM_ENDPOINT = (
    "model_name",
    "image",
    "framework",
    "framework_version",
    "model_data",
    "model_id",
    "region",
    "local",
)
_REQUESTS = {
    "num_accelerators": "component_accelerators",
    "num_cpus": "component_cpus",
    "memory": "component_memory_mb",
    "copies": "copies",
}
#: What an estimator says of its training, and only a model says of the endpoint.
_KEPT_UNLESS_TRAINED = ("environment", "entry_point", "network_isolation")


def deploy(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Note the endpoint that ``deploy`` makes; returns its predictor."""
    from jupyter_green.readers.source.starts import api_of

    family = inst.sdk.family
    verb = deploy_verb(family)
    arguments = {**dict(zip(verb.positional, given.args, strict=False)), **given.keywords}
    if family == "builder":
        config = _given(arguments, "inference_config")
        if isinstance(config, Instance) and config.sdk.name == "BatchTransformInferenceConfig":
            return _transformer_of(config, node)
        _read_compute(ev, inst)
    found = from_arguments(arguments, verb.rows, given.open, node, ev.cell, defaults=False, positional=verb.positional)
    own = from_arguments(inst.fields, rows_of(family), inst.open, inst.call, inst.cell, defaults=False)
    for name in _KEPT_FROM_MODEL if family in ("estimator", "any") else (*_KEPT_FROM_MODEL, *_KEPT_UNLESS_TRAINED):
        if name in own:
            found.setdefault(name, own[name])
    _framework(found, inst)
    found.update(session_fields(ev, inst))
    _mode(found, arguments, inst, ev)
    if (family == "builder" or inst.sdk.api == "jumpstart") and "serverless_memory_mb" not in found:
        if family != "estimator":
            for name in ("instance_type", "instance_count"):
                if name in inst.fields:
                    own_field = written(inst.fields[name], name, call=inst.call, call_cell=inst.cell)
                    found.setdefault(name, own_field)
        found.setdefault("instance_count", Field(1, None, ev.cell, "initial_instance_count", "plain", "defaulted"))
    local_mode = arguments.get("mode") or inst.fields.get("mode") if family == "builder" else None
    if local_mode is not None:
        found["local"] = written(local_mode, "mode", "local_mode")
    if "instance_type" not in found and found["mode"].value != "serverless":
        why = "JumpStart's catalogue decides" if inst.sdk.api == "jumpstart" else "not given, the SDK decides"
        found["instance_type"] = Field(Sym(why), None, ev.cell, "instance_type")
    updates = _given(arguments, "update_endpoint") is True
    made_by = (inst.call, inst.cell) if inst.call is not None else None
    predictor = Instance(PREDICTOR, {}, node, ev.cell)
    predictor.made_from = inst.made_from
    name = _given(arguments, "endpoint_name")
    if _holds_components(found):
        predictor.fields["component_name"] = arguments.get("inference_component_name", (None, None, ev.cell))
        shared = ev.collector.running(ev, name, node)[-1:]
        if shared:
            own = {key: found[key] for key in _KEPT_FROM_ENDPOINT if key in found} | _resources(arguments)
            ev.collector.emit(ev, node, "inference-component", api_of(inst), own, made_by=made_by)
            ev.write(predictor.fields, "endpoint_name", (shared[0].name, node, ev.cell))
            predictor.endpoints.append(shared[0])
            inst.endpoints.append(shared[0])
            return predictor
    record = ev.collector.emit(
        ev, node, "endpoint-update" if updates else "endpoint", api_of(inst), found, made_by=made_by
    )
    if name is not None and "instance_type" in found:
        _remember_config(ev, node, name, found)
    running = (ev.collector.named(ev, name) or inst.endpoints)[-1:] if updates else []
    if running:
        ref = running[0]
        record.endpoints.append(ref)
    else:
        ref = ev.collector.add_endpoint(ev, record, name)
    ev.write(predictor.fields, "endpoint_name", (ref.name, node, ev.cell))
    predictor.endpoints.append(ref)
    inst.endpoints.append(ref)
    return predictor


def _holds_components(found: dict[str, Field]) -> bool:
    """True when what is deployed is an inference component, which shares the instances of its endpoint."""
    components = found.get("inference_components")
    return components is not None and plain_value(components).value is True


def _resources(arguments: dict[str, Slot]) -> dict[str, Field]:
    """Return what an inference component asks for, and its name."""
    found: dict[str, Field] = {}
    name = arguments.get("inference_component_name")
    if name is not None:
        found["name"] = written(name, "inference_component_name")
    for key in ("resources", "inference_config"):
        asked = _given(arguments, key)
        requests = asked.fields.get("requests") if isinstance(asked, Instance) else None
        if requests is not None and isinstance(requests[0], DictValue):
            for word, slot in requests[0].items.items():
                if word in _REQUESTS:
                    found[_REQUESTS[word]] = written(slot, word)
    return found


def _remember_config(ev: Evaluator, node: ast.Call, name: Value, found: dict[str, Field]) -> None:
    """Remember the configuration that the SDK makes for an endpoint, and calls as it calls the endpoint."""
    words = {"instance_type": "InstanceType", "instance_count": "InitialInstanceCount"}
    variant = DictValue({word: (found[key].value, node, ev.cell) for key, word in words.items() if key in found})
    if not _holds_components(found):
        model = found["model_name"].value if "model_name" in found else Sym("the name that the SDK gives the model")
        variant.items["ModelName"] = (model, node, ev.cell)
    variants = (ListValue([(variant, node, ev.cell)]), node, ev.cell)
    ev.collector.remember(ev.collector.configs, ev, name, (DictValue({"ProductionVariants": variants}), node, ev.cell))


def _read_compute(ev: Evaluator, inst: Instance) -> None:
    """Let a model builder have the type and count of its ``compute``, which go before its own."""
    slot = inst.fields.get("compute")
    if slot is None or slot[0] is None:
        return
    parts = slot[0].fields if isinstance(slot[0], Instance) else {}
    for name in ("instance_type", "instance_count"):
        if name in parts:
            ev.write(inst.fields, name, parts[name])
        elif not isinstance(slot[0], Instance):
            ev.write(inst.fields, name, (Sym("what compute is, is not known"), None, slot[2]))


def _transformer_of(config: Instance, node: ast.Call) -> Instance:
    """Return what ``deploy`` gives for a batch configuration: a transformer, which has not started yet."""
    known = sdk_class("sagemaker.transformer", "Transformer")
    assert known is not None
    return Instance(known, dict(config.fields), node, config.cell)


def _framework(found: dict[str, Field], inst: Instance) -> None:
    """Add the framework that the class or the image of AWS names."""
    family = inst.sdk.family
    shape = SHAPE_OF_FAMILY.get(family) if family != "any" else None
    framework = shape.frameworks.get(inst.sdk.name, "") if shape is not None else ""
    if framework:
        found.setdefault("framework", Field(framework, None, inst.cell, inst.sdk.name))
    add_image_facts(found)


def _given(arguments: dict[str, tuple[Value, ast.AST | None, int]], name: str) -> Value:
    slot = arguments.get(name)
    return slot[0] if slot is not None else None


def _mode(found: dict[str, Field], arguments: dict[str, Value], inst: Instance, ev: Evaluator) -> None:
    """Tell serverless, asynchronous, multi-model and real-time endpoints apart."""
    found.pop("mode", None)
    inference = _given(arguments, "inference_config")
    serverless = _given(arguments, "serverless_inference_config")
    asynchronous = _given(arguments, "async_inference_config")
    for option in inference.options if isinstance(inference, Choice) else (inference,):
        if isinstance(option, Instance):
            if option.sdk.name == "ServerlessInferenceConfig":
                serverless = option
            elif option.sdk.name == "AsyncInferenceConfig":
                asynchronous = option
            elif option.sdk.name == "ResourceRequirements":
                found["inference_components"] = Field(True, None, ev.cell, "inference_config")
    if serverless is not None:
        mode = "serverless"
        for name in ("instance_type", "instance_count"):
            found.pop(name, None)
        if isinstance(serverless, Instance):
            for name, word, default in (
                ("serverless_memory_mb", "memory_size_in_mb", 2048),
                ("serverless_max_concurrency", "max_concurrency", 5),
            ):
                if name not in found:
                    slot = serverless.fields.get(word)
                    status = "given" if slot else "defaulted"
                    found[name] = written(slot or (default, None, serverless.cell), word, "plain", status)
    else:
        for name in ("serverless_memory_mb", "serverless_max_concurrency", "provisioned_concurrency"):
            found.pop(name, None)
        mode = "async" if asynchronous is not None else "real-time"
        if inst.sdk.name == "MultiDataModel":
            mode = "multi-model"
    found["mode"] = Field(mode, None, ev.cell, "deploy")


def update_predictor(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Note that a running endpoint changes its instances."""
    from jupyter_green.readers.source.starts import api_of

    names = ("initial_instance_count", "instance_type")
    arguments = {**dict(zip(names, given.args, strict=False)), **given.keywords}
    rows = deploy_verb("model").rows[:2]
    found = from_arguments(arguments, rows, given.open, node, ev.cell, defaults=False, positional=names)
    found["mode"] = Field("real-time", None, ev.cell, "update_endpoint")
    record = ev.collector.emit(ev, node, "endpoint-update", api_of(inst), found)
    record.endpoints.extend(refs_of(ev, inst))
    return None


def refs_of(ev: Evaluator, inst: Instance) -> list[EndpointRef]:
    """Return the endpoints that an object stands for: those it made, else those that have its name."""
    if inst.endpoints:
        return [inst.endpoints[-1]]
    for key in ("endpoint_name", "endpoint"):
        slot = inst.fields.get(key)
        if slot is not None:
            names = slot[0].options if isinstance(slot[0], Choice) else (slot[0],)
            return [ref for name in names for ref in ev.collector.named(ev, name)]
    return []


def delete_own(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Note that an object deletes the endpoint it stands for."""
    refs = refs_of(ev, inst)
    if refs:
        ev.collector.delete(ev, refs, node)
    else:
        ev.collector.delete_unknown(ev, node)
    return None


def delete_predictor(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Note that a predictor deletes what it stands for, which need not be the whole endpoint."""
    return None if "component_name" in inst.fields else delete_own(ev, node, inst, attr, given)


def name_after(ev: Evaluator, ref: EndpointRef, owner: Value) -> None:
    """Let an endpoint also be known as the ``endpoint_name`` of an object that is not known otherwise."""
    for attr in ("endpoint_name", "endpoint"):
        ref.keys.add(ev.name_key(ev.derive("made at run time", "attribute", identity(owner), attr)))


def delete_unknown(ev: Evaluator, node: ast.Call, given: Arguments, owner: Value = None) -> Value:
    """Note a delete by a client, or by an object that is not known."""
    slot = given.keywords.get("EndpointName") or given.keywords.get("endpoint_name")
    if slot is None and given.args:
        slot = given.args[0]
    if slot is None and owner is not None:
        slot = (ev.derive("made at run time", "attribute", identity(owner), "endpoint_name"), None, ev.cell)
    if slot is None:
        ev.collector.delete_unknown(ev, node)
    else:
        ev.collector.delete_name(ev, slot[0], node)
    return None
