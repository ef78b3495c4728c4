"""Laying out values as Python source: on one line where it fits, else one item a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jupyter_green.swaps.made import Made, as_text

__all__ = ["WIDE", "lay_out"]

#: Columns a line may have.
WIDE = 100
_STEP = 4


def lay_out(value: Any, call_it: Callable[[str, str], str], *, indent: int = 0, before: int = 0) -> str:
    """Return the source of an encoded value whose line starts at ``indent``, after ``before`` more characters.

    ``call_it(module, name)`` returns how a class is called and arranges its import.
    """
    text = as_text(value, '"', call_it)
    if indent + before + len(text) < WIDE:
        return text
    inner = indent + _STEP
    if isinstance(value, Made) and value.arguments:
        items = [_named(f"{name}=", held, call_it, inner) for name, held in value.arguments]
        return _wrapped(f"{call_it(value.module, value.name)}(", items, ")", indent)
    if isinstance(value, Mapping) and value:
        items = [_named(f'"{key}": ', held, call_it, inner) for key, held in value.items()]
        return _wrapped("{", items, "}", indent)
    if isinstance(value, list) and value:
        return _wrapped("[", [lay_out(item, call_it, indent=inner) for item in value], "]", indent)
    return text


def _named(head: str, value: Any, call_it: Callable[[str, str], str], indent: int) -> str:
    return head + lay_out(value, call_it, indent=indent, before=len(head))


def _wrapped(opening: str, items: list[str], closing: str, indent: int) -> str:
    inner = " " * (indent + _STEP)
    return "\n".join([opening, *(f"{inner}{item}," for item in items), " " * indent + closing])
