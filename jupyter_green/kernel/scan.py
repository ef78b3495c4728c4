"""What changed in the namespace since the last cell, found at a bounded price.

Values of plain classes cost one look-up. Names that were bound anew, that grew or shrank, or that the cell mentions
are searched at once; the others take turns within what is left of the budget, so a change made behind an alias is seen
a few cells later at the worst.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from jupyter_green.kernel.namespace import BUDGET, INTERESTING, PLAIN, Found, Walk, is_visible, sdk_is_loaded
from jupyter_green.readers.safely import safe_dict, type_names

__all__ = ["NamespaceScan", "signature"]

_WORDS = re.compile(r"\w+")
_LONGEST_SOURCE = 100_000
_SIZE_BITS = 48
_SIGNATURE_NODES = 400
_SIGNATURE_DEPTH = 3
_SCALARS = frozenset(map(id, (str, int, float, bool, type(None))))  # by id: a class may have a hash of its own
_SDK_PACKAGES = frozenset({"sagemaker", "sagemaker_core"})


class NamespaceScan:
    """Remembers, by id and weak reference only, what the namespace held after the last cell."""

    def __init__(self, is_interesting: Callable[[type], bool], *, budget: int = BUDGET) -> None:
        self._walk = Walk(is_interesting)
        self._budget = budget
        self._bound: dict[str, int] = {}  # id and size in one number, which the garbage collector need not visit
        self._turn = 0
        self._signatures: dict[int, tuple[Any, Any]] = {}

    def changed(
        self, user_ns: Mapping[str, Any], source: str = "", *, hidden: Mapping[str, Any] = MappingProxyType({})
    ) -> list[Found]:
        """Return the objects of interest that are new or hold other values than at the last scan."""
        if not sdk_is_loaded():
            return []
        found: list[Found] = []
        left = self._budget
        urgent, patient = self._roots(user_ns, source, hidden)
        for name, value in urgent:
            left -= self._walk.search(name, value, left, found)
        turn = self._turn % len(patient) if patient else 0
        for position, name in enumerate(patient[turn:] + patient[:turn]):
            if left <= 0:
                self._turn = turn + position
                break
            left -= self._walk.search(name, user_ns.get(name), left, found)
        return [entry for entry in found if self.is_news(entry.value)]

    def changed_in(self, name: str, value: object) -> list[Found]:
        """Return the objects of interest in one ``value`` that are new or changed; paths start with ``name``."""
        found: list[Found] = []
        if sdk_is_loaded() and self._walk.verdict(value) != PLAIN:
            self._walk.search(name, value, self._budget, found)
        return [entry for entry in found if self.is_news(entry.value)]

    def is_news(self, value: object) -> bool:
        """True when ``value`` was not met before or its attributes differ from when it was met last."""
        now = signature(value)
        reference, before = self._signatures.get(id(value), (None, None))
        if reference is not None and reference() is value and before == now:
            return False
        self._signatures[id(value)] = (self._weakly(value), now)
        return True

    def _roots(
        self, user_ns: Mapping[str, Any], source: str, hidden: Mapping[str, Any]
    ) -> tuple[list[tuple[str, Any]], list[str]]:
        """Return what is searched at once, and the names that take turns."""
        mentioned = set(_WORDS.findall(source[:_LONGEST_SOURCE]))
        direct: list[tuple[str, Any]] = []
        urgent: list[tuple[str, Any]] = []
        patient: list[str] = []
        bound: dict[str, int] = {}
        for name in self._walk.names_worth_a_look(user_ns):
            if type(name) is not str:
                continue
            value = user_ns.get(name)
            verdict = self._walk.verdict(value)
            if verdict == PLAIN or not is_visible(name, value, hidden):
                continue
            state = bound[name] = (id(value) << _SIZE_BITS) + self._walk.size(value)
            if name not in mentioned and self._bound.get(name) == state:
                patient.append(name)
            else:
                (direct if verdict == INTERESTING else urgent).append((name, value))
        self._bound = bound
        return direct + urgent, patient

    def _weakly(self, value: object) -> Callable[[], Any]:
        key = id(value)
        try:
            return weakref.ref(value, lambda _: self._signatures.pop(key, None))
        except TypeError:  # a class without weak references is news at every scan: rare, and never wrong
            return lambda: None


def signature(value: object) -> tuple[Any, ...]:
    """Return what ``value`` holds as nested tuples of plain values and ids, comparable without running its code."""
    nodes = [_SIGNATURE_NODES]
    return (id(type(value)), *_members(safe_dict(value), _SIGNATURE_DEPTH, nodes))


def _members(held: Mapping[str, Any], depth: int, nodes: list[int]) -> tuple[Any, ...]:
    return tuple((name, _part(item, depth, nodes)) for name, item in held.items())


def _part(value: Any, depth: int, nodes: list[int]) -> Any:
    nodes[0] -= 1
    kind = type(value)
    if id(kind) in _SCALARS:
        return value
    if depth <= 0 or nodes[0] <= 0:
        return id(value)
    if kind is list or kind is tuple:
        return tuple(_part(item, depth - 1, nodes) for item in value[: nodes[0]])
    if kind is dict:
        pairs = tuple(value.items())[: nodes[0]]
        return tuple((_part(key, 0, nodes), _part(item, depth - 1, nodes)) for key, item in pairs)
    module, name = type_names(kind)[0]
    if module.partition(".")[0] in _SDK_PACKAGES and not name.endswith("Session"):
        return (id(kind), *_members(safe_dict(value), depth - 1, nodes))
    return id(value)
