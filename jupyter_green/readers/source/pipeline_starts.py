"""Starts of pipelines: whether a pipeline's steps are counted here, and with which of its starts."""

from __future__ import annotations

import ast
from collections.abc import Hashable
from typing import TYPE_CHECKING

from jupyter_green.readers.source.fields import Field
from jupyter_green.readers.source.values import Instance, ListValue, Sym, Value
from jupyter_green.unknown import COUNTED_WITH_FIRST_START, STEPS_MADE_ELSEWHERE

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

__all__ = ["start"]


def start(
    ev: Evaluator, node: ast.Call, api: str, name: Value, fields: dict[str, Field], made: Instance | None = None
) -> None:
    """Note the start of a pipeline, and say of it where its steps are not counted with it.

    Nothing is told by a second start of the same steps: each is a job once, however often its pipeline runs. ``made``
    is the object that is started, where the notebook makes it.
    """
    known = made if made is not None else ev.collector.recall(ev.collector.made_pipelines, ev, name)
    reason = "" if _holds_steps(ev, known) else STEPS_MADE_ELSEWHERE.reason
    if not reason and _is_counted(ev, node, ev.name_key(name) or id(known)):
        reason = COUNTED_WITH_FIRST_START.reason
    if reason:
        fields = {**fields, "steps": Field(Sym(reason), None, ev.cell, "steps")}
    ev.collector.emit(ev, node, "pipeline", api, fields)


def _holds_steps(ev: Evaluator, made: Instance | bool | None) -> bool:
    if not isinstance(made, Instance):
        return made is True
    slot = made.fields.get("steps")
    if slot is None and not made.open:
        return False
    if slot is not None and isinstance(slot[0], ListValue):
        if any(isinstance(item[0], Instance) for item in slot[0].items):
            return True
        if not slot[0].items and not slot[0].open:
            return False
    return ev.collector.latest_step > 0


def _is_counted(ev: Evaluator, node: ast.Call, key: Hashable) -> bool:
    """True for another start of a pipeline of which no step was made since the first."""
    this = ev.snapshot_key(node)
    first, latest_step = ev.collector.pipeline_starts.setdefault(key, (this, ev.collector.latest_step))
    return first != this and ev.collector.latest_step == latest_step
