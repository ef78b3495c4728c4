"""Pipeline steps: each one runs a job when the pipeline does."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jupyter_green.readers.source import attributes, definitions
from jupyter_green.readers.source.fields import Field, from_arguments, written
from jupyter_green.readers.source.sdk import rows_of, sdk_class
from jupyter_green.readers.source.values import (
    Arguments,
    Choice,
    DictValue,
    Instance,
    ListValue,
    SdkClass,
    Slot,
    StepArguments,
    Sym,
    Value,
    options_of,
)

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

_KINDS = {
    "TrainingStep": ("training", "estimator"),
    "TuningStep": ("tuning", "tuner"),
    "ProcessingStep": ("processing", "processor"),
    "TransformStep": ("transform", "transformer"),
    "AutoMLStep": ("automl", ""),
}
#: Steps that can take their result from an earlier run.
_CACHED = frozenset({*_KINDS, "QualityCheckStep", "ClarifyCheckStep"})
#: Arguments that only steps of the Step Functions library have.
_STATE_WORDS = frozenset({"state_id", "wait_for_completion", "result_path", "container_arguments", "comment"})
_PIPELINE_SESSIONS = ("PipelineSession", "LocalPipelineSession")


@dataclass(slots=True)
class Recorded:
    """A call under a pipeline session: the job it describes; ``record`` where it was noted as one that starts."""

    kind: str
    api: str
    fields: dict[str, Field]
    cell: int
    maker: Instance
    record: Any = None


def in_pipeline_session(inst: Instance) -> bool:
    """True when the object's session only records calls for a pipeline."""
    slot = attributes.session_of(inst)
    return slot is not None and any(
        isinstance(o, Instance) and o.sdk.name in _PIPELINE_SESSIONS for o in options_of(slot[0])
    )


def run_here(ev: Evaluator, steps: Value) -> None:
    """Let the jobs of a pipeline's steps be local, as the local session of the pipeline makes them."""
    for value, _, _ in steps.items if isinstance(steps, ListValue) else ():
        if not isinstance(value, Instance):
            continue
        for record in ev.collector.records.values():
            if record.node is value.call and record.via == "pipeline-step":
                for emission in record.emissions:
                    emission.fields["local"] = Field(True, None, ev.cell, "sagemaker_session")
        for key in ("if_steps", "else_steps"):
            run_here(ev, value.fields.get(key, (None, None, 0))[0])


def make_step(ev: Evaluator, node: ast.Call, sdk: SdkClass, given: Arguments) -> Instance:
    """Make a step, and note the job that it runs."""
    if sdk.family == "step" and not _STATE_WORDS.isdisjoint(given.keywords):
        sdk = sdk_class("stepfunctions.steps", sdk.name) or sdk  # both libraries call some steps so
    made = definitions.construct(ev, sdk, *given, node)
    if sdk.family == "sf-step":
        _stepfunctions(ev, node, made)
    elif sdk.name in _KINDS:
        kind, maker = _KINDS[sdk.name]
        _step(ev, node, made, kind, made.fields.get("step_args"), made.fields.get(maker))
    elif sdk.name in ("QualityCheckStep", "ClarifyCheckStep"):
        _check(ev, node, made, "check_job_config")
    elif sdk.name == "MonitorBatchTransformStep":
        _step(ev, node, made, "transform", made.fields.get("transform_step_args"), None)
        _check(ev, node, made, "check_job_configuration")
    elif sdk.name == "NotebookJobStep":
        found = from_arguments(made.fields, rows_of("estimator")[:2], made.open, node, ev.cell, defaults=False)
        if "instance_type" not in found:
            found["instance_type"] = Field("ml.m5.large", None, ev.cell, "instance_type", "plain", "defaulted")
        for name, word in (("max_runtime", "max_runtime_in_seconds"), ("volume_gb", "volume_size")):
            if word in made.fields:
                found[name] = written(made.fields[word], word, call=node, call_cell=ev.cell)
        _emit(ev, node, made, "notebook", made.sdk.api, found)
    elif sdk.name.startswith("EMR"):
        optional = "EMR, not SageMaker compute"
        ev.collector.emit(ev, node, "emr", made.sdk.api, {}, via="pipeline-step", optional=optional)
    return made


def _emit(
    ev: Evaluator,
    node: ast.Call,
    step: Instance,
    kind: str,
    api: str,
    fields: dict[str, Field],
    also: tuple[int, ...] = (),
    made_by: tuple[ast.AST, int] | None = None,
) -> None:
    via = "stepfunctions-step" if step.sdk.family == "sf-step" else "pipeline-step"
    if via == "pipeline-step" and step.sdk.name in _CACHED:
        fields = {**fields, "cache": _cache_of(step, ev.cell)}
    name = step.fields.get("name") or step.fields.get("state_id")
    if name is not None:
        fields = {**fields, "name": written(name, "name", call=node, call_cell=ev.cell)}
    ev.collector.emit(ev, node, kind, api, fields, via=via, also=also, made_by=made_by)


def _cache_of(step: Instance, cell: int) -> Field:
    """Return whether a step takes its result from an earlier run; without a configuration it never does."""
    slot = step.fields.get("cache_config")
    if slot is None:
        value: Value = Sym("among arguments that are not known") if step.open else False
        return Field(value, None, cell, "cache_config", "plain", "given" if step.open else "defaulted")
    config, node, where = slot
    if not isinstance(config, Instance):
        return Field(Sym("made elsewhere"), node, where, "cache_config")
    switch = config.fields.get("enable_caching", (False, None, config.cell))
    return written(switch, "cache_config.enable_caching", call=config.call, call_cell=config.cell)


def _step(ev: Evaluator, node: ast.Call, step: Instance, kind: str, arguments: Slot | None, maker: Slot | None) -> None:
    value = arguments[0] if arguments is not None else None
    recorded = [o.record for o in (value.options if isinstance(value, Choice) else (value,)) if _is_recorded(o)]
    api = "stepfunctions" if step.sdk.family == "sf-step" else step.sdk.api
    if recorded:
        first = recorded[0]
        for one in recorded:
            if one.record is not None:
                one.record.cancelled = True
        call = first.maker.call
        made_by = (call, first.maker.cell) if call is not None else None
        kept_api = first.api if first.api in ("jumpstart", "sdk-v3") else api
        _emit(ev, node, step, first.kind, kept_api, first.fields, (first.cell,), made_by)
        return
    inst = maker[0] if maker is not None else value
    if isinstance(inst, Choice):
        inst = inst.options[0]
    if isinstance(inst, Instance):
        found = {**_fields_of(ev, inst), **attributes.session_fields(ev, inst)}
        _emit(ev, node, step, kind, api, found, (), (inst.call, inst.cell) if inst.call else None)
        return
    unknown = Sym("made outside of this notebook")
    found = {name: Field(unknown, None, ev.cell, name) for name in ("instance_type", "instance_count")}
    _emit(ev, node, step, kind, api, found if kind != "automl" else {})


def _is_recorded(value: Value) -> bool:
    return isinstance(value, StepArguments)


def _fields_of(ev: Evaluator, inst: Instance) -> dict[str, Field]:
    from jupyter_green.readers.source.starts import job_fields, tuning_fields

    if inst.sdk.family in ("tuner", "v3-tuner"):
        return tuning_fields(ev, inst)
    return job_fields(ev, inst) if rows_of(inst.sdk.family) else {}


def _check(ev: Evaluator, node: ast.Call, step: Instance, key: str) -> None:
    slot = step.fields.get(key)
    config = slot[0] if slot is not None else None
    also: tuple[int, ...] = ()
    if isinstance(config, Instance):
        found = from_arguments(config.fields, rows_of("monitor"), config.open, config.call, config.cell)
        also = (config.cell,)
        if not config.open:
            for name, default in (("instance_type", "ml.m5.xlarge"), ("instance_count", 1)):
                found.setdefault(name, Field(default, None, config.cell, name, "plain", "defaulted"))
    else:
        unknown = Sym("made outside of this notebook")
        found = {name: Field(unknown, None, ev.cell, name) for name in ("instance_type", "instance_count")}
    made_by = (config.call, config.cell) if isinstance(config, Instance) and config.call is not None else None
    _emit(ev, node, step, "processing", step.sdk.api, found, also, made_by)


def _stepfunctions(ev: Evaluator, node: ast.Call, step: Instance) -> None:
    """Note the jobs of steps of the Step Functions library."""
    name = step.sdk.name
    fields = step.fields
    if name in _KINDS and _KINDS[name][1]:
        kind, maker = _KINDS[name]
        _step(ev, node, step, kind, None, fields.get(maker))
    elif name == "EndpointConfigStep":
        variant = DictValue({}, step.open)
        for key, word in (("instance_type", "InstanceType"), ("initial_instance_count", "InitialInstanceCount")):
            if key in fields:
                variant.items[word] = fields[key]
        items: dict[Any, Slot] = {"ProductionVariants": (ListValue([(variant, node, ev.cell)]), node, ev.cell)}
        key_name = fields.get("endpoint_config_name", (None, None, ev.cell))[0]
        ev.collector.remember(ev.collector.configs, ev, key_name, (DictValue(items), node, ev.cell))
    elif name == "EndpointStep":
        from jupyter_green.readers.source.configs import config_fields

        config_name = fields.get("endpoint_config_name", (None, None, ev.cell))[0]
        config = ev.collector.recall(ev.collector.configs, ev, config_name)
        kind = "endpoint-update" if fields.get("update", (False, None, 0))[0] is True else "endpoint"
        found = config_fields(ev, config)
        record = ev.collector.emit(ev, node, kind, "stepfunctions", found, via="stepfunctions-step")
        ev.collector.add_endpoint(ev, record, fields.get("endpoint_name", (None, None, ev.cell))[0])
