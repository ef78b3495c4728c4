"""Methods of texts, lists and dictionaries that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jupyter_green.readers.source import containers, texts
from jupyter_green.readers.source.bounds import LONGEST_LIST, LONGEST_TEXT, is_wide, makes_long_text
from jupyter_green.readers.source.values import (
    PLAIN,
    DictValue,
    ListValue,
    Slot,
    Sym,
    Value,
    identity,
)

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator


_TEXT_METHODS = frozenset(
    [
        "lower",
        "upper",
        "strip",
        "lstrip",
        "rstrip",
        "replace",
        "split",
        "rsplit",
        "title",
        "capitalize",
        "startswith",
        "endswith",
        "removeprefix",
        "removesuffix",
        "zfill",
        "partition",
        "rpartition",
        "splitlines",
    ]
)


def text_method(ev: Evaluator, text: str, attr: str, args: list[Slot], keywords: dict[str, Slot]) -> Value:
    """Return what a method of a known text gives."""
    values = [slot[0] for slot in args]
    if attr == "format":
        named = {key: slot[0] for key, slot in keywords.items()}
        if all(type(v) in (str, int, float) for v in (*values, *named.values())) and len(text) < 2000:
            if is_wide(text) or makes_long_text([*values, *named.values()], text.count("{")):
                return Sym("a long text")
            try:
                return text.format(*values, **named)
            except (ValueError, IndexError, KeyError, TypeError, AttributeError):
                return Sym("text made at run time")
        made = texts.formatted(ev, text, values, named)
        if made is not None:
            return made
        return ev.derive("text made at run time", "format", text, *map(identity, (*values, *named.values())))
    if attr == "join" and values and isinstance(values[0], ListValue):
        parts = [slot[0] for slot in values[0].items]
        if not values[0].open and all(isinstance(p, str) for p in parts):
            return Sym("a long text") if makes_long_text([*parts, text]) else text.join(parts)
        if not values[0].open and len(parts) > 1:
            return texts.interleaved(ev, text, parts)
        return ev.derive("text made at run time", "join", text, *map(identity, parts))
    if attr in _TEXT_METHODS and all(isinstance(v, PLAIN) for v in values):
        if _grows_long(text, attr, values):
            return Sym("a long text")
        try:
            made = getattr(text, attr)(*values)
        except (TypeError, ValueError):
            return Sym("cannot be computed")
        if isinstance(made, (list, tuple)):
            return ListValue([(part, None, ev.cell) for part in made])
        return made
    return ev.derive("text made at run time", "method", text, attr, *map(identity, values))


def _grows_long(text: str, attr: str, values: list[Any]) -> bool:
    """True when padding or replacing would make a text that is longer than any value of a job."""
    if attr == "zfill":
        return any(isinstance(width, int) and width > LONGEST_TEXT for width in values)
    return attr == "replace" and len(values) > 1 and makes_long_text(values[1:2], text.count(str(values[0])))


def list_method(ev: Evaluator, owner: ListValue, attr: str, args: list[Slot]) -> Value:
    """Carry out a method of a known list."""
    maybe = ev.log is not None or any(n is None for n in ev.loops)
    if attr in ("append", "add") and args:
        owner.items.append(args[0])
        owner.open = owner.open or maybe
        return None
    if attr in ("extend", "update") and args:
        more = containers.elements(args[0][0])
        if more is None:
            owner.open = True
        else:
            owner.items.extend(more.items[: max(0, LONGEST_LIST - len(owner.items))])
            owner.open = owner.open or more.open or maybe or len(owner.items) >= LONGEST_LIST
        return None
    if attr == "insert" and len(args) == 2:
        at = args[0][0]
        owner.items.insert(at if type(at) is int else len(owner.items), args[1])
        owner.open = owner.open or maybe or type(at) is not int
        return None
    if attr == "pop" and owner.items and not owner.open:
        at = args[0][0] if args else -1
        if type(at) is int and -len(owner.items) <= at < len(owner.items):
            return owner.items.pop(at)[0]
    if attr == "copy":
        return ListValue(list(owner.items), owner.open, owner.count)
    if attr == "reverse":
        owner.items.reverse()
        return None
    if attr in ("clear",):
        owner.items.clear()
        return None
    if attr in ("pop", "remove", "sort", "discard"):
        owner.open = True
    return Sym("made at run time")


def dict_method(ev: Evaluator, owner: DictValue, attr: str, args: list[Slot], keywords: dict[str, Slot]) -> Value:
    """Carry out a method of a known dictionary."""
    cell = ev.cell
    if attr == "update":
        if args:
            containers.update(ev, owner, args[0][0])
        for name, slot in keywords.items():
            ev.write(owner.items, name, slot)
        return None
    if attr in ("get", "pop", "setdefault") and args and isinstance(args[0][0], PLAIN):
        key: Any = args[0][0]
        found = owner.items.get(key)
        if attr == "setdefault" and found is None and not owner.open and len(args) > 1:
            ev.write(owner.items, key, args[1])
        if found is not None:
            if attr == "pop" and ev.log is None:
                del owner.items[key]
            return found[0]
        if owner.open:
            return Sym("a key that may be there")
        return args[1][0] if len(args) > 1 else None
    if attr == "items":
        pairs = [(ListValue([(k, None, cell), slot]), slot[1], slot[2]) for k, slot in owner.items.items()]
        return ListValue(pairs, owner.open)
    if attr == "values":
        return ListValue(list(owner.items.values()), owner.open)
    if attr == "keys":
        return ListValue([(k, None, cell) for k in owner.items], owner.open)
    if attr == "copy":
        return DictValue(dict(owner.items), owner.open)
    if attr == "clear" and ev.log is None:
        owner.items.clear()
        return None
    return Sym("made at run time")
