"""A private, bounded copy of an AWS request or answer, made without running anybody's code.

The consumer of an event may keep or change its copy: what the user sends to AWS is not touched. Bodies and streams are
never read; of bytes only the length is kept.
"""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from jupyter_green.readers.safely import class_name

__all__ = ["Withheld", "private_copy"]

LONGEST_TEXT = 4096
LONGEST_DEFINITION = 1_048_576  # a pipeline's definition is a JSON text that is of no use when cut
MOST_NODES = 5000
DEEPEST = 12

# Classes are compared by id: a set of classes would ask the class of a stranger's value for its hash.
_WHOLE = frozenset(map(id, (bool, int, float, type(None), datetime.datetime, datetime.date, decimal.Decimal)))
_SIZED = frozenset(map(id, (bytes, bytearray, memoryview, str)))
_LONG_KEYS = frozenset({"PipelineDefinition"})
_WITHHELD_KEYS = frozenset({"Body", "ResponseMetadata"})


@dataclass(frozen=True, slots=True)
class Withheld:
    """Stands where a value was not copied: its class and, when it is bytes or text, its size."""

    type_name: str
    size: int | None = None


def private_copy(value: Any) -> Any:
    """Return a copy of ``value`` made of plain dicts, lists and scalars; what cannot be copied safely is ``Withheld``.

    Texts are cut at 4,096 characters (a PipelineDefinition at the service's own limit) and the whole at 5,000 values.
    Subclasses of the plain types are read through the plain type, so their own methods are not run.
    """
    return _copy(value, DEEPEST, [MOST_NODES], LONGEST_TEXT)


def _copy(value: Any, depth: int, left: list[int], longest: int) -> Any:
    kind = type(value)
    if kind is str:
        return value if len(value) <= longest else value[:longest]
    if id(kind) in _WHOLE:
        return value
    left[0] -= 1
    if depth <= 0 or left[0] <= 0:
        return Withheld(class_name(kind))
    if issubclass(kind, dict):
        return _copy_dict(value, depth, left)
    if issubclass(kind, list):
        return _copy_sequence(list.__getitem__(value, slice(left[0])), depth, left, longest)
    if issubclass(kind, tuple):
        return _copy_sequence(tuple.__getitem__(value, slice(left[0])), depth, left, longest)
    return _copy_leaf(value, kind, longest)


def _copy_sequence(items: Sequence[Any], depth: int, left: list[int], longest: int) -> list[Any]:
    left[0] -= len(items)
    return [_copy(item, depth - 1, left, longest) for item in items]


def _copy_dict(value: dict[Any, Any], depth: int, left: list[int]) -> dict[str, Any]:
    copied: dict[str, Any] = {}
    room = left[0]
    left[0] -= min(dict.__len__(value), room)
    for key, item in islice(dict.items(value), room):
        name = key if type(key) is str else _key_text(key)
        kind = type(item)
        if name in _WITHHELD_KEYS:
            if name == "Body":
                copied[name] = _withhold(item)
        elif id(kind) in _WHOLE or (kind is str and len(item) <= LONGEST_TEXT):
            copied[name] = item  # nearly every value of a request: not worth a call
        else:
            copied[name] = _copy(item, depth - 1, left, LONGEST_DEFINITION if name in _LONG_KEYS else LONGEST_TEXT)
    return copied


def _copy_leaf(value: Any, kind: type, longest: int) -> Any:
    if issubclass(kind, str):  # such as a string enumeration
        return str.__str__(value)[:longest]
    if issubclass(kind, int):
        return int.__int__(value)
    if issubclass(kind, float):
        return float.__float__(value)
    return _withhold(value)


def _withhold(value: Any) -> Withheld:
    kind = type(value)
    if id(kind) in _SIZED:
        return Withheld(class_name(kind), len(value))
    return Withheld(class_name(kind))


def _key_text(key: Any) -> str:
    return str.__str__(key) if issubclass(type(key), str) else f"<{class_name(type(key))}>"
