"""Functions of libraries: built-ins, threads and executors, boto3 and the few SageMaker helpers that carry values."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from jupyter_green.dialects.images import facts_of_retrieved_image
from jupyter_green.readers.source import (
    builtin_functions,
    calls,
    command_line,
    containers,
    definitions,
    other_files,
    pipeline_starts,
    texts,
)
from jupyter_green.readers.source.attributes import BOTO_SESSION, region_of
from jupyter_green.readers.source.sdk import generation_of, is_aws_name
from jupyter_green.readers.source.values import (
    Arguments,
    Bound,
    Client,
    DictValue,
    Function,
    Future,
    ImageSym,
    Instance,
    JobDecorator,
    JsonSym,
    ListValue,
    Partial,
    SdkClass,
    Slot,
    Sym,
    UserClass,
    Value,
    identity,
    join,
)

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

_SPARK_PIPELINE = SdkClass("Pipeline", "pyspark-pipeline", "sagemaker-pyspark", ("stages",))
CALLABLE = (Function, Partial, Bound)
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
_IMAGE_PARAMS = ("framework", "region", "version", "py_version", "instance_type")
_CARRIERS = ("builtins.", "os.path")


@lru_cache(4096)
def is_plain(dotted: str) -> bool:
    """True for a function that this reader knows nothing about, so only its arguments could matter."""
    return dotted not in _FUNCTIONS and not dotted.startswith(_CARRIERS) and not is_aws_name(dotted)


def call_library(ev: Evaluator, node: Any, dotted: str, given: Arguments) -> Value:
    """Return what a function of a library gives, as far as that matters here."""
    root, _, name = dotted.rpartition(".")
    if root == "builtins":
        return builtin_functions.call_builtin(ev, node, name, given)
    handler = _FUNCTIONS.get(dotted)
    if handler is not None:
        return handler(ev, node, given)
    if root.startswith("sagemaker") and is_aws_name(root):
        return _sagemaker_function(ev, node, dotted, name, given)
    made = run_callbacks(ev, node, name, given)
    if made is not None:
        return made
    made = other_files.call(ev, node, root.rpartition(".")[2], name, given, is_aws=is_aws_name(dotted))
    if made is not None:
        return made
    if dotted.startswith("os.path"):
        return _os_path(ev, name, given)
    return Sym(f"made by {name or dotted} at run time")


def first(given: Arguments, index: int = 0) -> Value:
    return given.args[index][0] if len(given.args) > index else None


def each(ev: Evaluator, node: Any, function: Value, source: Value, star: bool) -> Value:
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
        ev.in_loop(passes, lambda: one((Sym("differs by pass"), None, ev.cell)))
        return ListValue(results, True)
    for slot in known.items[: builtin_functions.LONGEST_RANGE]:
        ev.in_loop(1, partial(one, slot))
    return ListValue(results, len(known.items) > builtin_functions.LONGEST_RANGE)


def run_callbacks(ev: Evaluator, node: Any, name: str, given: Arguments) -> Value:
    """Call the notebook functions that a thread, executor or loop is handed; None when there is none."""
    target = given.keywords.get("target") or given.keywords.get("func")
    if target is not None and isinstance(target[0], CALLABLE):
        handed = given.keywords.get("args", (ListValue([]), None, 0))[0]
        named = given.keywords.get("kwargs", (DictValue({}), None, 0))[0]
        args = handed.items if isinstance(handed, ListValue) else []
        keywords = named.items if isinstance(named, DictValue) else {}
        return Future(
            calls.apply(ev, node, target[0], Arguments(args, dict(keywords), not isinstance(handed, ListValue)))
        )
    if name == "partial" and given.args and isinstance(given.args[0][0], (SdkClass, UserClass)):
        return Partial(given.args[0][0], given.args[1:], given.keywords)
    at = next((i for i, slot in enumerate(given.args[:2]) if isinstance(slot[0], CALLABLE)), None)
    if at is None:
        return None
    function = given.args[at][0]
    rest = given.args[at + 1 :]
    if name in ("map", "starmap", "imap", "imap_unordered"):
        return each(ev, node, function, rest[0][0] if rest else Sym("nothing"), star=name == "starmap")
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
        made = JobDecorator(via, generation_of(dotted), given.keywords, node, ev.cell)
        made.open = given.open
        if not given.args:
            return made
        function = given.args[0][0]
        if not isinstance(function, Function):  # of another file: what it does is of no matter, a call of it is a job
            function = Function(node, ev.scope, ev.cell, {})
        return decorate(function, made)
    if name == "start_benchmark":
        ev.collector.emit(ev, node, "inference-recommender", generation_of(dotted), {})
        return Sym("a benchmark job")
    if name == "production_variant":
        named = {**dict(zip(_VARIANT_PARAMS, given.args, strict=False)), **given.keywords}
        items = {_VARIANT_WORDS[key]: slot for key, slot in named.items() if key in _VARIANT_WORDS}
        return DictValue(items, given.open)
    if name == "execute" and "feature_processor" in dotted:
        pipeline_starts.start(ev, node, generation_of(dotted), None, {})
        return Sym("a pipeline execution")
    if name in ("retrieve_default", "retrieve") and "instance_types" in dotted:
        return ev.derive("JumpStart's catalogue decides", "instance type", *(identity(s[0]) for s in given.args))
    if name == "retrieve" and "image_uris" in dotted:
        return _image(given)
    if name in ("name_from_base", "unique_name_from_base") and given.args:
        return texts.joined(ev, (given.args[0][0], "-", Sym("a moment of the run")))
    return Sym(f"made by {name} at run time")


def _image(given: Arguments) -> Value:
    """Return the image that ``image_uris.retrieve`` looks up, with what was asked for."""
    named = {**dict(zip(_IMAGE_PARAMS, given.args, strict=False)), **given.keywords}
    asked = [named.get(word, (None, None, 0))[0] for word in ("framework", "version", "base_framework_version")]
    facts = facts_of_retrieved_image(*asked)
    region = named.get("region", (None, None, 0))[0]
    if isinstance(region, str):
        return ImageSym(facts, region)
    return ImageSym(facts) if facts.framework else Sym("made by retrieve at run time")


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
    return containers.deep_copy(first(given))


def _shallow(ev: Evaluator, node: Any, given: Arguments) -> Value:
    value = first(given)
    if isinstance(value, DictValue):
        return DictValue(dict(value.items), value.open)
    if isinstance(value, ListValue):
        return ListValue(list(value.items), value.open, value.count)
    return containers.deep_copy(value)


def _setup_session(ev: Evaluator, node: Any, given: Arguments) -> Value:
    if "region_name" in given.keywords:
        ev.write(ev.environment, "setup_default_session", given.keywords["region_name"])
    return None


def _set_environment(ev: Evaluator, node: Any, given: Arguments) -> Value:
    """Set a variable of the environment that no cell has set: ``os.environ.setdefault``."""
    name = first(given)
    if len(given.args) > 1 and isinstance(name, str) and name not in ev.environment:
        ev.write(ev.environment, name, given.args[1])
    return first(given, 1)


def _update_environment(ev: Evaluator, node: Any, given: Arguments) -> Value:
    containers.update(ev, DictValue(ev.environment), first(given))
    containers.update(ev, DictValue(ev.environment), DictValue(dict(given.keywords)))
    return None


def _getenv(ev: Evaluator, node: Any, given: Arguments) -> Value:
    name = first(given)
    if isinstance(name, str) and name in ev.environment:
        return ev.environment[name][0]
    unknown = ev.derive(f"environment variable {name}", "environment", identity(name))
    fallback = first(given, 1)
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
    value = first(given)
    return value.value if isinstance(value, Future) else value


def _wait_all(ev: Evaluator, node: Any, given: Arguments) -> Value:
    known = containers.elements(first(given))
    return ListValue(list(known.items), known.open) if known is not None else Sym("finished futures")


_FUNCTIONS: dict[str, Any] = {
    "boto3.client": _client,
    "boto3.resource": _client,
    "boto3.Session": _boto_session,
    "boto3.session.Session": _boto_session,
    "argparse.ArgumentParser": command_line.parser,
    "pyspark.ml.Pipeline": lambda ev, node, given: definitions.construct(
        ev, _SPARK_PIPELINE, given.args, given.keywords, given.open, node
    ),
    "copy.deepcopy": _deepcopy,
    "copy.copy": _shallow,
    "os.getenv": _getenv,
    "os.environ.get": _getenv,
    "os.environ.setdefault": _set_environment,
    "os.environ.update": _update_environment,
    "boto3.setup_default_session": _setup_session,
    "json.dumps": lambda ev, node, given: JsonSym(first(given)),
    "asyncio.gather": _gather,
    "asyncio.run": _same,
    "asyncio.create_task": _same,
    "asyncio.ensure_future": _same,
    "concurrent.futures.as_completed": _wait_all,
    "concurrent.futures.wait": _wait_all,
    "collections.OrderedDict": lambda ev, node, given: builtin_functions.call_builtin(ev, node, "dict", given),
    "collections.defaultdict": lambda ev, node, given: DictValue({}, True),
    "types.SimpleNamespace": lambda ev, node, given: Sym("a namespace"),
    "tqdm.tqdm": _same,
    "tqdm.auto.tqdm": _same,
    "tqdm.notebook.tqdm": _same,
    "itertools.chain": lambda ev, node, given: builtin_functions.chain(ev, node, given),
    "itertools.product": lambda ev, node, given: builtin_functions.product(ev, node, given),
}
__all__ = ["call_library", "client_of_session", "decorate", "each", "is_plain", "run_callbacks"]
