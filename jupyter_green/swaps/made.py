"""Objects and values of an SDK, described so that source text and real objects come from one description."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["CannotSay", "Made", "Member", "as_object", "as_text"]


class CannotSay(ValueError):
    """Raised when an SDK has no words for a value, or when what they would be is for the user to write."""


@dataclass(frozen=True, slots=True)
class Made:
    """An object of an SDK: its class, the module to import it from, and its arguments, always by name.

    By name because the two generations order them differently (``HyperbandStrategyConfig``). ``elsewhere`` lists other
    modules that hold the same class.
    """

    name: str
    module: str
    arguments: tuple[tuple[str, Any], ...] = ()
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """One member of an enumeration of an SDK."""

    name: str
    module: str
    member: str


# -- as text ----------------------------------------------------------------------------------------------------------


def as_text(value: Any, quote: str, call_it: Callable[[str, str], str]) -> str:
    """Return Python source for an encoded value.

    ``call_it(module, name)`` returns how a class is called in the cell and arranges its import.
    """
    if isinstance(value, Made):
        inside = ", ".join(f"{name}={as_text(held, quote, call_it)}" for name, held in value.arguments)
        return f"{call_it(value.module, value.name)}({inside})"
    if isinstance(value, Member):
        return f"{call_it(value.module, value.name)}.{value.member}"
    if isinstance(value, str):
        return _quoted(value, quote)
    if isinstance(value, Mapping):
        pairs = (f"{_quoted(str(key), quote)}: {as_text(held, quote, call_it)}" for key, held in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(as_text(item, quote, call_it) for item in value) + "]"
    return repr(value)


def _quoted(text: str, quote: str) -> str:
    double = json.dumps(text, ensure_ascii=False)
    if quote == '"':
        return double
    return "'" + double[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"


# -- as objects -------------------------------------------------------------------------------------------------------


def as_object(value: Any) -> Any:
    """Return the real value for an encoded one, with classes taken from modules that are already imported.

    Raises :class:`CannotSay` when a class's module is not there; nothing is imported here.
    """
    if isinstance(value, Made):
        made = _loaded(value.name, (value.module, *value.elsewhere))
        return made(**{name: as_object(held) for name, held in value.arguments})
    if isinstance(value, Member):
        return getattr(_loaded(value.name, (value.module,)), value.member)
    if isinstance(value, Mapping):
        return {key: as_object(held) for key, held in value.items()}
    if isinstance(value, list):
        return [as_object(item) for item in value]
    return value


def _loaded(name: str, modules: tuple[str, ...]) -> Any:
    for module in modules:
        found = vars(sys.modules[module]).get(name) if module in sys.modules else None
        if found is not None:
            return found
    raise CannotSay(f"run `from {modules[0]} import {name}` first: the SDK's {name} is not loaded")
