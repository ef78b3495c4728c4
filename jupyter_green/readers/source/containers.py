"""Lists, dictionaries and text as far as they are known: items, methods, unpacking and passes over them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jupyter_green.readers.source.values import (
    PLAIN,
    Choice,
    DictValue,
    Future,
    Instance,
    ListValue,
    Slot,
    Sym,
    UserObject,
    Value,
    identity,
    join,
)
from jupyter_green.readers.source.whereabouts import is_environment

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

MOST_PASSES = 24


def _copy(value: Value, depth: int = 0) -> Value:
    """Return a copy of the containers in ``value``, as ``copy.deepcopy`` would make; other values are shared."""
    if depth > 8:
        return value
    if isinstance(value, DictValue):
        items = {k: (_copy(v, depth + 1), n, c) for k, (v, n, c) in value.items.items()}
        return DictValue(items, value.open)
    if isinstance(value, ListValue):
        return ListValue([(_copy(v, depth + 1), n, c) for v, n, c in value.items], value.open, value.count)
    if isinstance(value, Instance):
        twin = Instance(value.sdk, dict(value.fields), value.call, value.cell)
        twin.open, twin.made_from = value.open, value.made_from
        return twin
    return value


deep_copy = _copy


def update(ev: Evaluator, target: DictValue, source: Value) -> None:
    """Put the items of ``source`` into ``target``, as ``dict.update`` and ``**`` do."""
    if isinstance(source, DictValue):
        for key, slot in source.items.items():
            ev.write(target.items, key, slot)
        target.open = target.open or source.open
    elif isinstance(source, ListValue) and not source.open:
        for pair, node, cell in source.items:
            if isinstance(pair, ListValue) and len(pair.items) == 2 and isinstance(pair.items[0][0], PLAIN):
                ev.write(target.items, pair.items[0][0], (pair.items[1][0], node, cell))
            else:
                target.open = True
    elif isinstance(source, Choice) and all(isinstance(o, DictValue) for o in source.options):
        keys = {key for option in source.options for key in option.items}
        for key in keys:
            slots = [option.items.get(key) or target.items.get(key) for option in source.options]
            value = join(slot[0] if slot else None for slot in slots)
            known = next(slot for slot in slots if slot)
            ev.write(target.items, key, (value, known[1] if len(slots) == 1 else None, known[2]))
    elif source is not None:
        target.open = True


def item(ev: Evaluator, base: Value, index: ast.expr) -> Slot | Value:
    """Return ``base[index]``: a slot when it stands in a known container."""
    if isinstance(base, ListValue) and type(index) is ast.Slice:
        return _slice(ev, base, index)
    key = ev.eval(index) if type(index) is not ast.Slice else Sym("a slice")
    if isinstance(base, Choice):
        found = [_item(ev, option, key) for option in base.options]
        return join(f[0] if type(f) is tuple else f for f in found)
    if isinstance(key, Choice):
        found = [_item(ev, base, option) for option in key.options]
        return join(f[0] if type(f) is tuple else f for f in found)
    if isinstance(base, str) and type(index) is ast.Slice:
        lower, upper = (ev.eval(x) if x else None for x in (index.lower, index.upper))
        if all(x is None or type(x) is int for x in (lower, upper)) and index.step is None:
            return base[lower:upper]
    return _item(ev, base, key)


def _slice(ev: Evaluator, base: ListValue, index: ast.Slice) -> Value:
    bounds = [ev.eval(x) if x is not None else None for x in (index.lower, index.upper, index.step)]
    if all(b is None or type(b) is int for b in bounds) and bounds[2] != 0:
        if base.count is not None:
            return ListValue([], True, len(range(base.count)[slice(*bounds)]))
        return ListValue(base.items[slice(*bounds)], base.open)
    return ListValue(list(base.items), True)


def _item(ev: Evaluator, base: Value, key: Value) -> Slot | Value:
    if isinstance(base, DictValue) and isinstance(key, PLAIN):
        found = base.items.get(key)
        if found is not None:
            return found
        if isinstance(base, DictValue) and not base.open:
            return Sym("a key that is not there")
    elif isinstance(base, ListValue) and type(key) is int:
        if -len(base.items) <= key < len(base.items) and not (base.open and key < 0):
            return base.items[key]
    elif isinstance(base, str) and type(key) is int:
        return base[key] if -len(base) <= key < len(base) else Sym("an index that is not there")
    elif isinstance(base, ListValue) and isinstance(key, Sym) and base.items and not base.open:
        return join(slot[0] for slot in base.items)
    elif isinstance(base, DictValue) and isinstance(key, Sym) and 0 < len(base.items) <= 8 and not base.open:
        return join(slot[0] for slot in base.items.values())
    elif isinstance(base, Future):
        return _item(ev, base.value, key)
    elif is_environment(base) and isinstance(key, str) and key in ev.environment:
        return ev.environment[key]
    elif isinstance(base, UserObject) or (isinstance(base, Instance) and base.sdk.family == "config"):
        return Sym("an item of an object")
    return ev.derive("made at run time", "item", identity(base), identity(key))


def set_item(ev: Evaluator, base: Value, key: Value, slot: Slot) -> None:
    """Carry out ``base[key] = value``."""
    for option in base.options if isinstance(base, Choice) else (base,):
        if isinstance(option, DictValue):
            if isinstance(key, PLAIN):
                ev.write(option.items, key, slot)
            else:
                option.open = True
        elif isinstance(option, ListValue):
            if type(key) is int and -len(option.items) <= key < len(option.items):
                option.items[key] = slot
            else:
                option.open = True
        elif isinstance(key, str) and is_environment(option):
            ev.write(ev.environment, key, slot)


def assign(ev: Evaluator, target: ast.expr, slot: Slot) -> None:
    """Bind a target of an assignment, a loop or a ``with``."""
    kind = type(target)
    if kind is ast.Name:
        ev.bind(target.id, slot)  # type: ignore[attr-defined]
    elif kind is ast.Tuple or kind is ast.List:
        _unpack(ev, target.elts, slot)  # type: ignore[attr-defined]
    elif kind is ast.Attribute:
        from jupyter_green.readers.source.attributes import set_attribute

        set_attribute(ev, ev.eval(target.value), target.attr, slot)  # type: ignore[attr-defined]
    elif kind is ast.Subscript:
        index = target.slice  # type: ignore[attr-defined]
        key = Sym("a slice") if type(index) is ast.Slice else ev.eval(index)
        set_item(ev, ev.eval(target.value), key, slot)  # type: ignore[attr-defined]
    elif kind is ast.Starred:
        assign(ev, target.value, slot)  # type: ignore[attr-defined]


def _unpack(ev: Evaluator, targets: list[ast.expr], slot: Slot) -> None:
    value = slot[0]
    if isinstance(value, Choice):
        lists = [o for o in value.options if isinstance(o, ListValue) and len(o.items) == len(targets)]
        if lists and len(lists) == len(value.options):
            value = ListValue([(join(o.items[i][0] for o in lists), None, slot[2]) for i in range(len(targets))])
    starred = next((i for i, t in enumerate(targets) if type(t) is ast.Starred), None)
    if isinstance(value, ListValue) and not value.open:
        items = list(value.items)
        if starred is not None and len(items) >= len(targets) - 1:
            after = len(targets) - starred - 1
            middle = items[starred : len(items) - after]
            items[starred : len(items) - after] = [(ListValue(middle), None, slot[2])]
        if len(items) == len(targets):
            for target, one in zip(targets, items, strict=True):
                assign(ev, target, one)
            return
    for i, target in enumerate(targets):
        part = ev.derive("made at run time", "item", identity(value), ("int", i))
        assign(ev, target, (part, slot[1], slot[2]))


def elements(value: Value) -> ListValue | None:
    """Return what a loop over ``value`` passes through, or None when that is not known at all."""
    if isinstance(value, ListValue):
        return value
    if isinstance(value, DictValue):
        return ListValue([(key, None, cell) for key, (_, _, cell) in value.items.items()], value.open)
    if isinstance(value, Future):
        return elements(value.value)
    if isinstance(value, str) and len(value) <= MOST_PASSES:
        return ListValue([(char, None, 0) for char in value])
    return None


def each_pass(ev: Evaluator, value: Value, target: ast.expr | None, run: Callable[[], str | None]) -> bool:
    """Run a loop's body once for each known element; False when the passes are not all known.

    Unknown elements are one pass with an unknown target; many equal passes are one pass that counts so often.
    """
    known = elements(value)
    if ev.budget <= 0 and known is not None:
        known = ListValue([], True, None if known.open else len(known.items))  # out of work: one pass for all
    if known is not None and not known.open and len(known.items) <= MOST_PASSES:
        for slot in list(known.items):
            if target is not None:
                assign(ev, target, slot)
            flow = ev.in_loop(1, run)
            if flow is not None and flow != "continue":
                ev.loop_end = flow
                break
        return True
    passes = None
    if known is not None:
        passes = known.count if known.count is not None else None if known.open else len(known.items)
    slots: list[Any] = known.items[:MOST_PASSES] if known is not None and known.open else []
    if not slots:
        slots = [(ev.derive("differs by pass", "pass", identity(value), id(target)), None, ev.cell)]
    for slot in slots:
        if target is not None:
            assign(ev, target, slot)
        flow = ev.in_loop(passes, run)
        if flow is not None and flow != "continue":
            ev.loop_end = flow
            break
    return False
