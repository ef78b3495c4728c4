"""Arithmetic and comparisons on values, as far as both sides are known."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jupyter_green.readers.source import texts
from jupyter_green.readers.source.bounds import LONGEST_LIST, is_wide, makes_long_text
from jupyter_green.readers.source.values import (
    PLAIN,
    Choice,
    DictValue,
    Future,
    ListValue,
    Sym,
    Value,
    identity,
    join,
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


_TEXTS = (str, texts.TextSym)


_LONGEST_TEXT = 10_000


_LARGEST_NUMBER = 10**15


def binary(ev: Evaluator, op: ast.operator, left: Value, right: Value) -> Value:
    """Return the result of a binary operation as far as both sides are known."""
    if isinstance(left, Choice) or isinstance(right, Choice):
        lefts = left.options if isinstance(left, Choice) else (left,)
        rights = right.options if isinstance(right, Choice) else (right,)
        return join(binary(ev, op, a, b) for a in lefts for b in rights)
    kind = type(op)
    if isinstance(left, ListValue):
        if kind is ast.Add and isinstance(right, ListValue):
            items = left.items + right.items
            return ListValue(items[:LONGEST_LIST], left.open or right.open or len(items) > LONGEST_LIST)
        if kind is ast.Mult and isinstance(right, int) and len(left.items) * right <= 64:
            return ListValue(left.items * right, left.open)
        if kind is ast.Mod:
            return Sym("text made at run time")
    if kind is ast.BitOr and isinstance(left, DictValue) and isinstance(right, DictValue):
        return DictValue({**left.items, **right.items}, left.open or right.open)
    if kind is ast.Mod and isinstance(left, str) and isinstance(right, ListValue):
        parts = tuple(slot[0] for slot in right.items)
        if not right.open and all(type(p) in (str, int, float) for p in parts):
            if makes_long_text(parts):
                return Sym("a long text")
            return _apply(operator.mod, left, parts)
        made = None if right.open else texts.filled(ev, left, parts)
        return made or ev.derive("text made at run time", "%", left, *map(identity, parts))
    if isinstance(left, PLAIN) and isinstance(right, PLAIN):
        if kind is ast.Pow:
            return _power(left, right)
        function = _BINARY.get(kind)
        if function is not None:
            return _apply(function, left, right)
    if kind is ast.Add and (type(left) in _TEXTS or type(right) in _TEXTS):
        return texts.joined(ev, (left, right))
    if kind is ast.Mod and type(left) is str and isinstance(right, Sym):
        made = texts.filled(ev, left, (right,))
        if made is not None:
            return made
    return ev.derive("computed at run time", kind.__name__, identity(left), identity(right))


def _power(left: Any, right: Any) -> Value:
    small = isinstance(left, (int, float)) and isinstance(right, int) and abs(left) <= 1024 and 0 <= right <= 16
    return left**right if small else Sym("a large number")


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
    if function is operator.mod and isinstance(left, (str, bytes)) and (len(left) > 500 or is_wide(str(left))):
        return Sym("text made at run time")
    try:
        return function(left, right)
    except Exception:
        return Sym("cannot be computed")


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
