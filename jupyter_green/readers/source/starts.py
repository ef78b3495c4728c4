"""Verbs that start a job from what their object was given."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from jupyter_green.readers.source import attributes, data, pipeline_starts, steps
from jupyter_green.readers.source.fields import Field, add_image_facts, from_arguments, written
from jupyter_green.readers.source.sdk import SHAPE_OF_FAMILY, rows_of
from jupyter_green.readers.source.values import (
    Arguments,
    DictValue,
    Instance,
    ListValue,
    StepArguments,
    Sym,
    Value,
    options_of,
)

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator


#: Methods that add a part to a v3 trainer and give the trainer back.
TRAINER_PARTS = (
    "with_checkpoint_config",
    "with_infra_check_config",
    "with_metric_definitions",
    "with_remote_debug_config",
    "with_retry_strategy",
    "with_session_chaining_config",
    "with_tensorboard_output_config",
)


def api_of(inst: Instance) -> str:
    """Return the API generation that an object was written in."""
    if inst.made_from == "v1":
        return "sdk-v1"
    return inst.sdk.api


def job_fields(ev: Evaluator, inst: Instance, family: str | None = None) -> dict[str, Field]:
    """Return the Job fields that an object's own arguments spell."""
    rows = rows_of(family or inst.sdk.family)
    found = from_arguments(inst.fields, rows, inst.open, inst.call, inst.cell, positional=inst.sdk.params)
    if inst.sdk.api == "jumpstart":
        for name in ("max_runtime", "volume_gb"):
            if name in found and found[name].status == "defaulted":
                del found[name]  # the catalogue's, not the SDK's
        found.setdefault("instance_type", Field(Sym("JumpStart's catalogue decides"), None, inst.cell, "instance_type"))
    framework = SHAPE_OF_FAMILY[inst.sdk.family].frameworks.get(inst.sdk.name) if inst.sdk.family != "any" else None
    if framework and "framework" not in found:
        found["framework"] = Field(framework, None, inst.cell, inst.sdk.name)
    if (inst.sdk.name == "SKLearn" or inst.sdk.api == "jumpstart") and "instance_count" not in found and not inst.open:
        found["instance_count"] = Field(1, None, inst.cell, "instance_count", "plain", "defaulted")
    add_image_facts(found)
    _in_older_order(found)
    return found


def _in_older_order(found: dict[str, Field]) -> None:
    """Exchange type and count that stand in the order of 2.x's first processors, which took the type first."""
    count = found.get("instance_count")
    if count is None or count.position < 0 or type(count.value) is not str or not count.value.startswith("ml."):
        return
    type_ = found.get("instance_type")
    if type_ is not None and type_.position > count.position:
        found["instance_type"] = count._replace(spelling=type_.spelling, codec=type_.codec)
        found["instance_count"] = type_._replace(spelling=count.spelling, codec=count.codec)


def start(
    ev: Evaluator, node: ast.AST, inst: Instance, kind: str, fields: dict[str, Field], api: str | None = None
) -> StepArguments:
    """Note the job, unless a pipeline session only records it for a step."""
    ev.started.append(inst)
    fields.update(attributes.session_fields(ev, inst))
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
        estimators = [o for o in (options_of(value)) if isinstance(o, Instance)]
        if estimators:
            found = job_fields(ev, estimators[-1])
            break
        if value is not None or inst.open:
            unknown = Sym("the estimator is not known")
            found = {name: Field(unknown, None, inst.cell, name) for name in ("instance_type", "instance_count")}
    rows = rows_of(inst.sdk.family)
    own = from_arguments(inst.fields, rows, inst.open, inst.call, inst.cell, positional=inst.sdk.params)
    if inst.open and "max_jobs" not in inst.fields:  # nothing of the tuner was seen, and nobody leaves it at one job
        unknown = Sym("among arguments that are not known")
        own = {name: f._replace(value=unknown) if f.status == "defaulted" else f for name, f in own.items()}
    return {**found, **own}


def fit(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Start a training job."""
    found = {**job_fields(ev, inst), **data.channel_fields(ev, node, given)}
    if "training_recipe" in inst.fields:
        for name in ("distribution", "hyperparameters"):
            found.setdefault(name, Field(Sym("the recipe decides"), None, inst.cell, name))
    return start(ev, node, inst, "training", found)


def tune(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Start a tuning job."""
    value = inst.fields.get("estimator") or inst.fields.get("model_trainer")
    api = None
    if value is not None and isinstance(value[0], Instance):
        inst.fields.setdefault("sagemaker_session", value[0].fields.get("sagemaker_session", (None, None, 0)))
        api = api_of(value[0]) if value[0].made_from == "v1" else None
    found = {**tuning_fields(ev, inst), **data.channel_fields(ev, node, given)}
    return start(ev, node, inst, "tuning", found, api)


def train(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Start the training job of a v3 trainer, unless it is a dry run."""
    if given.keywords.get("dry_run", (None, None, 0))[0] is True:
        return None
    found = job_fields(ev, inst)
    if inst.sdk.family == "fine-tuner" and "compute" not in inst.fields:
        found = {key: f for key, f in found.items() if key not in ("instance_type", "instance_count", "volume_gb")}
        found["serverless_job"] = Field(True, None, inst.cell, inst.sdk.name, "plain", "defaulted")
    elif "instance_type" not in found and inst.open:
        unknown = Sym("a recipe or JumpStart's catalogue decides")
        found["instance_type"] = Field(unknown, None, inst.cell, "compute.instance_type")
    elif "instance_type" not in found and "compute" not in inst.fields:
        for name, default in (("instance_type", "ml.m5.xlarge"), ("instance_count", 1)):
            found[name] = Field(default, None, inst.cell, name, "plain", "defaulted")
    strategy = inst.fields.get("retry_strategy", (None, None, 0))[0]
    if isinstance(strategy, Instance) and "maximum_retry_attempts" in strategy.fields:
        found["retry_attempts"] = written(strategy.fields["maximum_retry_attempts"], "maximum_retry_attempts")
    found.update(data.channel_fields(ev, node, given, "input_data_config"))
    return start(ev, node, inst, "training", found)


def configure(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Keep the part that ``with_…`` adds to a v3 trainer, under its own name; the method gives the trainer back."""
    name = attr.removeprefix("with_")
    part = given.keywords.get(name) or (given.args[0] if given.args else None)
    if part is not None:
        inst.fields[name] = part
    return inst


def transform(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Start a batch transform job."""
    return start(ev, node, inst, "transform", {**job_fields(ev, inst), **data.transform_fields(ev, node, given)})


def run(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Start a processing job."""
    return start(ev, node, inst, "processing", {**job_fields(ev, inst), **data.processing_fields(ev, node, given)})


def _monitor_fields(ev: Evaluator, inst: Instance) -> dict[str, Field]:
    found = job_fields(ev, inst)
    for name, default in (("instance_type", "ml.m5.xlarge"), ("instance_count", 1)):
        if name not in found and not inst.open:
            found[name] = Field(default, None, inst.cell, name, "plain", "defaulted")
    return found


def baseline(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Start the processing job that computes a baseline."""
    return start(ev, node, inst, "processing", _monitor_fields(ev, inst))


def schedule(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Start a monitoring schedule."""
    found = _monitor_fields(ev, inst)
    if "schedule_cron_expression" in given.keywords:
        value, where, cell = given.keywords["schedule_cron_expression"]
        found["schedule"] = Field(value, where, cell, "schedule_cron_expression", call=node, call_cell=ev.cell)
    return start(ev, node, inst, "monitoring-schedule", found)


def _only_type(ev: Evaluator, node: ast.Call, given: Arguments, word: str) -> dict[str, Field]:
    """Return the instance type where just one is to be tried."""
    types = given.keywords.get(word)
    if types is None or not isinstance(types[0], ListValue) or len(types[0].items) != 1:
        return {}
    return {"instance_type": written(types[0].items[0], word, call=node, call_cell=ev.cell)}


def recommend(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Start the job that tries out how to deploy a language model."""
    found = {**_only_type(ev, node, given, "instance_types"), **attributes.session_fields(ev, inst)}
    made_by = (inst.call, inst.cell) if inst.call is not None else None
    ev.collector.emit(ev, node, "inference-recommender", api_of(inst), found, made_by=made_by)
    return Sym("a recommendation job")


def right_size(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Start an inference recommender job."""
    found = _only_type(ev, node, given, "supported_instance_types")
    phases = given.keywords.get("phases")
    record = ev.collector.emit(ev, node, "inference-recommender", api_of(inst), found)
    record.made_by = (inst.call, inst.cell) if inst.call else None
    inst.fields["phases"] = phases or (None, None, ev.cell)
    return inst


def plain_job(kind: str) -> Callable[..., Value]:
    """Return the verb that starts a job of which only the kind is known."""

    def begin(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
        own = from_arguments(given.keywords, rows_of("estimator")[:2], given.open, node, ev.cell, defaults=False)
        ev.collector.emit(ev, node, kind, api_of(inst), own, made_by=(inst.call, inst.cell) if inst.call else None)
        return inst if kind in ("compilation", "optimization") else Sym("made at run time")

    return begin


def automl(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Start an AutoML job."""
    return start(ev, node, inst, "automl", {})


def pipeline(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Start a pipeline."""
    name = inst.fields.get("name")
    found = {"name": Field(name[0], name[1], name[2], "name")} if name else {}
    found.update(attributes.session_fields(ev, inst))
    pipeline_starts.start(ev, node, inst.sdk.api, name[0] if name else None, found, inst)
    return Sym("a pipeline execution")
