"""Methods of SDK objects: which of them start a job, what the others give back."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jupyter_green.readers.source import calls, definitions, endpoints, requests, steps
from jupyter_green.readers.source.fields import Field, from_arguments
from jupyter_green.readers.source.library import client_of_session, run_callbacks
from jupyter_green.readers.source.sdk import GENERIC, SHAPE_OF_FAMILY, rows_of, sdk_class
from jupyter_green.readers.source.values import (
    Arguments,
    Client,
    DictValue,
    Foreign,
    Function,
    Instance,
    ListValue,
    SdkClass,
    StepArguments,
    Sym,
    Value,
    identity,
)

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

_DEPLOY_WORDS = frozenset({"initial_instance_count", "instance_type", "serverless_inference_config", "endpoint_name"})
PURE = frozenset(
    [
        "split",
        "replace",
        "lower",
        "upper",
        "strip",
        "format",
        "join",
        "get",
        "rsplit",
        "lstrip",
        "rstrip",
        "decode",
        "encode",
    ]
)
_REMOTE_ROWS = {
    "instance_type": "instance_type",
    "instance_count": "instance_count",
    "keep_alive": "keep_alive_period_in_seconds",
    "volume_gb": "volume_size",
    "max_runtime": "max_runtime_in_seconds",
    "spot": "use_spot_instances",
    "max_wait": "max_wait_time_in_seconds",
    "image": "image_uri",
    "retry_attempts": "max_retry_attempts",
}
_REMOTE_DEFAULTS = {"instance_count": 1, "volume_gb": 30, "max_runtime": 86400, "spot": False}
_PYSPARK = {"instance_type": "InstanceType", "instance_count": "InstanceCount"}


def construct(ev: Evaluator, node: ast.Call, sdk: SdkClass, given: Arguments) -> Value:
    """Make an object of an SDK class; making a pipeline step is what runs its job."""
    if sdk.family in ("step", "sf-step"):
        return steps.make_step(ev, node, sdk, given)
    return definitions.construct(ev, sdk, *given, node)


def api_of(inst: Instance) -> str:
    """Return the API generation that an object was written in."""
    if inst.made_from == "v1":
        return "sdk-v1"
    return inst.sdk.api


def job_fields(ev: Evaluator, inst: Instance, family: str | None = None) -> dict[str, Field]:
    """Return the Job fields that an object's own arguments spell."""
    found = from_arguments(inst.fields, rows_of(family or inst.sdk.family), inst.open, inst.call, inst.cell)
    if inst.sdk.api == "jumpstart":
        found.pop("max_runtime", None) if found.get("max_runtime", _GIVEN).status == "defaulted" else None
        found.pop("volume_gb", None) if found.get("volume_gb", _GIVEN).status == "defaulted" else None
    framework = SHAPE_OF_FAMILY[inst.sdk.family].frameworks.get(inst.sdk.name) if inst.sdk.family != "any" else None
    if framework and "framework" not in found:
        found["framework"] = Field(framework, None, inst.cell, inst.sdk.name)
    return found


_GIVEN = Field(None, None, 0, "")


def start(
    ev: Evaluator, node: ast.AST, inst: Instance, kind: str, fields: dict[str, Field], api: str | None = None
) -> StepArguments:
    """Note the job, unless a pipeline session only records it for a step."""
    made = steps.Recorded(kind, api or api_of(inst), fields, ev.cell, inst)
    if not steps.in_pipeline_session(inst):
        made.record = ev.collector.emit(
            ev, node, kind, made.api, fields, made_by=(inst.call, inst.cell) if inst.call else None
        )
    return StepArguments(made)


def tuning_fields(ev: Evaluator, inst: Instance) -> dict[str, Field]:
    """Return the fields of a tuning job: the tuner's own, and its estimator's."""
    found: dict[str, Field] = {}
    for key in SHAPE_OF_FAMILY[inst.sdk.family].inner:
        inner = inst.fields.get(key)
        value = inner[0] if inner else None
        if isinstance(value, DictValue) and value.items:
            value = next(iter(value.items.values()))[0]
        estimators = [o for o in (value.options if hasattr(value, "options") else (value,)) if isinstance(o, Instance)]
        if estimators:
            found = job_fields(ev, estimators[-1])
            break
        if value is not None:
            unknown = Sym("the estimator is not known")
            found = {name: Field(unknown, None, inst.cell, name) for name in ("instance_type", "instance_count")}
    own = from_arguments(inst.fields, rows_of(inst.sdk.family), inst.open, inst.call, inst.cell)
    return {**found, **own}


def _fit(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    return start(ev, node, inst, "training", job_fields(ev, inst))


def _tune(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    value = inst.fields.get("estimator") or inst.fields.get("model_trainer")
    api = None
    if value is not None and isinstance(value[0], Instance):
        inst.fields.setdefault("sagemaker_session", value[0].fields.get("sagemaker_session", (None, None, 0)))
        api = api_of(value[0]) if value[0].made_from == "v1" else None
    return start(ev, node, inst, "tuning", tuning_fields(ev, inst), api)


def _train(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    if given.keywords.get("dry_run", (None, None, 0))[0] is True:
        return None
    found = job_fields(ev, inst)
    if inst.sdk.family == "fine-tuner" and "compute" not in inst.fields:
        found = {key: f for key, f in found.items() if key not in ("instance_type", "instance_count", "volume_gb")}
        found["serverless_job"] = Field(True, None, inst.cell, inst.sdk.name, "plain", "defaulted")
    elif "instance_type" not in found and not inst.open and "compute" not in inst.fields:
        for name, default in (("instance_type", "ml.m5.xlarge"), ("instance_count", 1)):
            found[name] = Field(default, None, inst.cell, name, "plain", "defaulted")
    return start(ev, node, inst, "training", found)


def _best_estimator(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    inner = inst.fields.get("estimator")
    if inner is not None and isinstance(inner[0], Instance):
        twin = Instance(inner[0].sdk, dict(inner[0].fields), inner[0].call, inner[0].cell)
        twin.made_from = inner[0].made_from
        return twin
    return _opened(GENERIC, node, ev)


def _opened(sdk: SdkClass, node: ast.Call | None, ev: Evaluator) -> Instance:
    made = Instance(sdk, {}, node, ev.cell)
    made.open = True
    return made


def _same_tuner(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    twin = Instance(inst.sdk, {**inst.fields, **given.keywords}, inst.call, inst.cell)
    twin.open = inst.open
    return twin


def _transformer(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    known = sdk_class("sagemaker.transformer", "Transformer")
    assert known is not None
    names = ("instance_count", "instance_type", "strategy")
    made = Instance(known, {**dict(zip(names, given.args, strict=False)), **given.keywords}, node, ev.cell)
    made.open = given.open
    for key in ("sagemaker_session",):
        if key in inst.fields:
            made.fields.setdefault(key, inst.fields[key])
    return made


def _transform(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    return start(ev, node, inst, "transform", job_fields(ev, inst))


def _run(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    return start(ev, node, inst, "processing", job_fields(ev, inst))


def _monitor_fields(ev: Evaluator, inst: Instance) -> dict[str, Field]:
    found = job_fields(ev, inst)
    for name, default in (("instance_type", "ml.m5.xlarge"), ("instance_count", 1)):
        if name not in found and not inst.open:
            found[name] = Field(default, None, inst.cell, name, "plain", "defaulted")
    return found


def _baseline(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    return start(ev, node, inst, "processing", _monitor_fields(ev, inst))


def _schedule(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    found = _monitor_fields(ev, inst)
    if "schedule_cron_expression" in given.keywords:
        value, where, cell = given.keywords["schedule_cron_expression"]
        found["schedule"] = Field(value, where, cell, "schedule_cron_expression", call=node, call_cell=ev.cell)
    return start(ev, node, inst, "monitoring-schedule", found)


def _model(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    known = sdk_class("sagemaker.model", "Model")
    assert known is not None
    made = Instance(known, dict(given.keywords), node, ev.cell)
    made.made_from = inst.made_from
    if "sagemaker_session" in inst.fields:
        made.fields.setdefault("sagemaker_session", inst.fields["sagemaker_session"])
    return made


def _register(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    return _opened(sdk_class("sagemaker.model", "ModelPackage") or GENERIC, node, ev)


def _same(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    return inst


def _build(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    return inst


def _right_size(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    found: dict[str, Field] = {}
    types = given.keywords.get("supported_instance_types")
    if types is not None and isinstance(types[0], ListValue) and len(types[0].items) == 1:
        value, where, cell = types[0].items[0]
        found["instance_type"] = Field(value, where, cell, "supported_instance_types", call=node, call_cell=ev.cell)
    phases = given.keywords.get("phases")
    record = ev.collector.emit(ev, node, "inference-recommender", api_of(inst), found)
    record.made_by = (inst.call, inst.cell) if inst.call else None
    inst.fields["phases"] = phases or (None, None, ev.cell)
    return inst


def _plain_job(kind: str) -> Callable[..., Value]:
    def begin(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
        own = from_arguments(given.keywords, rows_of("estimator")[:2], given.open, node, ev.cell, defaults=False)
        ev.collector.emit(ev, node, kind, api_of(inst), own, made_by=(inst.call, inst.cell) if inst.call else None)
        return inst if kind in ("compilation", "optimization") else Sym("made at run time")

    return begin


def _automl(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    return start(ev, node, inst, "automl", {})


def _pipeline(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    name = inst.fields.get("name")
    found = {"name": Field(name[0], name[1], name[2], "name")} if name else {}
    ev.collector.emit(ev, node, "pipeline", inst.sdk.api, found)
    return Sym("a pipeline execution")


def _pyspark_fit(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    for i, (value, _, _) in enumerate(_stages(inst)):
        if not isinstance(value, Instance) or value.sdk.family != "pyspark":
            continue
        for kind, prefix, optional in (
            ("training", "training", None),
            ("endpoint", "endpoint", "fit() of sagemaker_pyspark also makes an endpoint"),
        ):
            found = {}
            for name, word in _PYSPARK.items():
                word = "InitialInstanceCount" if kind == "endpoint" and name == "instance_count" else word
                slot = value.fields.get(prefix + word)
                if slot is not None:
                    found[name] = Field(*slot, prefix + word, call=value.call, call_cell=value.cell)
            ev.collector.emit(
                ev, node, kind, "sagemaker-pyspark", found, also=(value.cell,), optional=optional, part=str(i)
            )
    return Sym("a fitted model")


def _stages(inst: Instance) -> list[Any]:
    if inst.sdk.family == "pyspark":
        return [(inst, None, inst.cell)]
    stages = inst.fields.get("stages")
    return stages[0].items if stages is not None and isinstance(stages[0], ListValue) else []


def _remote_fields(fields: dict[str, Any], opened: bool, call: ast.AST | None, cell: int) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for name, word in _REMOTE_ROWS.items():
        slot = fields.get(word)
        if slot is not None:
            codec = "nothing_if_zero" if name == "keep_alive" else "plain"
            found[name] = Field(*slot, word, codec, call=call, call_cell=cell)
        elif name in _REMOTE_DEFAULTS and not opened:
            found[name] = Field(_REMOTE_DEFAULTS[name], None, cell, word, "plain", "defaulted")
    if "instance_type" not in found:
        found["instance_type"] = Field(Sym("set by the SDK's configuration file"), None, cell, "instance_type")
    return found


def decorated_call(ev: Evaluator, function: Function, site: ast.AST) -> Value:
    """Note the job that a call of an ``@remote`` or ``@step`` function is."""
    decorator = function.job
    found = _remote_fields(decorator.fields, decorator.open, decorator.call, decorator.cell)
    ev.collector.emit(
        ev,
        site,
        "training",
        "sdk-v2",
        found,
        via=decorator.via,
        at=(function.cell, getattr(function.node, "lineno", 1)),
        also=(decorator.cell, ev.cell),
        made_by=(decorator.call, decorator.cell) if decorator.call is not None else None,
    )
    return Sym("the result of a remote job")


def _submit(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    found = _remote_fields(inst.fields, inst.open, inst.call, inst.cell)

    def once() -> None:
        ev.collector.emit(ev, node, "training", "sdk-v2", found, via="remote-executor", made_by=(inst.call, inst.cell))  # type: ignore[arg-type]

    if attr == "map":
        passes = [len(s[0].items) for s in given.args[1:] if isinstance(s[0], ListValue) and not s[0].open]
        ev.in_loop(min(passes) if passes else None, once)  # type: ignore[arg-type]
    else:
        once()
    return Sym("the result of a remote job")


def _queue(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Note the training jobs that a batch queue starts."""
    slot = given.keywords.get("training_job") or (given.args[0] if given.args else None)
    maker = slot[0] if slot is not None else None
    inputs = given.keywords.get("inputs") or (given.args[1] if len(given.args) > 1 else (None, None, 0))
    found = job_fields(ev, maker) if isinstance(maker, Instance) and rows_of(maker.sdk.family) else {}
    api = api_of(maker) if isinstance(maker, Instance) else "sdk-v2"

    def once() -> None:
        made_by = (maker.call, maker.cell) if isinstance(maker, Instance) and maker.call is not None else None
        ev.collector.emit(ev, node, "training", api, found, made_by=made_by)

    if attr == "map":
        known = inputs[0]
        passes = len(known.items) if isinstance(known, ListValue) and not known.open else None
        ev.in_loop(passes, once)  # type: ignore[arg-type]
    else:
        once()
    return Sym("a queued job")


def _session(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    if attr in ("client", "resource"):
        return client_of_session(ev, inst, given)
    return requests.call_session(ev, node, inst, attr, given)


_MODEL_VERBS: dict[str, Callable[..., Value]] = {
    "deploy": endpoints.deploy,
    "transformer": _transformer,
    "right_size": _right_size,
    "compile": _plain_job("compilation"),
    "optimize": _plain_job("optimization"),
    "register": _register,
    "delete_endpoint": endpoints.delete_own,
    "prepare_container_def": lambda ev, *rest: Sym("a container"),
}
_ESTIMATOR_VERBS: dict[str, Callable[..., Value]] = {
    "fit": _fit,
    "deploy": endpoints.deploy,
    "transformer": _transformer,
    "create_model": _model,
    "register": _register,
    "compile_model": _plain_job("compilation"),
    "delete_endpoint": endpoints.delete_own,
}
_PROCESSOR_VERBS: dict[str, Callable[..., Value]] = dict.fromkeys(
    (
        "run",
        "run_bias",
        "run_explainability",
        "run_pre_training_bias",
        "run_post_training_bias",
        "run_bias_and_explainability",
    ),
    _run,
)
_TUNER_VERBS: dict[str, Callable[..., Value]] = {
    "fit": _tune,
    "tune": _tune,
    "deploy": endpoints.deploy,
    "best_estimator": _best_estimator,
    "delete_endpoint": endpoints.delete_own,
    "transfer_learning_tuner": _same_tuner,
    "identical_dataset_and_algorithm_tuner": _same_tuner,
}
_VERBS: dict[str, dict[str, Callable[..., Value]]] = {
    "estimator": _ESTIMATOR_VERBS,
    "tuner": _TUNER_VERBS,
    "v3-tuner": _TUNER_VERBS,
    "model": _MODEL_VERBS,
    "builder": {**_MODEL_VERBS, "build": _build},
    "predictor": {
        "delete_endpoint": endpoints.delete_own,
        "delete_predictor": endpoints.delete_own,
        "delete": endpoints.delete_own,
        "update_endpoint": endpoints.update_predictor,
        "update": endpoints.update_predictor,
    },
    "transformer": {"transform": _transform},
    "processor": _PROCESSOR_VERBS,
    "monitor": {
        "suggest_baseline": _baseline,
        "run_baseline": _baseline,
        "create_monitoring_schedule": _schedule,
    },
    "automl": {"fit": _automl, "deploy": endpoints.deploy, "create_model": _model},
    "pipeline": {"start": _pipeline},
    "trainer": {"train": _train},
    "fine-tuner": {"train": _train, "fit": _train},
    "evaluator": {"evaluate": _plain_job("evaluation")},
    "executor": {"submit": _submit, "map": _submit},
    "queue": {"submit": _queue, "map": _queue},
    "pyspark": {"fit": _pyspark_fit},
    "pyspark-pipeline": {"fit": _pyspark_fit},
    "any": {**_PROCESSOR_VERBS, **_ESTIMATOR_VERBS, "train": _train},
}


def call_verb(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Call a method of an SDK object."""
    family = inst.sdk.family
    verbs = _VERBS.get(family)
    handler = verbs.get(attr) if verbs is not None else None
    if handler is not None:
        return handler(ev, node, inst, attr, given)
    if family in ("session", "boto-session"):
        return _session(ev, node, inst, attr, given)
    if family == "resource" and attr == "delete":
        return endpoints.delete_own(ev, node, inst, attr, given)
    if family == "resource" and attr == "get_name":
        own = inst.fields.get(f"{requests.snake(inst.sdk.name)}_name")
        return own[0] if own is not None else Sym("the name of a resource")
    if family == "pyspark-pipeline" and attr == "setStages" and given.args:
        inst.fields["stages"] = given.args[0]
        return inst
    if attr == "hyperparameters" or attr.startswith("set_") or attr in ("upsert", "wait", "logs"):
        return None
    known = inst.fields.get(attr)
    if known is not None and isinstance(known[0], Function):
        return calls.apply(ev, node, known[0], given)
    return ev.derive("made at run time", "method", identity(inst), attr, *(identity(s[0]) for s in given.args))


def call_class_method(ev: Evaluator, node: ast.Call, sdk: SdkClass, attr: str, given: Arguments) -> Value:
    """Call a method of an SDK class itself: ``attach``, the resource classes' ``create`` and ``get``."""
    if sdk.family == "resource":
        return requests.call_resource(ev, node, sdk, attr, given)
    if sdk.family in ("tuner", "v3-tuner") and attr == "create":
        made = definitions.construct(ev, sdk, [], given.keywords, given.open, node)
        if given.args:
            made.fields.setdefault("estimator_dict", given.args[0])
        return made
    if attr in ("attach", "get") or attr.startswith("from_"):
        made = _opened(sdk, node, ev)
        made.fields.update(given.keywords)
        return made
    return Sym("made at run time")


def call_instance(ev: Evaluator, node: ast.Call, inst: Instance, given: Arguments) -> Value:
    """Call an SDK object itself, which none of them needs for a job."""
    return Sym("made at run time")


def call_unknown(ev: Evaluator, node: ast.Call, receiver: Value, attr: str, given: Arguments) -> Value:
    """Call a method of an object that is not known; the few names that only AWS ML uses count all the same."""
    if isinstance(receiver, StepArguments):
        return Sym("made at run time")
    made = run_callbacks(ev, node, attr, given)
    if made is not None:
        return made
    if attr == "deploy" and not _DEPLOY_WORDS.isdisjoint(given.keywords):
        predictor = endpoints.deploy(ev, node, _opened(_MODEL, node, ev), attr, given)
        endpoints.name_after(ev, predictor.endpoints[-1], receiver)
        return predictor
    if attr == "transformer" and "instance_type" in given.keywords:
        return _transformer(ev, node, _opened(_MODEL, node, ev), attr, given)
    if attr in ("delete_endpoint", "delete_predictor"):
        return endpoints.delete_unknown(ev, node, given, receiver)
    if attr == "create_endpoint" and "instance_type" in given.keywords and "endpoint_name" in given.keywords:
        return endpoints.deploy(ev, node, _opened(_MODEL, node, ev), attr, given)
    if requests.is_request(attr, given):
        return requests.call_client(ev, node, Client("sagemaker"), attr, given)
    key = identity(receiver)
    if attr == "upsert" and "role_arn" in given.keywords:
        ev.collector.pipelines.add(key)
    if attr == "start" and key in ev.collector.pipelines:
        ev.collector.emit(ev, node, "pipeline", "sdk-v2", {})
    if attr in PURE:
        return ev.derive("made at run time", "method", key, attr, *(identity(s[0]) for s in given.args))
    return Sym("made at run time")


_MODEL = SdkClass("Model", "model", "sdk-v2", ())
__all__ = ["Foreign", "call_class_method", "call_instance", "call_unknown", "call_verb", "construct", "decorated_call"]
