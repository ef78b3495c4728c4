"""Functions of libraries: built-ins, threads and executors, boto3 and the few SageMaker helpers that carry values."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from jupyter_green.readers.source import calls, containers, definitions
from jupyter_green.readers.source.attributes import BOTO_SESSION, region_of
from jupyter_green.readers.source.sdk import GENERIC, PREDICTOR, is_aws_name
from jupyter_green.readers.source.values import (
    PLAIN,
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
    UserObject,
    Value,
    identity,
    join,
    truth,
)

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

_INSTANCE_WORDS = frozenset({"instance_type", "train_instance_type", "instance_count", "train_instance_count"})
_SPARK_PIPELINE = SdkClass("Pipeline", "pyspark-pipeline", "sagemaker-pyspark", ("stages",))
_CALLABLE = (Function, Partial, Bound)
_VARIANT_WORDS = {
    "model_name": "ModelName",
    "instance_type": "InstanceType",
    "initial_instance_count": "InitialInstanceCount",
    "variant_name": "VariantName",
    "accelerator_type": "AcceleratorType",
    "serverless_inference_config": "ServerlessConfig",
    "volume_size": "VolumeSizeInGB",
}
_VARIANT_PARAMS = ("model_name", "instance_type", "initial_instance_count", "variant_name", "initial_weight")
_LONGEST_RANGE = 24
_CARRIERS = ("builtins.", "os.path")


def is_plain(dotted: str) -> bool:
    """True for a function that this reader knows nothing about, so only its arguments could matter."""
    return dotted not in _FUNCTIONS and not dotted.startswith(_CARRIERS) and not is_aws_name(dotted)


def call_library(ev: Evaluator, node: Any, dotted: str, given: Arguments) -> Value:
    """Return what a function of a library gives, as far as that matters here."""
    root, _, name = dotted.rpartition(".")
    if root == "builtins":
        return _builtin(ev, node, name, given)
    handler = _FUNCTIONS.get(dotted)
    if handler is not None:
        return handler(ev, node, given)
    if root.startswith("sagemaker"):
        return _sagemaker_function(ev, node, dotted, name, given)
    made = run_callbacks(ev, node, name, given)
    if made is not None:
        return made
    if name[:1].isupper() and not _INSTANCE_WORDS.isdisjoint(given.keywords) and not is_aws_name(dotted):
        made = definitions.construct(ev, GENERIC, [], given.keywords, given.open, node)
        made.fields["class"] = (name, None, ev.cell)
        return made
    if (name[:1].isupper() and name.endswith("Predictor")) or _names_endpoint(ev, given):
        made = definitions.construct(ev, PREDICTOR, given.args, given.keywords, given.open, node)
        return made if made.fields else Sym(f"made by {name} at run time")
    if dotted.startswith("os.path"):
        return _os_path(ev, name, given)
    return Sym(f"made by {name or dotted} at run time")


def _names_endpoint(ev: Evaluator, given: Arguments) -> bool:
    """True when a helper is handed the name of an endpoint that was made before: it stands for that endpoint."""
    if not ev.collector.endpoints or not given.args:
        return False
    return isinstance(given.args[0][0], Sym) and bool(ev.collector.named(ev, given.args[0][0]))


def _first(given: Arguments, index: int = 0) -> Value:
    return given.args[index][0] if len(given.args) > index else None


def _builtin(ev: Evaluator, node: Any, name: str, given: Arguments) -> Value:
    first = _first(given)
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
    if name == "getattr" and len(given.args) > 1 and isinstance(_first(given, 1), str):
        from jupyter_green.readers.source.attributes import get

        found = get(ev, first, _first(given, 1))
        return found[0] if type(found) is tuple else found
    if name == "setattr" and len(given.args) == 3 and isinstance(_first(given, 1), str):
        from jupyter_green.readers.source.attributes import set_attribute

        set_attribute(ev, first, _first(given, 1), given.args[2])
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
    value = _first(given)
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
            return {"min": min, "max": max, "sum": sum, "any": any, "all": all}[name](values)  # type: ignore[operator]
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
    if len(numbers) > _LONGEST_RANGE:
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
    return ListValue([(ListValue(row), None, ev.cell) for row in rows], opened, lists[0].count)  # type: ignore[arg-type]


def _mapped(ev: Evaluator, node: Any, given: Arguments) -> Value:
    if len(given.args) != 2 or not isinstance(_first(given), _CALLABLE):
        return Sym("made at run time")
    return _each(ev, node, _first(given), _first(given, 1), star=False)


def _each(ev: Evaluator, node: Any, function: Value, source: Value, star: bool) -> Value:
    """Call a function for each element, as ``map`` does, and return the list of results."""
    results: list[Slot] = []
    known = containers.elements(source)

    def one(slot: Slot) -> None:
        args = [slot]
        if star and isinstance(slot[0], ListValue):
            args = slot[0].items
        results.append((calls.apply(ev, node, function, Arguments(args, {}, False)), None, ev.cell))

    if known is None or known.open:
        passes = known.count if known is not None else None
        ev.in_loop(passes, lambda: one((Sym("differs by pass"), None, ev.cell)))  # type: ignore[func-returns-value]
        return ListValue(results, True)
    for slot in known.items[:_LONGEST_RANGE]:
        ev.in_loop(1, lambda s=slot: one(s))  # type: ignore[misc]
    return ListValue(results, len(known.items) > _LONGEST_RANGE)


def run_callbacks(ev: Evaluator, node: Any, name: str, given: Arguments) -> Value:
    """Call the notebook functions that a thread, executor or loop is handed; None when there is none."""
    target = given.keywords.get("target") or given.keywords.get("func")
    if target is not None and isinstance(target[0], _CALLABLE):
        handed = given.keywords.get("args", (ListValue([]), None, 0))[0]
        named = given.keywords.get("kwargs", (DictValue({}), None, 0))[0]
        args = handed.items if isinstance(handed, ListValue) else []
        keywords = named.items if isinstance(named, DictValue) else {}
        return Future(
            calls.apply(ev, node, target[0], Arguments(args, dict(keywords), not isinstance(handed, ListValue)))
        )
    at = next((i for i, slot in enumerate(given.args[:2]) if isinstance(slot[0], _CALLABLE)), None)
    if at is None:
        return None
    function = given.args[at][0]
    rest = given.args[at + 1 :]
    if name in ("map", "starmap", "imap", "imap_unordered"):
        return _each(ev, node, function, rest[0][0] if rest else Sym("nothing"), star=name == "starmap")
    if name in ("submit", "to_thread", "run_in_executor", "call_soon", "spawn", "start_new_thread"):
        return Future(calls.apply(ev, node, function, Arguments(rest, given.keywords, given.open)))
    if name in ("apply", "apply_async"):
        handed = rest[0][0] if rest else given.keywords.get("args", (ListValue([]), None, 0))[0]
        args = handed.items if isinstance(handed, ListValue) else []
        return Future(calls.apply(ev, node, function, Arguments(args, {}, not isinstance(handed, ListValue))))
    if name in ("delayed", "wraps", "lru_cache", "cache"):
        return function
    if name == "partial":
        return Partial(function, rest, given.keywords)
    if name == "interact":
        return Sym("called by a widget")
    return None


def decorate(function: Function, decorator: JobDecorator) -> Function:
    """Return the function as ``decorator`` leaves it: each call of it is a job."""
    made = Function(function.node, function.scope, function.cell, function.defaults)
    made.job = decorator
    function.called = True
    return made


def _sagemaker_function(ev: Evaluator, node: Any, dotted: str, name: str, given: Arguments) -> Value:
    via = definitions.job_decorator(dotted)
    if via is not None:
        made = JobDecorator(via, given.keywords, node, ev.cell)
        made.open = given.open
        if given.args and isinstance(given.args[0][0], Function):
            return decorate(given.args[0][0], made)
        return made
    if name == "production_variant":
        named = {**dict(zip(_VARIANT_PARAMS, given.args, strict=False)), **given.keywords}
        items = {_VARIANT_WORDS[key]: slot for key, slot in named.items() if key in _VARIANT_WORDS}
        return DictValue(items, given.open)
    if name == "execute" and "feature_processor" in dotted:
        ev.collector.emit(ev, node, "pipeline", "sdk-v2", {})
        return Sym("a pipeline execution")
    if name in ("retrieve_default", "retrieve") and "instance_types" in dotted:
        return ev.derive("JumpStart's catalogue decides", "instance type", *(identity(s[0]) for s in given.args))
    return Sym(f"made by {name} at run time")


def _client(ev: Evaluator, node: Any, given: Arguments) -> Value:
    service = given.keywords.get("service_name", given.args[0] if given.args else (None, None, 0))[0]
    region = given.keywords.get("region_name", given.args[1] if len(given.args) > 1 else (None, None, 0))[0]
    return Client(service if isinstance(service, str) else "", region or region_of(ev, None))


def client_of_session(ev: Evaluator, session: Instance, given: Arguments) -> Client:
    """Return the client that a boto3 session makes; its Region is the session's unless said."""
    made: Client = _client(ev, None, given)
    if "region_name" not in given.keywords and len(given.args) < 2:
        made.region = region_of(ev, session)
    return made


def _boto_session(ev: Evaluator, node: Any, given: Arguments) -> Value:
    return definitions.construct(ev, BOTO_SESSION, given.args[:1], given.keywords, given.open, node)


def _deepcopy(ev: Evaluator, node: Any, given: Arguments) -> Value:
    return containers.deep_copy(_first(given))


def _shallow(ev: Evaluator, node: Any, given: Arguments) -> Value:
    value = _first(given)
    if isinstance(value, DictValue):
        return DictValue(dict(value.items), value.open)
    if isinstance(value, ListValue):
        return ListValue(list(value.items), value.open, value.count)
    return containers.deep_copy(value)


def _getenv(ev: Evaluator, node: Any, given: Arguments) -> Value:
    name = _first(given)
    unknown = ev.derive(f"environment variable {name}", "environment", identity(name))
    fallback = _first(given, 1)
    return join((unknown, fallback)) if fallback is not None else unknown


def _os_path(ev: Evaluator, name: str, given: Arguments) -> Value:
    values = [slot[0] for slot in given.args]
    if name == "join" and values and all(isinstance(v, str) for v in values):
        return "/".join(v.rstrip("/") for v in values)
    return ev.derive("made at run time", "os.path", name, *map(identity, values))


def _gather(ev: Evaluator, node: Any, given: Arguments) -> Value:
    items = [(v.value if isinstance(v, Future) else v, n, c) for v, n, c in given.args]
    return ListValue(items, given.open)


def _same(ev: Evaluator, node: Any, given: Arguments) -> Value:
    value = _first(given)
    return value.value if isinstance(value, Future) else value


def _wait_all(ev: Evaluator, node: Any, given: Arguments) -> Value:
    known = containers.elements(_first(given))
    return ListValue(list(known.items), known.open) if known is not None else Sym("finished futures")


_FUNCTIONS: dict[str, Any] = {
    "boto3.client": _client,
    "boto3.resource": _client,
    "boto3.Session": _boto_session,
    "boto3.session.Session": _boto_session,
    "pyspark.ml.Pipeline": lambda ev, node, given: definitions.construct(ev, _SPARK_PIPELINE, *given, node),
    "copy.deepcopy": _deepcopy,
    "copy.copy": _shallow,
    "os.getenv": _getenv,
    "os.environ.get": _getenv,
    "asyncio.gather": _gather,
    "asyncio.run": _same,
    "asyncio.create_task": _same,
    "asyncio.ensure_future": _same,
    "concurrent.futures.as_completed": _wait_all,
    "concurrent.futures.wait": _wait_all,
    "collections.OrderedDict": lambda ev, node, given: _builtin(ev, node, "dict", given),
    "collections.defaultdict": lambda ev, node, given: DictValue({}, True),
    "types.SimpleNamespace": lambda ev, node, given: Sym("a namespace"),
    "tqdm.tqdm": _same,
    "tqdm.auto.tqdm": _same,
    "tqdm.notebook.tqdm": _same,
    "itertools.chain": lambda ev, node, given: Sym("made at run time"),
}
__all__ = ["PLAIN", "Foreign", "ast", "call_library", "client_of_session", "decorate", "run_callbacks"]
