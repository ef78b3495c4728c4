"""What each kind of expression stands for."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jupyter_green.readers.source import attributes, calls, containers
from jupyter_green.readers.source.values import (
    PLAIN,
    Choice,
    DictValue,
    Function,
    Future,
    Instance,
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

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_LONGEST_TEXT = 10_000
_LARGEST_NUMBER = 10**15
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
        return "".join(map(str, values))
    return ev.derive("text made at run time", "text", *map(identity, values))


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
                items.extend(inner.items)
                opened = opened or inner.open
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
    return binary(ev, node.op, ev.eval(node.left), ev.eval(node.right))


def binary(ev: Evaluator, op: ast.operator, left: Value, right: Value) -> Value:
    """Return the result of a binary operation as far as both sides are known."""
    if isinstance(left, Choice) or isinstance(right, Choice):
        lefts = left.options if isinstance(left, Choice) else (left,)
        rights = right.options if isinstance(right, Choice) else (right,)
        return join(binary(ev, op, a, b) for a in lefts for b in rights)
    kind = type(op)
    if isinstance(left, ListValue):
        if kind is ast.Add and isinstance(right, ListValue):
            return ListValue(left.items + right.items, left.open or right.open)
        if kind is ast.Mult and isinstance(right, int) and len(left.items) * right <= 64:
            return ListValue(left.items * right, left.open)
        if kind is ast.Mod:
            return Sym("text made at run time")
    if kind is ast.BitOr and isinstance(left, DictValue) and isinstance(right, DictValue):
        return DictValue({**left.items, **right.items}, left.open or right.open)
    if kind is ast.Mod and isinstance(left, str) and isinstance(right, ListValue):
        parts = tuple(slot[0] for slot in right.items)
        if not right.open and all(type(p) in (str, int, float) for p in parts):
            return _apply(operator.mod, left, parts)
        return ev.derive("text made at run time", "%", left, *map(identity, parts))
    if isinstance(left, PLAIN) and isinstance(right, PLAIN):
        if kind is ast.Pow:
            small = isinstance(left, (int, float)) and isinstance(right, int) and abs(left) <= 1024 and 0 <= right <= 16
            return left**right if small else Sym("a large number")
        function = _BINARY.get(kind)
        if function is not None:
            return _apply(function, left, right)
    return ev.derive("computed at run time", kind.__name__, identity(left), identity(right))


def _apply(function: Callable[[Any, Any], Any], left: Any, right: Any) -> Value:
    """Compute with constants, unless the result could grow large."""
    if isinstance(left, str) and function is operator.mul:
        return Sym("a repeated text")
    if isinstance(left, (str, bytes)) and len(left) > _LONGEST_TEXT:
        return Sym("a long text")
    if any(isinstance(x, int) and abs(x) > _LARGEST_NUMBER for x in (left, right)):
        return Sym("a large number")
    if function is operator.mul and isinstance(right, (str, bytes)):
        return Sym("a repeated text")
    if function is operator.mod and isinstance(left, (str, bytes)) and ("*" in str(left) or len(left) > 500):
        return Sym("text made at run time")
    try:
        return function(left, right)
    except Exception:
        return Sym("cannot be computed")


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
    return compare(left, node.ops[0], rights[0])


def compare(left: Value, op: ast.cmpop, right: Value) -> Value:
    """Return whether a comparison holds, or an unknown."""
    kind = type(op)
    if isinstance(left, PLAIN) and isinstance(right, PLAIN):
        if kind in (ast.Is, ast.IsNot):
            return (left is right) if kind is ast.Is else (left is not right)
        function = _COMPARE.get(kind)
        if function is not None:
            return _apply(function, left, right)
        if kind in (ast.In, ast.NotIn) and isinstance(left, str) and isinstance(right, str):
            return (left in right) == (kind is ast.In)
    elif kind in (ast.Is, ast.IsNot) and right is None and not isinstance(left, (Sym, Choice, Future)):
        return kind is ast.IsNot
    elif kind in (ast.In, ast.NotIn) and isinstance(left, PLAIN) and isinstance(right, (ListValue, DictValue)):
        members = right.items if isinstance(right, DictValue) else [slot[0] for slot in right.items]
        if any(isinstance(m, PLAIN) and m == left for m in members):
            return kind is ast.In
        if not right.open and all(isinstance(m, PLAIN) for m in members):
            return kind is ast.NotIn
    return Sym("decided at run time")


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


def _comprehension(ev: Evaluator, node: Any) -> Value:
    """Run a comprehension like the loop it is; the result keeps what each known pass makes."""
    outer = ev.scope
    ev.scope = Scope(outer)
    items: list[Slot] = []
    table = DictValue({})
    opened = [False]

    def passes(level: int) -> str | None:
        if level == len(node.generators):
            if type(node) is ast.DictComp:
                key = ev.eval(node.key)
                slot = ev.slot(node.value)
                if isinstance(key, PLAIN):
                    table.items[key] = slot
                else:
                    opened[0] = True
            else:
                items.append(ev.slot(node.elt))
            return None
        generator = node.generators[level]
        if not containers.each_pass(
            ev, ev.eval(generator.iter), generator.target, lambda: guarded(level, generator.ifs)
        ):
            opened[0] = True
        return None

    def guarded(level: int, tests: list[ast.expr]) -> str | None:
        for test in tests:
            known = truth(ev.eval(test))
            if known is False:
                return None
            if known is None:
                opened[0] = True
        return passes(level + 1)

    try:
        passes(0)
    finally:
        ev.scope = outer
    if type(node) is ast.DictComp:
        table.open = opened[0]
        return table
    return ListValue(items, opened[0])


def _lambda(ev: Evaluator, node: ast.Lambda) -> Value:
    return Function(node, ev.scope, ev.cell, {})


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
__all__ = ["EXPRESSIONS", "MOST_PASSES", "Instance", "binary", "compare"]
