"""Functions and classes that the notebook defines: made, called, instantiated."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from jupyter_green.dialects import sdk_v1
from jupyter_green.readers.source.sdk import generation_of
from jupyter_green.readers.source.values import (
    DictValue,
    Foreign,
    Function,
    Instance,
    JobDecorator,
    ListValue,
    Scope,
    SdkClass,
    Slot,
    Sym,
    UserClass,
    UserObject,
    Value,
    join,
)

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

MAX_DEPTH = 12
_JOB_DECORATORS = {"remote": "remote-decorator", "step": "step-decorator"}
_PLAIN_DECORATORS = ("staticmethod", "classmethod", "property")


def job_decorator(dotted: str) -> str | None:
    """Return how ``@remote`` and ``@step`` start jobs, None for any other function of a library."""
    root, _, name = dotted.rpartition(".")
    return _JOB_DECORATORS.get(name) if root.startswith("sagemaker") else None


def define_function(ev: Evaluator, node: ast.FunctionDef | ast.AsyncFunctionDef) -> str | None:
    """Bind a function; its defaults are read now, its body when it is called."""
    function = Function(node, ev.scope, ev.cell, defaults_of(ev, node.args))
    value: Value = function
    for decorator in node.decorator_list:
        made = ev.eval(decorator)
        if isinstance(made, Foreign):
            via = job_decorator(made.name)
            made = JobDecorator(via, generation_of(made.name), {}, None, ev.cell) if via else made
        if isinstance(made, JobDecorator):
            function.job = made
        elif isinstance(made, Function):
            wrapped = invoke(ev, made, [(function, None, ev.cell)], {}, False, decorator)
            value = wrapped if isinstance(wrapped, Function) else value
    ev.bind(node.name, (value, node, ev.cell))
    ev.define(node.name, function)
    ev.functions.append(function)
    return None


def defaults_of(ev: Evaluator, args: ast.arguments) -> dict[str, Slot]:
    """Return the defaults of a function's or lambda's arguments, as they are now."""
    names = [a.arg for a in (*args.posonlyargs, *args.args)]
    found = {}
    if args.defaults:
        for name, default in zip(names[-len(args.defaults) :], args.defaults, strict=False):
            found[name] = ev.slot(default)
            ev.collector.assigned[default] = name
    for argument, default_or_none in zip(args.kwonlyargs, args.kw_defaults, strict=False):
        if default_or_none is not None:
            found[argument.arg] = ev.slot(default_or_none)
            ev.collector.assigned[default_or_none] = argument.arg
    return found


def define_class(ev: Evaluator, node: ast.ClassDef) -> str | None:
    """Bind a class; its body runs now, as in Python."""
    bases: list[UserClass] = []
    base: Value = None
    for expression in node.bases:
        value = ev.eval(expression)
        if isinstance(value, UserClass):
            bases.append(value)
            base = base or value.base
        elif isinstance(value, SdkClass):
            base = value
    outer = ev.scope
    ev.scope = Scope(outer)
    made = UserClass(node.name, ev.scope, bases, base)
    try:
        ev.run(node.body)
    finally:
        ev.scope = outer
    for value, _, _ in made.scope.vars.values():
        if isinstance(value, Function) and value.scope is made.scope:
            value.owner = made
            value.scope = outer  # names of a class body are not seen inside its methods
    ev.bind(node.name, (made, node, ev.cell))
    ev.define(node.name, None)
    return None


def is_static(function: Function) -> bool:
    """True for a method that takes no object."""
    return any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in getattr(function.node, "decorator_list", ()))


def is_property(function: Function) -> bool:
    """True for a method that is read like an attribute."""
    return any(
        (isinstance(d, ast.Name) and d.id in ("property", "cached_property"))
        or (isinstance(d, ast.Attribute) and d.attr == "cached_property")
        for d in getattr(function.node, "decorator_list", ())
    )


def invoke(
    ev: Evaluator,
    function: Function,
    args: list[Slot],
    keywords: dict[str, Slot],
    opened: bool,
    site: ast.AST,
) -> Value:
    """Run a function's body with its arguments bound; returns what it returns, as far as that is known."""
    function.called = True
    if function.job is not None:
        from jupyter_green.readers.source.remote import decorated_call

        return decorated_call(ev, function, site)
    if ev.budget <= 0 or len(ev.frames) >= MAX_DEPTH or function in ev.active:
        return Sym("a call that is too deep to follow")
    node = function.node
    scope = Scope(function.scope)
    _bind_arguments(ev, scope, function, args, keywords, opened)
    saved = (ev.scope, ev.cell, ev.returns, ev.frames, ev.yields, ev.loop_end)
    ev.frames = (*ev.frames, (ev.cell, site))
    ev.scope, ev.cell, ev.returns, ev.yields = scope, function.cell, [], []
    ev.active.append(function)
    try:
        if type(node) is ast.Lambda:
            return ev.eval(node.body)
        ev.run(node.body)
        if ev.yields:
            return ListValue(ev.yields, True)
        return join(ev.returns) if ev.returns else None
    finally:
        ev.active.pop()
        ev.scope, ev.cell, ev.returns, ev.frames, ev.yields, ev.loop_end = saved


def _bind_arguments(
    ev: Evaluator, scope: Scope, function: Function, args: list[Slot], keywords: dict[str, Slot], opened: bool
) -> None:
    spec: ast.arguments = function.node.args
    names = [a.arg for a in (*spec.posonlyargs, *spec.args)]
    bound = scope.vars
    for name, slot in zip(names, args, strict=False):
        bound[name] = slot
    if spec.vararg is not None:
        bound[spec.vararg.arg] = (ListValue(list(args[len(names) :]), opened), None, ev.cell)
    names.extend(a.arg for a in spec.kwonlyargs)
    rest = DictValue({}, opened)
    for key, slot in keywords.items():
        if key in names:
            bound[key] = slot
        else:
            rest.items[key] = slot
    if spec.kwarg is not None:
        bound[spec.kwarg.arg] = (rest, None, ev.cell)
    for name in names:
        if name not in bound:
            default = None if opened else function.defaults.get(name)
            bound[name] = default or (Sym(f"argument {name} is not known"), None, ev.cell)


def instantiate(
    ev: Evaluator,
    cls: UserClass,
    args: list[Slot],
    keywords: dict[str, Slot],
    opened: bool,
    site: ast.Call,
) -> UserObject:
    """Make an object of a notebook class and run its ``__init__``."""
    made = UserObject(cls)
    constructor = cls.find("__init__")
    if constructor is not None and isinstance(constructor[0], Function):
        invoke(ev, constructor[0], [(made, site, ev.cell), *args], keywords, opened, site)
    elif isinstance(cls.base, SdkClass):
        made.inner = construct(ev, cls.base, args, keywords, opened, site)
    else:
        names = [n for n, (v, _, _) in cls.scope.vars.items() if not isinstance(v, Function)]
        for name, slot in zip(names, args, strict=False):  # a dataclass
            made.fields[name] = slot
        made.fields.update(keywords)
    return made


def construct(
    ev: Evaluator, sdk: SdkClass, args: list[Slot], keywords: dict[str, Slot], opened: bool, site: ast.Call | None
) -> Instance:
    """Make an SDK object: its arguments by their 2.x names."""
    fields: dict[str, Slot] = dict(zip(sdk.params, args, strict=False))
    made = Instance(sdk, fields, site, ev.cell)
    made.open = opened
    for key, slot in keywords.items():
        if sdk_v1.is_v1_keyword(key) or key == "image_name":
            made.made_from = "v1"
            key = sdk_v1.in_v2_words(key)
        fields[key] = slot
    if sdk.family == "pipeline":
        name = fields.get("name", (None, None, 0))[0]
        ev.collector.pipeline_names.append(name)
        ev.collector.remember(ev.collector.made_pipelines, ev, name, made)
    return made


def unknown_arguments(function: Function) -> dict[str, Any]:
    """Return unknown keyword arguments for reading the body of a function that nothing calls."""
    spec = function.node.args
    names = [a.arg for a in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)]
    return {n: (Sym(f"argument {n} of a function that is not called"), None, function.cell) for n in names}
