"""Looking at other people's objects without running their code.

Classes are read through the descriptors of ``type`` and instances through their real ``__dict__`` and slots, so no
``__getattr__``, ``__getattribute__``, property, ``__class__``, ``__eq__``, ``__hash__``, ``__repr__``, ``__len__`` or
metaclass hook is ever asked. What cannot be read that way is not read.
"""

from __future__ import annotations

import types
import weakref
from collections.abc import Callable
from itertools import islice
from typing import Any, NamedTuple

__all__ = ["TypeCache", "class_name", "safe_dict", "type_names"]

MOST_ATTRIBUTES = 2000
_ATTEMPTS = 3
_HEAP_TYPE = 1 << 9  # set for classes made by a class statement; members of C types are not ours to read

_mro_of: Callable[[type], tuple[type, ...]] = type.__dict__["__mro__"].__get__
_module_of: Callable[[type], Any] = type.__dict__["__module__"].__get__
_qualname_of: Callable[[type], str] = type.__dict__["__qualname__"].__get__
_flags_of: Callable[[type], int] = type.__dict__["__flags__"].__get__
_attributes_of: Callable[[type], types.MappingProxyType[str, Any]] = type.__dict__["__dict__"].__get__


class TypeCache:
    """Answers kept per class without hashing the class (a metaclass may define ``__hash__``) or keeping it alive."""

    def __init__(self) -> None:
        self.answers: dict[int, Any] = {}  # public so that a hot loop can bind ``answers.get`` and pay one look-up
        self._references: dict[int, weakref.ref[type]] = {}

    def put(self, cls: type, answer: Any) -> None:
        """Keep ``answer`` until ``cls`` is collected; the id of a dead class never answers for a new one."""
        key = id(cls)

        def forget(_: object, key: int = key) -> None:
            self.answers.pop(key, None)
            self._references.pop(key, None)

        self._references[key] = weakref.ref(cls, forget)
        self.answers[key] = answer


class _Layout(NamedTuple):
    names: tuple[tuple[str, str], ...]
    read_dict: Callable[[Any], Any] | None
    slots: tuple[tuple[str, Callable[[Any], Any]], ...]


_layouts = TypeCache()


def type_names(cls: type) -> tuple[tuple[str, str], ...]:
    """Return ``(module, qualified name)`` of ``cls`` and all its bases in method resolution order."""
    return _layout(cls).names


def class_name(cls: type) -> str:
    """Return the bare name of ``cls``, such as ``Estimator``."""
    return _layout(cls).names[0][1].rpartition(".")[2]


def safe_dict(obj: object) -> dict[str, Any]:
    """Return a private copy of what ``obj`` holds in its real ``__dict__`` and slots; empty when it cannot be read.

    The private attributes of pydantic models (``__pydantic_private__``) are merged in under their own names. At most
    2,000 attributes are read. Never raises for what the object does.
    """
    layout = _layout(type(obj))
    found: dict[str, Any] = {}
    for name, read in layout.slots:
        try:
            found[name] = read(obj)
        except AttributeError:
            continue  # a slot that was never set
    if layout.read_dict is not None:
        try:
            held = layout.read_dict(obj)
        except (AttributeError, TypeError):
            held = None
        found.update(_text_keys(held))
    found.update(_text_keys(found.get("__pydantic_private__")))
    return found


def _text_keys(held: Any) -> dict[str, Any]:
    # Only exact dicts with exact string keys: looking up any other key may run its __eq__.
    if type(held) is not dict:
        return {}
    for _ in range(_ATTEMPTS):
        try:
            return {key: value for key, value in islice(held.items(), MOST_ATTRIBUTES) if type(key) is str}
        except RuntimeError:  # another thread added an attribute meanwhile
            continue
    return {}


def _layout(cls: type) -> _Layout:
    known = _layouts.answers.get(id(cls))
    if known is not None:
        return known  # type: ignore[no-any-return]
    names: list[tuple[str, str]] = []
    read_dict: Callable[[Any], Any] | None = None
    slots: dict[str, Callable[[Any], Any]] = {}
    for base in _mro_of(cls):
        module = _module_of(base)
        names.append((module if type(module) is str else "", _qualname_of(base)))
        for name, attribute in tuple(_attributes_of(base).items()):
            if type(name) is not str:
                continue
            kind = type(attribute)
            if kind is types.GetSetDescriptorType and name == "__dict__" and read_dict is None:
                read_dict = attribute.__get__
            elif kind is types.MemberDescriptorType and _flags_of(base) & _HEAP_TYPE:
                slots.setdefault(name, attribute.__get__)
    layout = _Layout(tuple(names), read_dict, tuple(slots.items()))
    _layouts.put(cls, layout)
    return layout
