"""Python's built-in functions, as far as they carry values that matter."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

from jupyter_green.readers.cells import SET_ENVIRONMENT, SHELL_DELETE
from jupyter_green.readers.source import attributes, containers, library
from jupyter_green.readers.source.values import (
    Arguments,
    Choice,
    DictValue,
    Foreign,
    Instance,
    ListValue,
    Super,
    Sym,
    UserObject,
    Value,
    identity,
    join,
    truth,
)

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator


def product(ev: Evaluator, node: Any, given: Arguments) -> Value:
    """Return the pairs, triples … of ``itertools.product``, or their number where there are many."""
    sources = [containers.elements(slot[0]) for slot in given.args]
    if given.open or given.keywords or any(one is None or one.open for one in sources):
        return ev.derive("made at run time", "product", *(identity(slot[0]) for slot in given.args))
    known = [one.items for one in sources if one is not None]
    count = math.prod(map(len, known))
    if count > LONGEST_RANGE:
        return ListValue([], True, count)
    return ListValue([(ListValue(list(slots)), None, ev.cell) for slots in itertools.product(*known)])


def chain(ev: Evaluator, node: Any, given: Arguments) -> Value:
    """Return what ``itertools.chain`` passes through, one iterable after the other."""
    sources = [containers.elements(slot[0]) for slot in given.args]
    items = [slot for one in sources if one is not None for slot in one.items]
    return ListValue(items, given.open or any(one is None or one.open for one in sources))


def call_builtin(ev: Evaluator, node: Any, name: str, given: Arguments) -> Value:
    """Call a built-in function."""
    first = library.first(given)
    if name in ("list", "tuple", "set", "sorted", "reversed"):
        known = containers.elements(first) if given.args else ListValue([])
        if known is None:
            return ev.derive("made at run time", name, identity(first))
        items = list(known.items)
        if name == "reversed":
            items.reverse()
        if name == "sorted":
            values = [slot[0] for slot in items]
            if given.keywords or not (all(type(v) is str for v in values) or all(type(v) is int for v in values)):
                return ListValue(items, known.open, known.count)
            items.sort(key=lambda slot: slot[0])
        return ListValue(items, known.open, known.count)
    if name == "dict":
        made = DictValue({}, given.open)
        if given.args:
            containers.update(ev, made, first)
        made.items.update(given.keywords)
        return made
    if name in ("str", "int", "float", "bool", "abs", "round", "len", "min", "max", "sum", "any", "all"):
        return _number(ev, name, given)
    if name == "range":
        return _range(given)
    if name in ("enumerate", "zip"):
        return _zipped(ev, name, given)
    if name in ("map", "filter"):
        return _mapped(ev, node, given)
    if name == "getattr" and len(given.args) > 1 and isinstance(library.first(given, 1), str):
        found = attributes.get(ev, first, library.first(given, 1))
        return found[0] if type(found) is tuple else found
    if name == "setattr" and len(given.args) == 3 and isinstance(library.first(given, 1), str):
        attributes.set_attribute(ev, first, library.first(given, 1), given.args[2])
        return None
    if name == "super":
        return _super(ev, given)
    if name in ("next", "iter"):
        known = containers.elements(first)
        if name == "iter":
            return first
        return known.items[0][0] if known and known.items else Sym("made at run time")
    if name in ("print", "display"):
        return None
    if name == SHELL_DELETE:
        ev.collector.delete_name(ev, first, node)
        return None
    if name == SET_ENVIRONMENT:
        containers.set_item(ev, Foreign("os.environ"), first, given.args[1])
        return None
    if name in ("globals", "locals", "vars") and not given.args:
        names = ev.globals.vars if name == "globals" else ev.scope.vars
        return DictValue({key: slot for key, slot in names.items() if isinstance(slot[0], Instance)}, True)
    return Sym("made at run time")


def _super(ev: Evaluator, given: Arguments) -> Value:
    if not ev.active:
        return Sym("super() outside of a method")
    function = ev.active[-1]
    names = [a.arg for a in (*function.node.args.posonlyargs, *function.node.args.args)]
    found = ev.lookup(names[0]) if names else None
    if found is None or not isinstance(found[0], UserObject):
        return Sym("super() outside of a method")
    return Super(found[0], function.owner or found[0].cls)


def _number(ev: Evaluator, name: str, given: Arguments) -> Value:
    value = library.first(given)
    if isinstance(value, Choice) and name in ("str", "int", "float"):
        return join(_number(ev, name, Arguments([(o, None, ev.cell)], {}, False)) for o in value.options)
    if name == "len":
        known = containers.elements(value)
        if isinstance(value, str):
            return len(value)
        if known is not None and not known.open:
            return len(known.items)
        return known.count if known is not None and known.count is not None else Sym("counted at run time")
    if name == "bool":
        known_truth = truth(value)
        return Sym("decided at run time") if known_truth is None else known_truth
    if name in ("min", "max", "sum", "any", "all"):
        source = containers.elements(value) if len(given.args) == 1 else ListValue(given.args)
        values = [slot[0] for slot in source.items] if source is not None and not source.open else []
        if values and all(type(v) in (int, float) for v in values) and not given.keywords:
            reduce: Any = {"min": min, "max": max, "sum": sum, "any": any, "all": all}[name]
            return reduce(values)
        return Sym("computed at run time")
    if type(value) in (str, int, float, bool) and len(str(value)) < 200:
        function: Any = {"str": str, "int": int, "float": float, "abs": abs, "round": round}[name]
        try:
            return function(*(slot[0] for slot in given.args))
        except (ValueError, TypeError, OverflowError):
            return Sym("cannot be computed")
    if name == "str" and isinstance(value, Sym):
        return value
    return ev.derive("computed at run time", name, identity(value))


def _range(given: Arguments) -> Value:
    values = [slot[0] for slot in given.args]
    if not values or len(values) > 3 or any(type(v) is not int for v in values) or (len(values) == 3 and not values[2]):
        return Sym("a range of unknown length")
    numbers = range(*values)
    if len(numbers) > LONGEST_RANGE:
        return ListValue([], True, len(numbers))
    return ListValue([(n, None, 0) for n in numbers])


def _zipped(ev: Evaluator, name: str, given: Arguments) -> Value:
    sources = [containers.elements(slot[0]) for slot in given.args]
    if not sources or any(s is None for s in sources):
        return ev.derive("made at run time", name, *(identity(slot[0]) for slot in given.args))
    lists: list[ListValue] = [s for s in sources if s is not None]
    opened = any(s.open for s in lists)
    if name == "enumerate":
        start = given.keywords.get("start", (0, None, 0))[0]
        start = start if type(start) is int else 0
        rows = [[(i + start, None, ev.cell), slot] for i, slot in enumerate(lists[0].items)]
    else:
        rows = [list(row) for row in zip(*(s.items for s in lists), strict=False)]
    return ListValue([(ListValue(row), None, ev.cell) for row in rows], opened, lists[0].count)


def _mapped(ev: Evaluator, node: Any, given: Arguments) -> Value:
    if len(given.args) != 2 or not isinstance(library.first(given), library.CALLABLE):
        return Sym("made at run time")
    return library.each(ev, node, library.first(given), library.first(given, 1), star=False)


LONGEST_RANGE = 24
