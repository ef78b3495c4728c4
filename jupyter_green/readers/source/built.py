"""Objects that are built and not started in these cells: a notebook half written, or half run."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from jupyter_green.readers.source import starts
from jupyter_green.readers.source.values import DictValue, Instance, options_of

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

__all__ = ["NOT_STARTED", "not_started", "start_what_is_built"]

#: Why such a job is optional: the code builds it and nothing seen so far starts it.
NOT_STARTED = "built, and not started in these cells"
_KIND_OF_FAMILY = {
    "estimator": "training",
    "trainer": "training",
    "fine-tuner": "training",
    "tuner": "tuning",
    "v3-tuner": "tuning",
    "processor": "processing",
    "transformer": "transform",
}


def not_started(ev: Evaluator) -> list[tuple[Instance, str]]:
    """Return what a variable holds and no call started, with the kind of job it would be; no parts of others.

    What is opened by its name, as ``Estimator.attach(…)`` does, exists already.
    """
    held = [value for slot in ev.globals.vars.values() for value in options_of(slot[0]) if isinstance(value, Instance)]
    parts = [part for instance in (*held, *ev.started) for part in _parts(instance)]
    taken = {id(instance.call) for instance in (*parts, *ev.started)}  # copies, as a search's best one, have its call
    taken.update(id(record.made_by[0]) for record in ev.collector.records.values() if record.made_by)
    return [
        (instance, kind)
        for instance in dict.fromkeys(held)
        if (kind := _KIND_OF_FAMILY.get(instance.sdk.family)) is not None
        and instance.call is not None
        and not (id(instance.call) in taken or _is_opened(instance.call))
    ]


def start_what_is_built(ev: Evaluator) -> None:
    """Note each object that a variable holds and no call started, as the job it would be."""
    ev.optional = NOT_STARTED
    for instance, kind in not_started(ev):
        ev.cell = instance.cell
        fields = starts.tuning_fields(ev, instance) if kind == "tuning" else starts.job_fields(ev, instance)
        starts.start(ev, _call(instance), instance, kind, fields)
    ev.optional = None


def _is_opened(call: ast.Call) -> bool:
    function = call.func
    return isinstance(function, ast.Attribute) and (
        function.attr in ("attach", "get") or function.attr.startswith("from_")
    )


def _call(instance: Instance) -> ast.AST:
    assert instance.call is not None
    return instance.call


def _parts(instance: Instance) -> list[Instance]:
    """Return the objects that this one runs: a tuner's estimators, a step's processor."""
    found: list[Instance] = []
    for slot in instance.fields.values():
        for value in options_of(slot[0]):
            inner = [item[0] for item in value.items.values()] if isinstance(value, DictValue) else [value]
            found.extend(one for one in inner if isinstance(one, Instance))
    return found
