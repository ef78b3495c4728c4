"""Jobs that are started some other way than by an estimator's fit: decorators, executors, queues and Spark."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from jupyter_green.readers.source import starts
from jupyter_green.readers.source.fields import Field, written
from jupyter_green.readers.source.sdk import rows_of
from jupyter_green.readers.source.values import (
    Arguments,
    Function,
    Instance,
    ListValue,
    Sym,
    Value,
)

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator


_PYSPARK = {"instance_type": "InstanceType", "instance_count": "InstanceCount"}


def fit_spark(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Note the jobs that fit starts on SageMaker from Spark: one for each estimator of a pipeline."""
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
                    found[name] = written(slot, prefix + word, call=value.call, call_cell=value.cell)
            record = ev.collector.emit(
                ev, node, kind, "sagemaker-pyspark", found, also=(value.cell,), optional=optional, part=str(i)
            )
            if kind == "endpoint":
                ev.collector.add_endpoint(ev, record, None)
    return Sym("a fitted model")


def _stages(inst: Instance) -> list[Any]:
    if inst.sdk.family == "pyspark":
        return [(inst, None, inst.cell)]
    stages = inst.fields.get("stages")
    return stages[0].items if stages is not None and isinstance(stages[0], ListValue) else []


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


def _remote_fields(fields: dict[str, Any], opened: bool, call: ast.AST | None, cell: int) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for name, word in _REMOTE_ROWS.items():
        slot = fields.get(word)
        if slot is not None:
            codec = "nothing_if_zero" if name == "keep_alive" else "plain"
            found[name] = written(slot, word, codec, call=call, call_cell=cell)
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
        decorator.api,
        found,
        via=decorator.via,
        at=(function.cell, getattr(function.node, "lineno", 1)),
        also=(decorator.cell, ev.cell),
        made_by=(decorator.call, decorator.cell) if decorator.call is not None else None,
    )
    return Sym("the result of a remote job")


def submit(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Note the jobs that a remote executor starts."""
    found = _remote_fields(inst.fields, inst.open, inst.call, inst.cell)

    def once() -> None:
        made_by = (inst.call, inst.cell) if inst.call is not None else None
        ev.collector.emit(ev, node, "training", inst.sdk.api, found, via="remote-executor", made_by=made_by)

    if attr == "map":
        passes = [len(s[0].items) for s in given.args[1:] if isinstance(s[0], ListValue) and not s[0].open]
        ev.in_loop(min(passes) if passes else None, once)
    else:
        once()
    return Sym("the result of a remote job")


def queue(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Note the training jobs that a batch queue starts."""
    slot = given.keywords.get("training_job") or (given.args[0] if given.args else None)
    maker = slot[0] if slot is not None else None
    inputs = given.keywords.get("inputs") or (given.args[1] if len(given.args) > 1 else (None, None, 0))
    found = starts.job_fields(ev, maker) if isinstance(maker, Instance) and rows_of(maker.sdk.family) else {}
    api = starts.api_of(maker) if isinstance(maker, Instance) else inst.sdk.api

    def once() -> None:
        made_by = (maker.call, maker.cell) if isinstance(maker, Instance) and maker.call is not None else None
        ev.collector.emit(ev, node, "training", api, found, made_by=made_by)

    if attr == "map":
        known = inputs[0]
        passes = len(known.items) if isinstance(known, ListValue) and not known.open else None
        ev.in_loop(passes, once)
    else:
        once()
    return Sym("a queued job")


def execute_template(ev: Evaluator, node: ast.Call, inst: Instance, attr: str, given: Arguments) -> Value:
    """Note what a ready-made Step Functions pipeline runs: the training, and an endpoint of the same instances."""
    slot = inst.fields.get("estimator")
    estimator = slot[0] if slot is not None and isinstance(slot[0], Instance) else None
    found = starts.job_fields(ev, estimator) if estimator is not None and rows_of(estimator.sdk.family) else {}
    made_by = (estimator.call, estimator.cell) if estimator is not None and estimator.call is not None else None
    also = (inst.cell,)
    via, api = "stepfunctions-step", "stepfunctions"
    ev.collector.emit(ev, node, "training", api, found, via=via, also=also, made_by=made_by)
    served: dict[str, Field] = {name: found[name] for name in ("instance_type", "instance_count") if name in found}
    served["mode"] = Field("real-time", None, ev.cell, "execute")
    record = ev.collector.emit(ev, node, "endpoint", api, served, via=via, also=also, made_by=made_by)
    ev.collector.add_endpoint(ev, record, None)
    return Sym("an execution")
