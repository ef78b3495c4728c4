"""What each kind of expression stands for."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from jupyter_green.readers.source import attributes, calls, containers, definitions, operators, texts
from jupyter_green.readers.source.bounds import LONGEST_LIST, makes_long_text
from jupyter_green.readers.source.values import (
    PLAIN,
    DictValue,
    Function,
    Future,
    ListValue,
    Scope,
    Slot,
    Sym,
    Value,
    identity,
    join,
    truth,
)

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

MOST_PASSES = 24


def _constant(ev: Evaluator, node: ast.Constant) -> Value:
    return node.value


def _name(ev: Evaluator, node: ast.Name) -> Value:
    found = ev.scope.vars.get(node.id)
    return found[0] if found is not None else ev.name(node.id)


def _joined(ev: Evaluator, node: ast.JoinedStr) -> Value:
    values = []
    for part in node.values:
        if type(part) is ast.Constant:
            values.append(part.value)
            continue
        if not isinstance(part, ast.FormattedValue):
            return Sym("text made at run time")
        value = ev.eval(part.value)
        if part.format_spec is not None or part.conversion not in (-1, 115):
            spec = ev.eval(part.format_spec) if part.format_spec is not None else ""
            value = _formatted(ev, value, spec, part.conversion)
        elif len(node.values) == 1 and isinstance(value, Sym):
            return value  # f"{name}" is the name
        values.append(value)
    if all(type(v) in (str, int, float, bool) for v in values):
        return Sym("a long text") if makes_long_text(values) else "".join(map(str, values))
    return texts.joined(ev, values)


def _formatted(ev: Evaluator, value: Value, spec: Value, conversion: int) -> Value:
    if type(value) in (str, int, float) and isinstance(spec, str) and conversion in (-1, 115) and len(spec) < 8:
        try:
            return format(value, spec)
        except (ValueError, TypeError):
            return Sym("text made at run time")
    return ev.derive("text made at run time", "format", identity(value), identity(spec))


def _list(ev: Evaluator, node: ast.List | ast.Tuple | ast.Set) -> Value:
    items: list[Slot] = []
    opened = False
    for element in node.elts:
        if type(element) is ast.Starred:
            inner = ev.eval(element.value)
            if isinstance(inner, ListValue):
                items.extend(inner.items[: max(0, LONGEST_LIST - len(items))])
                opened = opened or inner.open or len(items) >= LONGEST_LIST
            else:
                opened = True
        else:
            items.append(ev.slot(element))
    return ListValue(items, opened)


def _dict(ev: Evaluator, node: ast.Dict) -> Value:
    found = DictValue({})
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            containers.update(ev, found, ev.eval(value))
            continue
        name = ev.eval(key)
        slot = ev.slot(value)
        if isinstance(name, PLAIN):
            found.items[name] = slot
        else:
            found.open = True
    return found


def _binary(ev: Evaluator, node: ast.BinOp) -> Value:
    return operators.binary(ev, node.op, ev.eval(node.left), ev.eval(node.right))


def _unary(ev: Evaluator, node: ast.UnaryOp) -> Value:
    value = ev.eval(node.operand)
    if type(node.op) is ast.Not:
        known = truth(value)
        return Sym("decided at run time") if known is None else not known
    if isinstance(value, (int, float)):
        return -value if type(node.op) is ast.USub else +value if type(node.op) is ast.UAdd else Sym("computed")
    return Sym("computed at run time")


def _bool(ev: Evaluator, node: ast.BoolOp) -> Value:
    wanted = type(node.op) is ast.Or
    options = []
    for operand in node.values:
        value = ev.eval(operand)
        known = truth(value)
        if known is wanted:
            options.append(value)
            return join(options)
        if known is None:
            options.append(value)
        last = value
    if not options or options[-1] is not last:
        options.append(last)
    return join(options)


def _compare(ev: Evaluator, node: ast.Compare) -> Value:
    left = ev.eval(node.left)
    rights = [ev.eval(c) for c in node.comparators]
    if len(rights) != 1:
        return Sym("decided at run time")
    return operators.compare(left, node.ops[0], rights[0])


def _if_expression(ev: Evaluator, node: ast.IfExp) -> Value:
    known = truth(ev.eval(node.test))
    if known is not None:
        return ev.eval(node.body if known else node.orelse)
    return join((ev.eval(node.body), ev.eval(node.orelse)))


def _attribute(ev: Evaluator, node: ast.Attribute, as_slot: bool = False) -> Any:
    slot = attributes.get(ev, ev.eval(node.value), node.attr)
    return slot if as_slot else slot[0] if type(slot) is tuple else slot


def _subscript(ev: Evaluator, node: ast.Subscript, as_slot: bool = False) -> Any:
    slot = containers.item(ev, ev.eval(node.value), node.slice)
    return slot if as_slot else slot[0] if type(slot) is tuple else slot


class _Gathered:
    """What the passes of one comprehension make; ``open`` when there may be more than that."""

    __slots__ = ("items", "open", "table")

    def __init__(self) -> None:
        self.items: list[Slot] = []
        self.table = DictValue({})
        self.open = False


def _comprehension(ev: Evaluator, node: Any) -> Value:
    """Run a comprehension like the loop it is; the result keeps what each known pass makes."""
    outer = ev.scope
    ev.scope = Scope(outer)
    made = _Gathered()
    try:
        _pass(ev, node, 0, made)
    finally:
        ev.scope = outer
    if type(node) is ast.DictComp:
        made.table.open = made.open
        return made.table
    return ListValue(made.items, made.open)


def _pass(ev: Evaluator, node: Any, level: int, made: _Gathered) -> None:
    """Run the loops of a comprehension from ``level`` inwards; at the innermost, keep one element."""
    if level < len(node.generators):
        generator = node.generators[level]
        iterated = ev.eval(generator.iter)
        if not containers.each_pass(ev, iterated, generator.target, partial(_guarded, ev, node, level, made)):
            made.open = True
    elif type(node) is ast.DictComp:
        key = ev.eval(node.key)
        slot = ev.slot(node.value)
        if isinstance(key, PLAIN):
            made.table.items[key] = slot
        else:
            made.open = True
    else:
        made.items.append(ev.slot(node.elt))


def _guarded(ev: Evaluator, node: Any, level: int, made: _Gathered) -> None:
    """Go inwards unless a condition of this level is known to be false."""
    for test in node.generators[level].ifs:
        known = truth(ev.eval(test))
        if known is False:
            return
        if known is None:
            made.open = True
    _pass(ev, node, level + 1, made)


def _lambda(ev: Evaluator, node: ast.Lambda) -> Value:
    given = node.args.defaults or node.args.kw_defaults
    return Function(node, ev.scope, ev.cell, definitions.defaults_of(ev, node.args) if given else {})


def _await(ev: Evaluator, node: ast.Await) -> Value:
    value = ev.eval(node.value)
    return value.value if isinstance(value, Future) else value


def _named(ev: Evaluator, node: ast.NamedExpr) -> Value:
    slot = ev.slot(node.value)
    ev.bind(node.target.id, slot)
    return slot[0]


def _yield(ev: Evaluator, node: ast.Yield) -> Value:
    if node.value is not None:
        slot = ev.slot(node.value)
        if ev.yields is not None:
            ev.yields.append(slot)
    return Sym("sent at run time")


def _starred(ev: Evaluator, node: ast.Starred) -> Value:
    return ev.eval(node.value)


EXPRESSIONS: dict[type, Callable[..., Any]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.JoinedStr: _joined,
    ast.List: _list,
    ast.Tuple: _list,
    ast.Set: _list,
    ast.Dict: _dict,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _bool,
    ast.Compare: _compare,
    ast.IfExp: _if_expression,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Call: calls.call,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.Lambda: _lambda,
    ast.Await: _await,
    ast.NamedExpr: _named,
    ast.Yield: _yield,
    ast.Starred: _starred,
}
__all__ = ["EXPRESSIONS"]
