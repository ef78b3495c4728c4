"""From what was read to Job fields: rows of the dialect tables applied to arguments, and values made plain."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from jupyter_green.dialects.api import ApiRow
from jupyter_green.dialects.images import ImageFacts, facts_of_image
from jupyter_green.dialects.spelling import Row
from jupyter_green.job import Unknown
from jupyter_green.readers.source.command_line import DefaultSym
from jupyter_green.readers.source.values import (
    PLAIN,
    Choice,
    DictValue,
    Foreign,
    ImageSym,
    Instance,
    ListValue,
    Slot,
    Sym,
    Value,
    join,
    tuple_as,
)
from jupyter_green.readers.values import decode, way_of_class

__all__ = [
    "Field",
    "Plain",
    "add_image_facts",
    "dig",
    "from_arguments",
    "from_request",
    "plain_value",
    "snake",
    "written",
]

_SNAKE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_MOST_DEPTH = 6
_SIMPLE = frozenset({str, int, bool, float, type(None)})
#: Codecs of enumerations, whose members are known by their dotted name.
_NAMED_CODECS = ("local_mode", "endpoint_type")


class Field(NamedTuple):
    """One Job field as it was read: the value, where it is written, and how it is spelt there."""

    value: Value
    node: ast.AST | None
    cell: int
    spelling: str
    codec: str = "plain"
    status: str = "given"
    call: ast.AST | None = None
    call_cell: int = 0
    position: int = -1  # of the argument among the positional ones, where the call may give it so


def written(
    slot: Slot,
    spelling: str,
    codec: str = "plain",
    status: str = "given",
    call: ast.AST | None = None,
    call_cell: int = 0,
) -> Field:
    """Return the field that a slot gives."""
    return Field(slot[0], slot[1], slot[2], spelling, codec, status, call, call_cell)


class Plain(NamedTuple):
    """A value made plain: ``value`` is the Job's; ``options`` are set where it is one of several."""

    value: Any
    status: str = ""
    detail: str = ""
    options: tuple[Any, ...] = ()


def from_arguments(
    fields: Mapping[str, Slot],
    rows: Iterable[Row],
    opened: bool,
    call: ast.AST | None,
    cell: int,
    *,
    defaults: bool = True,
    positional: Sequence[str] = (),
) -> dict[str, Field]:
    """Return the Job fields that ``rows`` find in the arguments of a call."""
    found: dict[str, Field] = {}
    for row in rows:
        if row.owner:
            nested = _nested(fields, row)
            if nested is not None and (row.field not in found or found[row.field].status == "defaulted"):
                found[row.field] = nested
            continue
        slot = fields.get(row.keyword)
        if slot is None:
            if opened and row.field in ("instance_type", "instance_count"):
                unknown = Sym("among arguments that are not known")
                found.setdefault(row.field, Field(unknown, None, cell, row.spelling, call=call, call_cell=cell))
            elif defaults and row.default is not None and row.field not in found:
                default = (row.default, None, cell, row.spelling, "plain", "defaulted", None, 0, -1)
                found[row.field] = tuple_as(Field, default)
        elif row.field not in found or found[row.field].status == "defaulted":
            at = positional.index(row.keyword) if row.keyword in positional else -1
            given = (slot[0], slot[1], slot[2], row.spelling, row.codec, "given", call, cell, at)
            found[row.field] = tuple_as(Field, given)
    return found


def _nested(fields: Mapping[str, Slot], row: Row) -> Field | None:
    """Return a field that stands in a configuration object of its own, such as ``compute=Compute(...)``."""
    owner = fields.get(row.owner)
    if owner is None or owner[0] is None:
        return None
    held = owner[0]
    if isinstance(held, Instance):
        slot = held.fields.get(row.keyword)
        if slot is not None:
            params = held.sdk.params
            at = params.index(row.keyword) if row.keyword in params else -1
            value, node, cell = slot
            return Field(value, node, cell, row.spelling, row.codec, "given", held.call, held.cell, at)
        if row.default is not None and held.sdk.name == row.owner_class and not held.open:
            return Field(row.default, None, held.cell, row.spelling, "plain", "defaulted")
    elif isinstance(held, DictValue) and row.keyword in held.items:
        return written(held.items[row.keyword], row.spelling, row.codec)
    elif isinstance(held, (Sym, Choice)) and row.field in ("instance_type", "instance_count", "max_runtime"):
        return Field(Sym("among arguments that are not known"), None, owner[2], row.spelling)
    return None


def snake(name: str) -> str:
    """Return the snake_case spelling that the v3 resource classes use for a request key."""
    return _SNAKE.sub("_", name).lower()


def dig(value: Value, path: str, cell: int = 0) -> Slot | None:
    """Return what stands at a request path, for dictionaries and for v3 shapes alike; None where nothing does."""
    head, _, rest = path.partition(".")
    every = head.endswith("[]")
    key = head.removesuffix("[]")
    if isinstance(value, DictValue):
        slot = value.items.get(key)
        if slot is None:
            slot = value.items.get(snake(key))
        if slot is None and value.open and not rest:
            slot = (Sym("among keys that are not known"), None, cell)
    elif isinstance(value, Instance):
        slot = value.fields.get(snake(key))
    elif isinstance(value, Sym):
        return (value, None, cell)
    elif isinstance(value, Choice):
        found = [dig(option, path, cell) for option in value.options]
        values = join(f[0] if f else None for f in found)
        first = next((f for f in found if f), None)
        return (values, None, first[2]) if first else None
    else:
        return None
    if slot is None:
        return None
    if every:
        if isinstance(slot[0], ListValue):
            finds = [dig(item[0], rest, item[2]) if rest else item for item in slot[0].items]
            return (ListValue([f for f in finds if f is not None], slot[0].open), slot[1], slot[2])
        return (slot[0], slot[1], slot[2]) if isinstance(slot[0], Sym) else None
    return dig(slot[0], rest, slot[2]) if rest else slot


def from_request(
    request: Value, rows: Iterable[ApiRow], call: ast.AST | None, cell: int, prefix: str = ""
) -> dict[str, Field]:
    """Return the Job fields that ``rows`` find in a boto3-shaped request."""
    found: dict[str, Field] = {}
    for row in rows:
        slot = dig(request, prefix + row.path, cell)
        if slot is not None and slot[0] is not None and not (isinstance(slot[0], ListValue) and not slot[0].items):
            found[row.field] = Field(slot[0], slot[1], slot[2], row.path, row.codec, "given", call, cell)
        elif row.default is not None:
            found[row.field] = Field(row.default, None, cell, row.path, "plain", "defaulted")
    return found


def add_image_facts(found: dict[str, Field]) -> None:
    """Add the framework and its versions that an image tells, where no argument or class said the framework."""
    image = found.get("image")
    if image is None or "framework" in found:
        return
    facts = ImageFacts()
    if isinstance(image.value, str):
        facts = facts_of_image(image.value)
    elif isinstance(image.value, ImageSym):
        facts = image.value.facts
    for name, told in facts._asdict().items():
        if told:
            found.setdefault(name, Field(told, None, image.cell, "image"))


def plain_value(field: Field) -> Plain:
    """Return a field's value in the Job's terms: known, one of several, or Unknown with the reason."""
    value = field.value
    if type(value) in _SIMPLE and field.codec == "plain":
        return tuple_as(Plain, (value, "", "", ()))
    if isinstance(value, Choice):
        parts = [plain_value(field._replace(value=option)) for option in value.options]
        if any(isinstance(p.value, Unknown) for p in parts):
            return Plain(Unknown("decided at run time"))
        options = tuple(dict.fromkeys(p.value for p in parts if _hashable(p.value)))
        if len(options) == 1:
            return Plain(options[0], parts[0].status, parts[0].detail)
        return Plain(Unknown("decided at run time"), options=options)
    if isinstance(value, Instance) and value.sdk.family == "parameter":
        return _parameter(value, field)
    if isinstance(value, Foreign) and field.codec not in _NAMED_CODECS:
        return Plain(Unknown(f"{value.name} is set outside of this notebook"))
    if field.codec == "distribution" and isinstance(value, Instance):
        parallel = value.fields.get("smp")
        return Plain(way_of_class(value.sdk.name, parallel is not None and parallel[0] is not None))
    if isinstance(value, DefaultSym):
        return plain_value(field._replace(value=value.default))._replace(status="defaulted", detail=value.label)
    raw = _raw(value)
    if isinstance(raw, Unknown):
        return Plain(raw)
    if field.codec == "async_mode":
        return Plain(None)
    if field.codec == "plain":
        return Plain(raw if raw is None or isinstance(raw, PLAIN) else Unknown("not a plain value"))
    if field.codec == "mapping" and isinstance(raw, dict):
        return Plain({key: _held(one) for key, one in raw.items() if isinstance(key, str)})
    try:
        made = decode(field.codec, raw)
    except Exception as error:
        return Plain(Unknown(f"not understood ({type(error).__name__})"))
    return Plain(made.value, made.status, made.detail)


def _held(value: Any) -> Any:
    return value if isinstance(value, (*PLAIN, Unknown)) else Unknown("not a plain value")


def _hashable(value: Any) -> bool:
    return isinstance(value, PLAIN)


def _parameter(value: Instance, field: Field) -> Plain:
    name = value.fields.get("name", (None, None, 0))[0]
    label = f"pipeline parameter {name}" if isinstance(name, str) else "pipeline parameter"
    default = value.fields.get("default_value")
    if default is None or default[0] is None:
        return Plain(Unknown(f"{label}: decided when the pipeline starts"))
    made = plain_value(field._replace(value=default[0]))
    return Plain(made.value, "defaulted", label, made.options)


def _raw(value: Value, depth: int = 0) -> Any:
    """Return plain Python data for the codecs; what is not known is an Unknown inside of it."""
    if value is None or isinstance(value, PLAIN):
        return value
    if depth > _MOST_DEPTH:
        return Unknown("nested too deeply")
    if isinstance(value, ListValue):
        if value.open and not value.items:
            return Unknown("a list that is not known")
        return [_raw(slot[0], depth + 1) for slot in value.items]
    if isinstance(value, DictValue):
        if value.open and not value.items:
            return Unknown("a dictionary that is not known")
        return {key: _raw(slot[0], depth + 1) for key, slot in value.items.items()}
    if isinstance(value, Instance):
        if value.sdk.family == "parameter":
            return _raw(value.fields.get("default_value", (None, None, 0))[0], depth + 1)
        return {key: _raw(slot[0], depth + 1) for key, slot in value.fields.items()}
    if isinstance(value, Foreign):
        return value.name if depth == 0 else Unknown(f"{value.name} is set outside of this notebook")
    if isinstance(value, Sym):
        return Unknown(value.reason)
    return Unknown("made at run time")
