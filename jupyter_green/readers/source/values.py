"""What an expression can stand for when it is read and not run.

Plain Python constants stand for themselves. Everything else is one of the small classes below. A *slot* is a value with
the place where it is written: ``(value, node, cell)``, so that a swap can find the literal behind a variable.
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterable
from itertools import count
from typing import Any, NamedTuple, TypeAlias

from jupyter_green.dialects.images import ImageFacts

Value: TypeAlias = Any
Slot: TypeAlias = tuple[Any, "ast.AST | None", int]

PLAIN = (str, int, float, bool, bytes, type(None))
MAX_OPTIONS = 8
_FRESH = count(1)


class Sym:
    """A value that is not known; two with an equal key are the same value, whatever it is."""

    __slots__ = ("key", "reason")

    def __init__(self, reason: str, key: Hashable = None) -> None:
        self.reason = reason
        self.key = next(_FRESH) if key is None else key


class ImageSym(Sym):
    """The address of an image that the SDK looks up: the address is not known, what was asked for is."""

    __slots__ = ("facts", "region")

    def __init__(self, facts: ImageFacts, region: str = "") -> None:
        super().__init__("an image that the SDK looks up", ("image", *facts, region))
        self.facts = facts
        self.region = region


class JsonSym(Sym):
    """A text of JSON that the notebook makes of a value that is known."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        super().__init__("a text of JSON made at run time")
        self.value = value


class Choice:
    """One of several values, decided at run time."""

    __slots__ = ("options",)

    def __init__(self, options: tuple[Value, ...]) -> None:
        self.options = options


class ListValue:
    """A list, tuple or set; ``open`` when there may be other elements than these, ``count`` when only that is known."""

    __slots__ = ("count", "items", "open")

    def __init__(self, items: list[Slot], open: bool = False, count: int | None = None) -> None:
        self.items = items
        self.open = open
        self.count = count


class DictValue:
    """A mapping with constant keys; ``open`` when it may hold more keys than these."""

    __slots__ = ("items", "open")

    def __init__(self, items: dict[Any, Slot], open: bool = False) -> None:
        self.items = items
        self.open = open


class SdkClass:
    """A class of an AWS SDK that the tables know; ``family`` says what its verbs start."""

    __slots__ = ("api", "family", "name", "params")

    def __init__(self, name: str, family: str, api: str, params: tuple[str, ...]) -> None:
        self.name = name
        self.family = family
        self.api = api
        self.params = params


class Instance:
    """An object made by an SDK class: its arguments and attributes by name, and where it was made."""

    __slots__ = ("call", "cell", "endpoints", "fields", "made_from", "open", "sdk")

    def __init__(self, sdk: SdkClass, fields: dict[str, Slot], call: ast.Call | None, cell: int) -> None:
        self.sdk = sdk
        self.fields = fields
        self.call = call
        self.cell = cell
        self.open = False
        self.made_from: Any = None
        self.endpoints: list[Any] = []


class Foreign:
    """A module, class or function of a library, known by its dotted name only."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class Function:
    """A function of the notebook with the scope it was made in."""

    __slots__ = ("called", "cell", "defaults", "job", "node", "owner", "scope")

    def __init__(self, node: Any, scope: Scope, cell: int, defaults: dict[str, Slot]) -> None:
        self.node = node
        self.scope = scope
        self.cell = cell
        self.defaults = defaults
        self.job: Any = None  # the decorator that turns a call of it into a job
        self.owner: UserClass | None = None
        self.called = False


class Bound:
    """A method of an object, before it is called."""

    __slots__ = ("attr", "receiver")

    def __init__(self, receiver: Value, attr: str) -> None:
        self.receiver = receiver
        self.attr = attr


class Partial:
    """A function with some of its arguments given."""

    __slots__ = ("args", "function", "keywords")

    def __init__(self, function: Value, args: list[Slot], keywords: dict[str, Slot]) -> None:
        self.function = function
        self.args = args
        self.keywords = keywords


class Future:
    """The result of a call that another thread makes."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        self.value = value


class UserClass:
    """A class that the notebook defines; ``base`` is the SDK class it derives from."""

    __slots__ = ("base", "bases", "name", "scope")

    def __init__(self, name: str, scope: Scope, bases: list[UserClass], base: Value) -> None:
        self.name = name
        self.scope = scope
        self.bases = bases
        self.base = base

    def find(self, attr: str) -> Slot | None:
        """Return the class attribute ``attr`` from the class or the first base that has it."""
        found = self.scope.vars.get(attr)
        if found is None:
            for base in self.bases:
                found = base.find(attr)
                if found is not None:
                    return found
        return found


class UserObject:
    """An object of a class that the notebook defines; ``inner`` holds what an SDK base class was given."""

    __slots__ = ("cls", "fields", "inner")

    def __init__(self, cls: UserClass) -> None:
        self.cls = cls
        self.fields: dict[str, Slot] = {}
        self.inner: Instance | None = None


class JobDecorator:
    """``@remote`` or ``@step`` with its arguments: it turns each call of a function into a job."""

    __slots__ = ("api", "call", "cell", "fields", "open", "via")

    def __init__(self, via: str, api: str, fields: dict[str, Slot], call: ast.Call | None, cell: int) -> None:
        self.via = via
        self.api = api
        self.fields = fields
        self.call = call
        self.cell = cell
        self.open = False


class Super:
    """``super()`` inside a method: the object and the class whose bases come next."""

    __slots__ = ("object", "owner")

    def __init__(self, object: UserObject, owner: UserClass) -> None:
        self.object = object
        self.owner = owner


class Client:
    """A boto3 client or the SDK's own session: the service it talks to."""

    __slots__ = ("region", "service")

    def __init__(self, service: str, region: Value = None) -> None:
        self.service = service
        self.region = region


class StepArguments:
    """What a verb returns under a pipeline session: the job it would have started, for the step that takes it."""

    __slots__ = ("record",)

    def __init__(self, record: Any) -> None:
        self.record = record


class Arguments(NamedTuple):
    """The arguments of a call: positional, by keyword, and whether there may be more that are not known."""

    args: list[Slot]
    keywords: dict[str, Slot]
    open: bool


#: Makes a named tuple of a tuple. Its own ``__new__`` is a Python function, and some of them are made by the hundred.
tuple_as = tuple.__new__


class Scope:
    """The names of a module, function or class body; ``parent`` is where a missing name is looked up."""

    __slots__ = ("globals_", "parent", "vars")

    def __init__(self, parent: Scope | None = None) -> None:
        self.vars: dict[str, Slot] = {}
        self.parent = parent
        self.globals_: frozenset[str] = frozenset()


def identity(value: Value) -> Hashable:
    """Return what makes two values the same to this reading: the constant, the unknown's key or the object itself."""
    kind = type(value)
    if kind is Sym or isinstance(value, Sym):
        return ("?", value.key)
    if isinstance(value, PLAIN):
        return (kind.__name__, value)
    return ("@", id(value))


def options_of(value: Value) -> tuple[Value, ...]:
    """Return the values that ``value`` may be."""
    return value.options if isinstance(value, Choice) else (value,)


def join(values: Iterable[Value]) -> Value:
    """Return one value that stands for any of ``values``."""
    seen: dict[Hashable, Value] = {}
    for value in values:
        for option in options_of(value):
            seen.setdefault(identity(option), option)
    found = tuple(seen.values())
    if len(found) == 1:
        return found[0]
    if len(found) > MAX_OPTIONS:
        return Sym("one of many values, decided at run time")
    return Choice(found)


def truth(value: Value) -> bool | None:
    """Return whether a value is true, or None when that is not known."""
    if isinstance(value, PLAIN):
        return bool(value)
    if isinstance(value, (ListValue, DictValue)):
        return True if value.items else (None if value.open else False)
    if isinstance(value, (Sym, Future)):
        return None
    if isinstance(value, Choice):
        found = {truth(option) for option in value.options}
        return found.pop() if len(found) == 1 else None
    return True
