"""Calls: of functions, classes and methods of the notebook, of libraries and of AWS."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from jupyter_green.readers.source import containers, definitions, library, methods, other_files, requests, verbs
from jupyter_green.readers.source.sdk import resolve
from jupyter_green.readers.source.values import (
    Arguments,
    Bound,
    Choice,
    Client,
    DictValue,
    Foreign,
    Function,
    Future,
    Instance,
    JobDecorator,
    ListValue,
    Partial,
    SdkClass,
    Slot,
    Super,
    Sym,
    UserClass,
    UserObject,
    Value,
    identity,
    join,
    tuple_as,
)

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

__all__ = ["apply", "arguments", "call", "call_method"]


def arguments(ev: Evaluator, node: ast.Call) -> Arguments:
    """Read the arguments of a call."""
    args: list[Slot] = []
    opened = False
    for argument in node.args:
        if type(argument) is ast.Starred:
            value = ev.eval(argument.value)
            if isinstance(value, ListValue):
                args.extend(value.items)
                opened = opened or value.open
            else:
                opened = True
        else:
            args.append(ev.slot(argument))
    keywords: dict[str, Slot] = {}
    for keyword in node.keywords:
        if keyword.arg is not None:
            keywords[keyword.arg] = ev.slot(keyword.value)
            continue
        opened = _spread(ev, ev.eval(keyword.value), keywords) or opened
    return tuple_as(Arguments, (args, keywords, opened))


def _spread(ev: Evaluator, value: Value, keywords: dict[str, Slot]) -> bool:
    """Put ``**value`` into the keywords; returns whether there may be more than is known."""
    if isinstance(value, (DictValue, Choice)):
        merged = DictValue(dict(keywords))
        containers.update(ev, merged, value)
        keywords.update((str(k), slot) for k, slot in merged.items.items())
        return merged.open
    return True


def call(ev: Evaluator, node: ast.Call) -> Value:
    """Carry out a call expression."""
    func = node.func
    if type(func) is not ast.Attribute:
        function = ev.eval(func)
        if type(function) is Foreign and function.name == "builtins.print" and ev.is_dull(node):
            return None
        return apply(ev, node, function)
    value = func.value
    if type(value) is ast.Name:
        found = ev.scope.vars.get(value.id)
        receiver = ev.name(value.id) if found is None else found[0]
    else:
        receiver = ev.eval(value)
    kind = type(receiver)
    if kind is Sym:
        if func.attr not in verbs.PURE and ev.is_dull(node):
            return Sym("made at run time")
    elif kind is Foreign:
        function = resolve(f"{receiver.name}.{func.attr}")
        if type(function) is Foreign and library.is_plain(function.name) and ev.is_dull(node):
            return Sym(f"made by {func.attr} at run time")
        return apply(ev, node, function)
    elif kind is Instance:
        if not verbs.matters(receiver, func.attr) and ev.is_dull(node):
            return Sym("made at run time")
        return verbs.call_verb(ev, node, receiver, func.attr, arguments(ev, node))
    return call_method(ev, node, receiver, func.attr)


def apply(ev: Evaluator, node: Any, function: Value, given: Arguments | None = None) -> Value:
    """Call a value; ``given`` are its arguments where they are not those of ``node``."""
    if isinstance(function, Foreign):
        return library.call_library(ev, node, function.name, given or arguments(ev, node))
    if isinstance(function, Choice):
        given = given or arguments(ev, node)
        return join(apply(ev, node, option, given) for option in function.options)
    if isinstance(function, Bound):
        return call_method(ev, node, function.receiver, function.attr, given)
    whole = given or arguments(ev, node)
    args, keywords, opened = whole
    if isinstance(function, Function):
        return definitions.invoke(ev, function, args, keywords, opened, node)
    if isinstance(function, SdkClass):
        return verbs.construct(ev, node, function, whole)
    if isinstance(function, UserClass):
        return definitions.instantiate(ev, function, args, keywords, opened, node)
    if isinstance(function, Partial):
        merged = Arguments([*function.args, *args], {**function.keywords, **keywords}, opened)
        return apply(ev, node, function.function, merged)
    if isinstance(function, JobDecorator) and args and isinstance(args[0][0], Function):
        return library.decorate(args[0][0], function)
    if isinstance(function, UserObject):
        return call_method(ev, node, function, "__call__", whole)
    if isinstance(function, Instance):
        return verbs.call_instance(ev, node, function, whole)
    made = library.run_callbacks(ev, node, "", whole)
    if made is None and type(node) is ast.Call and type(node.func) is ast.Name and isinstance(function, Sym):
        made = other_files.call_unbound(ev, node, node.func.id, whole)
    return made or Sym("made at run time")


def call_method(ev: Evaluator, node: Any, receiver: Value, attr: str, given: Arguments | None = None) -> Value:
    """Call a method of a value."""
    if isinstance(receiver, Foreign):
        return apply(ev, node, resolve(f"{receiver.name}.{attr}"), given)
    if isinstance(receiver, Choice):
        given = given or arguments(ev, node)
        with ev.collector.alternatives():
            return join(call_method(ev, node, option, attr, given) for option in receiver.options)
    given = given or arguments(ev, node)
    if isinstance(receiver, Instance):
        return verbs.call_verb(ev, node, receiver, attr, given)
    if isinstance(receiver, str):
        return methods.text_method(ev, receiver, attr, given.args, given.keywords)
    if isinstance(receiver, DictValue):
        return methods.dict_method(ev, receiver, attr, given.args, given.keywords)
    if isinstance(receiver, ListValue):
        return methods.list_method(ev, receiver, attr, given.args)
    if isinstance(receiver, Client):
        return requests.call_client(ev, node, receiver, attr, given)
    if isinstance(receiver, UserObject):
        return _object_method(ev, node, receiver, attr, given)
    if isinstance(receiver, SdkClass):
        return verbs.call_class_method(ev, node, receiver, attr, given)
    if isinstance(receiver, UserClass):
        return _class_method(ev, node, receiver, attr, given)
    if isinstance(receiver, Super):
        return _super_method(ev, node, receiver, attr, given)
    if isinstance(receiver, Future):
        if attr in ("result", "get"):
            return receiver.value
        return Sym("made at run time")
    return verbs.call_unknown(ev, node, receiver, attr, given)


def _object_method(ev: Evaluator, node: Any, receiver: UserObject, attr: str, given: Arguments) -> Value:

    own = receiver.fields.get(attr)
    if own is not None:
        return apply(ev, node, own[0], given)
    found = receiver.cls.find(attr)
    if found is not None and isinstance(found[0], Function):
        args = given.args if definitions.is_static(found[0]) else [(receiver, None, ev.cell), *given.args]
        return definitions.invoke(ev, found[0], args, given.keywords, given.open, node)
    if found is not None:
        return apply(ev, node, found[0], given)
    if receiver.inner is not None:
        return verbs.call_verb(ev, node, receiver.inner, attr, given)
    return ev.derive("made at run time", "method", identity(receiver), attr)


def _class_method(ev: Evaluator, node: Any, cls: UserClass, attr: str, given: Arguments) -> Value:

    found = cls.find(attr)
    if found is None or not isinstance(found[0], Function):
        return Sym("made at run time")
    decorators = getattr(found[0].node, "decorator_list", ())
    if any(isinstance(d, ast.Name) and d.id == "classmethod" for d in decorators):
        args = [(cls, None, ev.cell), *given.args]
    else:
        args = given.args
    if definitions.is_static(found[0]):
        args = given.args
    return definitions.invoke(ev, found[0], args, given.keywords, given.open, node)


def _super_method(ev: Evaluator, node: Any, proxy: Super, attr: str, given: Arguments) -> Value:

    for base in proxy.owner.bases:
        found = base.find(attr)
        if found is not None and isinstance(found[0], Function):
            args: list[Slot] = [(proxy.object, None, ev.cell), *given.args]
            return definitions.invoke(ev, found[0], args, given.keywords, given.open, node)
    sdk = proxy.owner.base
    if isinstance(sdk, SdkClass):
        if attr == "__init__":
            proxy.object.inner = definitions.construct(ev, sdk, *given, node)
            return None
        if proxy.object.inner is not None:
            return verbs.call_verb(ev, node, proxy.object.inner, attr, given)
    return None
