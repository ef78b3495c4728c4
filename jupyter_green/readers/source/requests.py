"""boto3 requests, the SDK session's own methods and the v3 resource classes: three spellings of one API."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from jupyter_green.dialects import sdk_v3
from jupyter_green.dialects.api import (
    OPERATIONS,
)
from jupyter_green.readers.pipelines import STEP_OPERATIONS
from jupyter_green.readers.source import configs, endpoints, pipeline_starts, scaling
from jupyter_green.readers.source.attributes import region_fields
from jupyter_green.readers.source.fields import Field, add_image_facts, dig, from_request, snake, written
from jupyter_green.readers.source.values import (
    Arguments,
    Choice,
    Client,
    DictValue,
    Instance,
    JsonSym,
    ListValue,
    SdkClass,
    Slot,
    Sym,
    Value,
    identity,
)

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

#: boto3 method -> (kind of job, name of the operation whose rows spell it).
_STARTS: Mapping[str, tuple[str, str]] = {
    snake(operation.name): (operation.kind, operation.name)
    for operation in OPERATIONS.values()
    if operation.name.startswith("Create")
    and operation.kind not in ("model", "feature-group", "pipeline", "endpoint")
    and operation.name not in ("CreateApp", "CreateDomain")
} | {
    "create_auto_ml_job": ("automl", "CreateAutoMLJob"),
    "create_auto_ml_job_v2": ("automl", "CreateAutoMLJobV2"),
    "create_hyper_parameter_tuning_job": ("tuning", "CreateHyperParameterTuningJob"),
    "create_ai_recommendation_job": ("inference-recommender", ""),
    "create_ai_benchmark_job": ("inference-recommender", ""),
    "create_inference_experiment": ("inference-experiment", ""),
    "create_mlflow_tracking_server": ("mlflow-server", ""),
    "start_pipeline_execution": ("pipeline", ""),
}
_OTHER = ("create_endpoint", "update_endpoint", "create_endpoint_config", "create_model", "delete_endpoint")
_NAME_KEYS = {operation.name: operation.name_key for operation in OPERATIONS.values()}
#: Where requests for recommendations list the types to try.
_RECOMMENDER_TYPES = ("InputConfig.EndpointConfigurations[].InstanceType", "ComputeSpec.InstanceTypes")


def is_request(attr: str, given: Arguments) -> bool:
    """True for a call that only the SageMaker API knows, by its method and the spelling of its arguments."""
    if attr in _STARTS and attr != "create_cluster":
        return given.open or any(key[:1].isupper() for key in given.keywords)
    return attr in _OTHER and ("EndpointConfigName" in given.keywords or "ProductionVariants" in given.keywords)


def call_client(ev: Evaluator, node: ast.Call, client: Client, attr: str, given: Arguments) -> Value:
    """Call a method of a boto3 client."""
    if attr == "register_scalable_target":
        scaling.register(ev, given)
    if client.service not in ("sagemaker", ""):
        return Sym(f"an answer of {client.service}")
    if client.service == "" and not is_request(attr, given) and attr not in ("delete_endpoint",):
        return Sym("an answer of an AWS service")
    region = region_fields(ev, client)
    return request(ev, node, attr, DictValue(dict(given.keywords), given.open), "boto3", region)


def request(
    ev: Evaluator,
    node: ast.Call,
    attr: str,
    body: DictValue | Instance,
    api: str,
    region: Mapping[str, Field] = MappingProxyType({}),
) -> Value:
    """Carry out a request: note the job it starts, or remember what later requests refer to."""
    collector = ev.collector
    if attr == "create_endpoint_config":
        collector.remember(collector.configs, ev, configs.at(body, "EndpointConfigName"), (body, node, ev.cell))
    elif attr == "create_model":
        collector.remember(collector.models, ev, configs.at(body, "ModelName"), body)
    elif attr == "create_endpoint":
        return _create_endpoint(ev, node, body, api, region)
    elif attr == "update_endpoint":
        _update_endpoint(ev, node, body, api, region)
    elif attr == "delete_endpoint":
        name = configs.at(body, "EndpointName")
        if name is None:
            collector.delete_unknown(ev, node)
        else:
            collector.delete_name(ev, name, node)
        return None
    elif attr in ("create_pipeline", "update_pipeline"):
        _define_pipeline(ev, node, body, api, region)
    elif attr in _STARTS:
        _start(ev, node, attr, body, api, region)
    elif (
        attr in ("create_algorithm", "create_model_package") and configs.at(body, "ValidationSpecification") is not None
    ):
        collector.emit(
            ev, node, "package-validation", api, {}, optional="the validation of a package starts hidden jobs"
        )
    else:
        return ev.derive("an answer of the API", "answer", attr, *(identity(s[0]) for s in _slots(body)))
    return ev.derive("an answer of the API", "answer", attr, id(node))


def _slots(body: DictValue | Instance) -> list[Slot]:
    return list((body.items if isinstance(body, DictValue) else body.fields).values())


def _start(
    ev: Evaluator, node: ast.Call, attr: str, body: DictValue | Instance, api: str, region: Mapping[str, Field]
) -> None:
    kind, operation = _STARTS[attr]
    if kind == "pipeline":
        pipeline_starts.start(ev, node, api, configs.at(body, "PipelineName"), dict(region))
        return
    known = OPERATIONS.get(operation)
    found = from_request(body, known.rows, node, ev.cell) if known is not None else {}
    if kind == "tuning":
        found = {**configs.tuning_resources(ev, node, body), **found}
    elif kind == "inference-recommender":
        for path in _RECOMMENDER_TYPES:
            types = configs.at(body, path)
            if isinstance(types, ListValue) and len(types.items) == 1:
                found["instance_type"] = written(types.items[0], path, call=node, call_cell=ev.cell)
    elif kind == "cluster":
        found.update(configs.cluster_fields(ev, node, body))
    elif kind == "inference-experiment":
        found.update(configs.experiment_fields(ev, node, body))
    name = dig(body, _NAME_KEYS.get(operation, "")) if known is not None else None
    if name is not None:
        found.setdefault("name", written(name, _NAME_KEYS[operation]))
    add_image_facts(found)
    ev.collector.emit(ev, node, kind, api, {**found, **region})


def _define_pipeline(
    ev: Evaluator, node: ast.Call, body: DictValue | Instance, api: str, region: Mapping[str, Field]
) -> None:
    """Note the jobs of a pipeline's steps, where its definition is written in the notebook."""
    pipeline = configs.at(body, "PipelineName")
    ev.collector.pipeline_names.append(pipeline)
    definition = configs.at(body, "PipelineDefinition")
    steps = configs.at(definition.value, "Steps") if isinstance(definition, JsonSym) else None
    for slot in steps.items if isinstance(steps, ListValue) else ():
        operation = OPERATIONS.get(STEP_OPERATIONS.get(str(configs.at(slot[0], "Type")), ""))
        arguments = configs.at(slot[0], "Arguments")
        if operation is None or arguments is None:
            continue
        found = from_request(arguments, operation.rows, node, ev.cell)
        if operation.kind == "tuning":
            found = {**configs.tuning_resources(ev, node, arguments), **found}
        add_image_facts(found)
        cached = dig(slot[0], "CacheConfig.Enabled") or (False, None, ev.cell)
        found["cache"] = written(cached, "CacheConfig.Enabled", call=node, call_cell=ev.cell)
        name = dig(slot[0], "Name")
        if name is not None:
            found["name"] = written(name, "Name", call=node, call_cell=ev.cell)
        part = str(name[0]) if name is not None else ""
        ev.collector.emit(ev, node, operation.kind, api, {**found, **region}, via="pipeline-step", part=part)
        ev.collector.remember(ev.collector.made_pipelines, ev, pipeline, True)


def _create_endpoint(
    ev: Evaluator, node: ast.Call, body: DictValue | Instance, api: str, region: Mapping[str, Field]
) -> Value:
    config_name = configs.at(body, "EndpointConfigName")
    if config_name is None and configs.at(body, "ProductionVariants") is not None:
        config_name = Sym("the configuration in the same request")
        ev.collector.remember(ev.collector.configs, ev, config_name, (body, node, ev.cell))
    names = list(config_name.options) if isinstance(config_name, Choice) else [config_name]
    name = dig(body, "EndpointName")
    endpoint = None
    for one in names:
        found = {**configs.config_fields(ev, ev.collector.recall(ev.collector.configs, ev, one)), **region}
        if name is not None:
            found["name"] = written(name, "EndpointName", call=node, call_cell=ev.cell)
        config = ev.collector.recall(ev.collector.configs, ev, one)
        with ev.collector.alternatives():
            record = ev.collector.emit(
                ev, node, "endpoint", api, found, made_by=(config[1], config[2]) if config else None
            )
        if len(names) == 1:
            record.emissions[-1].alternative = False
        endpoint = record
    assert endpoint is not None
    ref = ev.collector.add_endpoint(ev, endpoint, name[0] if name is not None else None)
    if api == "sdk-v3":
        made = Instance(SdkClass("Endpoint", "resource", "sdk-v3", ()), {}, node, ev.cell)
        made.fields["endpoint_name"] = (ref.name, node, ev.cell)
        made.endpoints.append(ref)
        return made
    answer = DictValue({}, True)
    answer.items["EndpointName"] = (ref.name, node, ev.cell)
    arn = ev.derive("an ARN", "arn", id(ref))
    answer.items["EndpointArn"] = (arn, node, ev.cell)
    return answer


def _update_endpoint(
    ev: Evaluator, node: ast.Call, body: DictValue | Instance, api: str, region: Mapping[str, Field]
) -> None:
    config = ev.collector.recall(ev.collector.configs, ev, configs.at(body, "EndpointConfigName"))
    found = {**configs.config_fields(ev, config), **region}
    name = dig(body, "EndpointName")
    if name is not None:
        found["name"] = written(name, "EndpointName", call=node, call_cell=ev.cell)
    record = ev.collector.emit(ev, node, "endpoint-update", api, found)
    if name is not None:
        record.endpoints.extend(ev.collector.named(ev, name[0]))


_SESSION_CONFIG = ("name", "model_name", "initial_instance_count", "instance_type")


def call_session(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Call a method of the SDK's own session."""
    cell = ev.cell
    if attr.startswith("create") and any(key[:1].isupper() for key in given.keywords):
        return request(ev, node, attr, DictValue(dict(given.keywords), given.open), "boto3")
    if attr == "delete_endpoint":
        return endpoints.delete_unknown(ev, node, given)
    if attr == "create_endpoint_config":
        named = {**dict(zip(_SESSION_CONFIG, given.args, strict=False)), **given.keywords}
        words = {"model_name": "ModelName", "initial_instance_count": "InitialInstanceCount"}
        words["instance_type"] = "InstanceType"
        variant = DictValue({words[k]: s for k, s in named.items() if k in words}, given.open)
        body = DictValue({"ProductionVariants": (ListValue([(variant, node, cell)]), node, cell)})
        for key, word in (("async_inference_config_dict", "AsyncInferenceConfig"),):
            if key in named:
                body.items[word] = named[key]
        if "serverless_inference_config_dict" in named:
            variant.items["ServerlessConfig"] = named["serverless_inference_config_dict"]
        name = named.get("name", (None, None, cell))
        body.items["EndpointConfigName"] = name
        request(ev, node, attr, body, "sdk-v2")
        return name[0]
    if attr == "endpoint_from_production_variants":
        named = {**dict(zip(("name", "production_variants"), given.args, strict=False)), **given.keywords}
        body = DictValue({"ProductionVariants": named.get("production_variants", (None, None, cell))})
        if "async_inference_config_dict" in named:
            body.items["AsyncInferenceConfig"] = named["async_inference_config_dict"]
        if "name" in named:  # the SDK calls the configuration as it calls the endpoint
            ev.collector.remember(ev.collector.configs, ev, named["name"][0], (body, node, cell))
        found = configs.config_fields(ev, (body, node, cell))
        record = ev.collector.emit(ev, node, "endpoint", "sdk-v2", found)
        return ev.collector.add_endpoint(ev, record, named.get("name", (None, None, cell))[0]).name
    if attr.startswith("endpoint_from_") and "instance_type" in given.keywords:
        named = dict(given.keywords)
        if "name" in named:
            named["endpoint_name"] = named.pop("name")
        model = Instance(SdkClass("Model", "model", "sdk-v2", ()), {}, node, cell)
        return endpoints.deploy(ev, node, model, attr, Arguments([], named, given.open)).endpoints[-1].name
    if attr == "create_model":
        name = given.keywords.get("name") or (given.args[0] if given.args else (None, None, cell))
        return name[0]
    return ev.derive("an answer of the SDK's session", "session", attr, *(identity(s[0]) for s in given.args))


_RESOURCE_METHODS = {
    "EndpointConfig": "create_endpoint_config",
    "Endpoint": "create_endpoint",
    "Model": "create_model",
}


def call_resource(ev: Evaluator, node: ast.Call, sdk: SdkClass, attr: str, given: Arguments) -> Value:
    """Call ``create`` or ``get`` of a v3 resource class."""
    made = Instance(sdk, dict(given.keywords), node, ev.cell)
    made.open = given.open
    if attr == "get":
        name = given.keywords.get("endpoint_name") or (given.args[0] if given.args else None)
        if sdk.name == "Endpoint" and name is not None:
            made.fields["endpoint_name"] = name
        return made
    if attr != "create":
        return Sym("made at run time")
    operation = sdk_v3.RESOURCES.get(sdk.name, "")
    method = _RESOURCE_METHODS.get(sdk.name) or next((m for m, (_, o) in _STARTS.items() if o == operation), "")
    if not method:
        return made
    body = DictValue(dict(given.keywords), given.open)
    _unwrap_names(body)
    answer = request(ev, node, method, body, "sdk-v3")
    return answer if isinstance(answer, Instance) else made


def _unwrap_names(body: DictValue) -> None:
    """Resource classes take other resources where requests take their names."""
    for key, word in (("endpoint_config_name", "endpoint_config_name"), ("model_name", "model_name")):
        slot = body.items.get(key)
        if slot is not None and isinstance(slot[0], Instance) and word in slot[0].fields:
            body.items[key] = slot[0].fields[word]
