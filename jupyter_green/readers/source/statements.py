"""What each kind of statement does to the names, and which branch of it is taken."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from jupyter_green.readers.source import calls, containers, definitions, methods
from jupyter_green.readers.source.operators import binary, compare
from jupyter_green.readers.source.sdk import is_aws_name, resolve
from jupyter_green.readers.source.values import DictValue, Foreign, Function, Future, ListValue, Sym, identity, truth

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator


def _expression(ev: Evaluator, node: ast.Expr) -> str | None:
    value = node.value
    if type(value) is ast.Call:
        func = value.func
        if type(func) is ast.Name:
            if func.id == "print" and _plain_arguments(value):
                return None
            if _is_idle(ev, value):
                return None
            calls.call(ev, value)
            return "raise" if func.id in ("exit", "quit") else None
        if not _is_lost(ev, value):
            calls.call(ev, value)
        return "raise" if type(func) is ast.Attribute and func.attr == "exit" and _is_of_sys(func) else None
    if type(value) is not ast.Constant and type(value) is not ast.Name:
        ev.eval(value)
    return None


def _is_lost(ev: Evaluator, call: Any) -> bool:
    """True for a dull call on what this reader knows nothing about, its result being dropped: ``axis.plot(x)``."""
    root = call.func
    while type(root) is not ast.Name:
        if type(root) is ast.Attribute or type(root) is ast.Subscript:
            root = root.value
        elif type(root) is ast.Call:
            root = root.func
        else:
            return False
    found = ev.scope.vars.get(root.id) or ev.lookup(root.id)
    kind = Sym if found is None else type(found[0])
    return (kind is Sym or kind is Foreign) and ev.is_dull(call)


def _is_idle(ev: Evaluator, call: Any) -> bool:
    """True for a call of a notebook function whose body has nothing that could matter, its result being dropped."""
    found = ev.scope.vars.get(call.func.id) or ev.lookup(call.func.id)
    if found is None or type(found[0]) is not Function or found[0].job is not None:
        return False
    function = found[0]
    body = function.node.body
    if type(body) is not list or not ev.is_dull_block(body, function.cell):
        return False
    if not ev.is_dull(call) and not _plain_arguments(call):
        return False
    function.called = True
    return True


def _plain_arguments(call: Any) -> bool:
    """True when no argument of a call can hold a call."""
    for argument in call.args:
        if not _is_plain(argument):
            return False
    return not call.keywords or all(_is_plain(keyword.value) for keyword in call.keywords)


def _is_plain(node: Any) -> bool:
    """True for a constant, a name, an attribute of a name, and a text made of such."""
    kind = type(node)
    if kind is ast.JoinedStr:
        return all(type(part) is ast.Constant or _is_plain(part.value) for part in node.values)
    while kind is ast.Attribute:
        node = node.value
        kind = type(node)
    return kind is ast.Name or kind is ast.Constant


def _is_of_sys(func: ast.Attribute) -> bool:
    return type(func.value) is ast.Name and func.value.id == "sys"


def _assign(ev: Evaluator, node: ast.Assign) -> str | None:
    given = node.value
    slot = ev.slot(given)
    for target in node.targets:
        if type(target) is ast.Name:
            if ev.log is None and not ev.scope.globals_:
                ev.scope.vars[target.id] = slot  # what ``bind`` does, for the statement that is written most
            else:
                ev.bind(target.id, slot)
            if type(given) is ast.Constant:
                ev.collector.assigned[given] = target.id
        else:
            containers.assign(ev, target, slot)
    return None


def _ann_assign(ev: Evaluator, node: ast.AnnAssign) -> str | None:
    if node.value is not None:
        containers.assign(ev, node.target, ev.slot(node.value))
    return None


def _aug_assign(ev: Evaluator, node: ast.AugAssign) -> str | None:
    right = ev.eval(node.value)
    left = ev.eval(node.target)
    if isinstance(left, ListValue) and type(node.op) is ast.Add:
        methods.list_method(ev, left, "extend", [(right, node.value, ev.cell)])
        return None
    containers.assign(ev, node.target, (binary(ev, node.op, left, right), node.value, ev.cell))
    return None


def _delete(ev: Evaluator, node: ast.Delete) -> str | None:
    for target in node.targets:
        if type(target) is ast.Name:
            ev.bind(target.id, (Sym(f"{target.id} was deleted"), target, ev.cell))
        elif type(target) is ast.Subscript and type(target.slice) is not ast.Slice:
            base, key = ev.eval(target.value), ev.eval(target.slice)
            if isinstance(base, DictValue) and ev.log is None and isinstance(key, (str, int)):
                base.items.pop(key, None)
    return None


def _import(ev: Evaluator, node: ast.Import) -> str | None:
    for alias in node.names:
        if is_aws_name(alias.name):
            ev.collector.imports.add(alias.name)
        name = alias.asname or alias.name.partition(".")[0]
        value = Foreign(alias.name if alias.asname else name)
        ev.bind(name, (value, node, ev.cell))
    return None


def _import_from(ev: Evaluator, node: ast.ImportFrom) -> str | None:
    module = "." * node.level + (node.module or "")
    if is_aws_name(module):
        ev.collector.imports.add(module)
    for alias in node.names:
        if alias.name == "*":
            if is_aws_name(module) and module not in ev.wildcards:
                ev.wildcards.append(module)
            continue
        ev.bind(alias.asname or alias.name, (resolve(f"{module}.{alias.name}"), node, ev.cell))
    return None


def _if(ev: Evaluator, node: ast.If) -> str | None:
    known = truth(ev.eval(node.test))
    if known is not None:
        return ev.run(node.body if known else node.orelse)
    return ev.fork((lambda: ev.run(node.body), lambda: ev.run(node.orelse)))


def _for(ev: Evaluator, node: ast.For) -> str | None:
    value = ev.eval(node.iter)
    outer = ev.loop_end
    ev.loop_end = None
    if isinstance(value, ListValue) and len(value.items) > 1 and ev.is_dull_block(node.body, ev.cell):
        value = ListValue([], True, None if value.open else len(value.items))  # one pass tells as much as all
    containers.each_pass(ev, value, node.target, lambda: ev.run(node.body))
    end, ev.loop_end = ev.loop_end, outer
    if end in ("return", "raise"):
        return end
    return ev.run(node.orelse) if node.orelse and end is None else None


def _while(ev: Evaluator, node: ast.While) -> str | None:
    known = truth(ev.eval(node.test))
    if known is False:
        return ev.run(node.orelse)
    if known is None:
        return ev.fork((lambda: _once(ev, node.body), lambda: None))
    flow = _once(ev, node.body)
    return flow if flow in ("return", "raise") else None


def _once(ev: Evaluator, body: list[ast.stmt]) -> str | None:
    if _tries_again(body):
        ev.run(body)
        return None
    flow = ev.in_loop(None, lambda: ev.run(body))
    return flow if flow in ("return", "raise") else None


def _tries_again(body: list[ast.stmt]) -> bool:
    """True for the body of a loop that ends with what it did as soon as that goes well."""
    last = body[-1]
    if isinstance(last, ast.Try) and last.handlers:
        last = (last.orelse or last.body)[-1]
        return isinstance(last, ast.Break)
    return False


def _try(ev: Evaluator, node: ast.Try) -> str | None:
    records = ev.collector.records
    first = len(records)
    flow = ev.run(node.body)
    started = {record.kind for record in islice(records.values(), first, None)} if len(records) > first else None
    if flow is None and node.orelse:
        flow = ev.run(node.orelse)
    if node.handlers:
        bodies = [handler.body for handler in node.handlers]
        ended = flow
        first = len(records)

        def handle(body: list[ast.stmt]) -> str | None:
            ev.in_handler += 1
            try:
                return ev.run(body)
            finally:
                ev.in_handler -= 1

        branches: list[Callable[[], str | None]] = [lambda: ended]
        branches.extend(partial(handle, body) for body in bodies)
        flow = ev.fork(branches)
        if started:  # a job in place of one that did not start
            for record in islice(records.values(), first, None):
                if record.kind in started:
                    record.optional = record.optional or "only when the call before it fails"
        if ended is not None:
            flow = ended
    if node.finalbody:
        last = ev.run(node.finalbody)
        flow = last or flow
    return flow


def _with(ev: Evaluator, node: ast.With) -> str | None:
    for item in node.items:
        slot = ev.slot(item.context_expr)
        if item.optional_vars is not None:
            containers.assign(ev, item.optional_vars, slot)
    return ev.run(node.body)


def _return(ev: Evaluator, node: ast.Return) -> str | None:
    value = ev.eval(node.value) if node.value is not None else None
    ev.returns.append(value.value if isinstance(value, Future) else value)
    return "return"


def _raise(ev: Evaluator, node: ast.Raise) -> str | None:
    return "raise"


def _global(ev: Evaluator, node: ast.Global) -> str | None:
    ev.scope.globals_ |= frozenset(node.names)
    return None


def _match(ev: Evaluator, node: Any) -> str | None:
    subject = ev.eval(node.subject)
    branches: list[Callable[[], str | None]] = []
    for case in node.cases:
        pattern = case.pattern
        if isinstance(pattern, ast.MatchValue):
            known = compare(subject, ast.Eq(), ev.eval(pattern.value))
            if known is True and case.guard is None and not branches:
                return ev.run(case.body)
            if known is False:
                continue
        elif isinstance(pattern, ast.MatchAs) and pattern.pattern is None and case.guard is None:
            if pattern.name:
                ev.bind(pattern.name, (subject, node.subject, ev.cell))
            if not branches:
                return ev.run(case.body)
        branches.append(lambda body=case.body: ev.run(body))  # type: ignore[misc]
    branches.append(lambda: None)
    return ev.fork(branches)


def _assert(ev: Evaluator, node: ast.Assert) -> str | None:
    return None


STATEMENTS: dict[type, Callable[..., str | None]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _ann_assign,
    ast.AugAssign: _aug_assign,
    ast.Delete: _delete,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.Try: _try,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.Break: lambda ev, node: "break",
    ast.Continue: lambda ev, node: "continue",
    ast.Global: _global,
    ast.FunctionDef: definitions.define_function,
    ast.AsyncFunctionDef: definitions.define_function,
    ast.ClassDef: definitions.define_class,
    ast.Match: _match,
}
if hasattr(ast, "TryStar"):
    STATEMENTS[ast.TryStar] = _try
__all__ = ["STATEMENTS", "identity"]
