"""Objects that punish every look: whoever runs their code is caught in ``CAUGHT`` and gets an exception."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import MagicMock

CAUGHT: list[str] = []
MILLION = list(range(1_000_000))  # made once: only looked at, never changed
MILLION_KEYS = dict.fromkeys(MILLION)


class LookedAt(BaseException):
    """Raised into whoever runs a hostile object's code; not an Exception, so that a broad except cannot hide it."""


def punish(name: str) -> Callable[..., Any]:
    def method(*_: object, **__: object) -> Any:
        CAUGHT.append(name)
        raise LookedAt(name)

    return method


METHODS = (
    "__getattr__",
    "__repr__",
    "__str__",
    "__format__",
    "__len__",
    "__bool__",
    "__eq__",
    "__ne__",
    "__lt__",
    "__hash__",
    "__iter__",
    "__contains__",
    "__getitem__",
    "__call__",
    "__dir__",
    "__sizeof__",
    "__reduce__",
    "__reduce_ex__",
    "__instancecheck__",
    "__index__",
    "__int__",
    "__float__",
    "__array__",
    "__copy__",
    "__deepcopy__",
    "__enter__",
    "__length_hint__",
    "__fspath__",
)

Hostile = type("Hostile", (), {"__module__": "__main__", **{name: punish(name) for name in METHODS}})


class HostileToAttributes:
    """Every attribute access raises, ``__class__`` and ``__dict__`` included."""

    __getattribute__ = punish("__getattribute__")
    __hash__ = punish("__hash__")
    __eq__ = punish("__eq__")


HostileToAttributes.__module__ = "__main__"


class LyingClass:
    """Says it is an estimator, and hides its dict behind a property."""

    __class__ = property(punish("__class__"))  # type: ignore[assignment]
    __dict__ = property(punish("__dict__"))  # type: ignore[assignment]
    instance_type = property(punish("instance_type"))


LyingClass.__module__ = "__main__"


class HostileMeta(type):
    """A class of classes that cannot be asked anything about its classes."""

    __getattribute__ = punish("meta __getattribute__")
    __hash__ = punish("meta __hash__")
    __eq__ = punish("meta __eq__")
    __repr__ = punish("meta __repr__")
    __instancecheck__ = punish("meta __instancecheck__")
    __subclasscheck__ = punish("meta __subclasscheck__")


OfHostileMeta = HostileMeta("OfHostileMeta", (), {"__module__": "__main__"})


class EndlessIterator:
    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        CAUGHT.append("__next__")
        return 1


class LazyProxy:
    """As lazy-object-proxy and Django do: claims the class of what it would compute on the first look."""

    @property
    def __class__(self) -> Any:
        CAUGHT.append("proxy __class__")
        return Hostile

    def __getattr__(self, name: str) -> Any:
        CAUGHT.append(f"proxy {name}")
        raise LookedAt(name)


class HugeFrame:
    """A frame of 40 GB: touching a column, its length or its shape would load it."""

    __len__ = punish("frame __len__")
    __getitem__ = punish("frame __getitem__")
    __getattr__ = punish("frame __getattr__")
    shape = property(punish("frame shape"))
    columns = property(punish("frame columns"))


class HostileList(list):  # type: ignore[type-arg]
    __iter__ = punish("list __iter__")
    __len__ = punish("list __len__")
    __getitem__ = punish("list __getitem__")


class HostileDict(dict):  # type: ignore[type-arg]
    __iter__ = punish("dict __iter__")
    __len__ = punish("dict __len__")
    __getitem__ = punish("dict __getitem__")
    items = punish("dict items")
    get = punish("dict get")


class HostileKey:
    """Equal hashes, hostile comparison; as a key it can only be carried, never looked up."""

    def __hash__(self) -> int:
        return hash("instance_type")

    __eq__ = punish("key __eq__")
    __repr__ = punish("key __repr__")


class ChangesClass:
    """Becomes another class when its attributes are read."""

    def __getattribute__(self, name: str) -> Any:
        CAUGHT.append("changing __getattribute__")
        object.__setattr__(self, "__class__", EndlessIterator)
        return object.__getattribute__(self, name)


class Slotted:
    __slots__ = ("inside", "never_set")

    def __init__(self, inside: object) -> None:
        self.inside = inside

    __getattribute__ = punish("slotted __getattribute__")


Slotted.__module__ = "__main__"


def hidden_dict(**held: object) -> Any:
    """An instance of a notebook class with a hostile attribute protocol and ``held`` in its real dict."""
    thing = object.__new__(HostileToAttributes)
    object.__getattribute__(thing, "__dict__").update(held)
    return thing


def all_of_them(estimator: type) -> dict[str, Any]:
    """A namespace full of hostile objects by name."""
    itself: list[Any] = []
    itself.append(itself)
    ring: dict[str, Any] = {}
    ring["ring"] = {"ring": [ring]}
    return {
        "hostile": Hostile(),
        "attributes": HostileToAttributes(),
        "lying": LyingClass(),
        "of_hostile_meta": type.__call__(OfHostileMeta),
        "hostile_class": Hostile,
        "hostile_meta_class": OfHostileMeta,
        "endless": EndlessIterator(),
        "generator": (1 for _ in iter(int, 1)),
        "proxy": LazyProxy(),
        "frame": HugeFrame(),
        "hostile_list": HostileList([1]),
        "hostile_dict": HostileDict(a=1),
        "hostile_keys": {HostileKey(): 1, (1, 2): Hostile()},
        "changes_class": ChangesClass(),
        "slotted": Slotted(Hostile()),
        "mock": MagicMock(spec=estimator),
        "mock_of_all": MagicMock(),
        "itself": itself,
        "ring": ring,
        "nested": [[[[[[Hostile()]]]]], (Hostile(), {"k": HostileToAttributes()})],
        "million": MILLION,
        "million_keys": MILLION_KEYS,
        "holder": hidden_dict(inside=Hostile(), instance_type=LazyProxy()),
    }
