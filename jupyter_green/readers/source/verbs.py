"""Methods of SDK objects: which of them starts.start a job, what the others give back."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from jupyter_green.readers.source import (
    attributes,
    calls,
    command_line,
    containers,
    definitions,
    endpoints,
    other_files,
    pipeline_starts,
    recognised,
    remote,
    requests,
    session_requests,
    starts,
    steps,
)
from jupyter_green.readers.source.fields import snake
from jupyter_green.readers.source.library import client_of_session, run_callbacks
from jupyter_green.readers.source.sdk import GENERIC, sdk_class
from jupyter_green.readers.source.values import (
    Arguments,
    Client,
    DictValue,
    Function,
    Instance,
    SdkClass,
    StepArguments,
    Sym,
    Value,
    identity,
)

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

_DEPLOY_WORDS = frozenset({"initial_instance_count", "instance_type", "serverless_inference_config", "endpoint_name"})
#: Arguments of ``start`` that only a pipeline of AWS ML has.
_START_WORDS = frozenset({"parameters", "execution_display_name", "parallelism_config", "selective_execution_config"})
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


def construct(ev: Evaluator, node: ast.Call, sdk: SdkClass, given: Arguments) -> Value:
    """Make an object of an SDK class; making a pipeline step is what runs its job."""
    if sdk.family in ("step", "sf-step"):
        return steps.make_step(ev, node, sdk, given)
    made = definitions.construct(ev, sdk, *given, node)
    if sdk.family == "pipeline" and attributes.is_local(made):
        steps.run_here(ev, made.fields.get("steps", (None, None, 0))[0])
    return made


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
    spelt = SdkClass(known.name, known.family, known.api, names)  # the method's own order of arguments
    made = Instance(spelt, {**dict(zip(names, given.args, strict=False)), **given.keywords}, node, ev.cell)
    made.open = given.open
    if "sagemaker_session" in inst.fields:
        made.fields.setdefault("sagemaker_session", inst.fields["sagemaker_session"])
    return made


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


def _session(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    if attr in ("client", "resource"):
        return client_of_session(ev, inst, given)
    if attr in session_requests.WORDS:
        return session_requests.call(ev, node, attr, given)
    return requests.call_session(ev, node, inst, attr, given)


_MODEL_VERBS: dict[str, Callable[..., Value]] = {
    "deploy": endpoints.deploy,
    "transformer": _transformer,
    "right_size": starts.right_size,
    "compile": starts.plain_job("compilation"),
    "optimize": starts.plain_job("optimization"),
    "register": _register,
    "delete_endpoint": endpoints.delete_own,
    "prepare_container_def": lambda ev, *rest: Sym("a container"),
}
_ESTIMATOR_VERBS: dict[str, Callable[..., Value]] = {
    "fit": starts.fit,
    "deploy": endpoints.deploy,
    "transformer": _transformer,
    "create_model": _model,
    "register": _register,
    "compile_model": starts.plain_job("compilation"),
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
    starts.run,
)
_TUNER_VERBS: dict[str, Callable[..., Value]] = {
    "fit": starts.tune,
    "tune": starts.tune,
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
    "builder": {
        **_MODEL_VERBS,
        "build": _same,
        "tune": _same,
        "generate_deployment_recommendations": starts.recommend,
    },
    "predictor": {
        "delete_endpoint": endpoints.delete_own,
        "delete_predictor": endpoints.delete_predictor,
        "delete": endpoints.delete_own,
        "update_endpoint": endpoints.update_predictor,
        "update": endpoints.update_predictor,
    },
    "transformer": {"transform": starts.transform},
    "processor": _PROCESSOR_VERBS,
    "monitor": {
        "suggest_baseline": starts.baseline,
        "run_baseline": starts.baseline,
        "create_monitoring_schedule": starts.schedule,
    },
    "automl": {"fit": starts.automl, "deploy": endpoints.deploy, "create_model": _model},
    "pipeline": {"start": starts.pipeline},
    "trainer": {"train": starts.train, **dict.fromkeys(starts.TRAINER_PARTS, starts.configure)},
    "fine-tuner": {"train": starts.train, "fit": starts.train},
    "command-line": command_line.VERBS,
    "evaluator": {"evaluate": starts.plain_job("evaluation")},
    "executor": {"submit": remote.submit, "map": remote.submit},
    "sf-pipeline": {"execute": remote.execute_template},
    "queue": {"submit": remote.queue, "map": remote.queue},
    "pyspark": {"fit": remote.fit_spark},
    "pyspark-pipeline": {"fit": remote.fit_spark},
    "any": {**_PROCESSOR_VERBS, **_ESTIMATOR_VERBS, "train": starts.train},
}


def matters(inst: Instance, attr: str) -> bool:
    """True when a method of an SDK object starts a job, changes the object or gives something that matters."""
    verbs = _VERBS.get(inst.sdk.family)
    return verbs is None or attr in verbs or attr.startswith(("set", "get_name", "attach"))


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
        own = inst.fields.get(f"{snake(inst.sdk.name)}_name")
        return own[0] if own is not None else Sym("the name of a resource")
    if family == "pyspark-pipeline" and attr == "setStages" and given.args:
        inst.fields["stages"] = given.args[0]
        return inst
    if attr == "attach":
        return call_class_method(ev, node, inst.sdk, attr, given)
    if attr == "set_hyperparameters":
        return _set_hyperparameters(ev, inst, given)
    if attr == "hyperparameters" or attr.startswith("set_") or attr in ("upsert", "wait", "logs"):
        return None
    known = inst.fields.get(attr)
    if known is not None and isinstance(known[0], Function):
        return calls.apply(ev, node, known[0], given)
    return ev.derive("made at run time", "method", identity(inst), attr, *(identity(s[0]) for s in given.args))


def _set_hyperparameters(ev: Evaluator, inst: Instance, given: Arguments) -> None:
    known = inst.fields.get("hyperparameters")
    table = DictValue({}, given.open)
    if known is not None:
        containers.update(ev, table, known[0])
    table.items.update(given.keywords)
    ev.write(inst.fields, "hyperparameters", (table, None, ev.cell))


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
    handler = _VERBS.get(sdk.family, {}).get(attr)
    if handler is not None:  # the call that makes the object is missing, or did not parse
        return handler(ev, node, _opened(sdk, node, ev), attr, given)
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
    if attr == "deleteResources":  # of SageMaker Spark: all that its models have made
        made_by_spark = [ref for ref in ev.collector.endpoints if ref.record.api == "sagemaker-pyspark"]
        ev.collector.delete(ev, made_by_spark, node)
        return None
    if attr == "create_endpoint" and "instance_type" in given.keywords and "endpoint_name" in given.keywords:
        words = {"initial_instance_count" if k == "n_instances" else k: slot for k, slot in given.keywords.items()}
        return endpoints.deploy(ev, node, _opened(_MODEL, node, ev), attr, Arguments([], words, given.open))
    if requests.is_request(attr, given):
        return requests.call_client(ev, node, Client("sagemaker"), attr, given)
    if other_files.has_instances(given):
        made = other_files.call_of_unbound(ev, node, attr, given)
        if made is not None:
            return made
    started = recognised.start(ev, node, attr, given)
    if started is not None:
        return started
    key = identity(receiver)
    if attr == "upsert" and "role_arn" in given.keywords:
        ev.collector.pipelines.add(key)
    if attr == "start" and (key in ev.collector.pipelines or not _START_WORDS.isdisjoint(given.keywords)):
        pipeline_starts.start(ev, node, "sdk-v2", None, {})
    if attr in PURE:
        return ev.derive("made at run time", "method", key, attr, *(identity(s[0]) for s in given.args))
    return Sym("made at run time")


_MODEL = SdkClass("Model", "model", "sdk-v2", ())
__all__ = ["PURE", "call_class_method", "call_instance", "call_unknown", "call_verb", "construct"]
