"""The safe walk: find objects of interest in a user's namespace without running the user's code.

Only ``type(value)`` decides. The walk goes into exact lists, tuples and dicts (first 200 items, three levels deep) and
into instances of classes that the notebook itself defines, read through their real ``__dict__``. How many values are
looked at is bounded, so a cell costs a few milliseconds at the most however much the user holds.
"""

from __future__ import annotations

import sys
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Any

from jupyter_green.readers.safely import TypeCache, class_name, safe_dict, type_names

__all__ = ["Found", "Walk", "class_name", "find_objects", "safe_dict", "sdk_is_loaded", "type_names"]

WIDTH = 200
DEPTH = 3
BUDGET = 4000

PLAIN, INTERESTING, _SEQUENCE, _MAPPING, _OWN = range(5)
_ABSENT = object()
_NOTHING_HIDDEN: Mapping[str, Any] = MappingProxyType({})
_SDKS = ("sagemaker", "botocore")


class Found:
    """An object of interest and where it is; holds it weakly once the cell's callback is over."""

    __slots__ = ("_reference", "name", "object_id", "path")

    def __init__(self, value: object, name: str, path: str) -> None:
        self.name = name
        self.path = path
        self.object_id = id(value)
        self._reference: Callable[[], Any] = lambda: value

    @property
    def value(self) -> Any:
        """The object itself, or None when it is gone."""
        return self._reference()

    def release(self) -> None:
        """Let go of the object: from here on it is only known by id and weak reference."""
        value = self._reference()
        try:
            self._reference = weakref.ref(value)
        except TypeError:  # a class without weak references: better forgotten than kept alive
            self._reference = _gone

    def __repr__(self) -> str:
        return f"Found({self.path!r}, id={self.object_id})"


def _gone() -> None:
    return None


def sdk_is_loaded() -> bool:
    """True when there can be something to find: a SageMaker SDK or botocore has been imported."""
    return any(name in sys.modules for name in _SDKS)


def find_objects(
    user_ns: Mapping[str, Any], is_interesting: Callable[[type], bool], *, hidden: Mapping[str, Any] = _NOTHING_HIDDEN
) -> list[Found]:
    """Return the objects in ``user_ns`` whose class ``is_interesting``, each once, under its own name if it has one.

    Returns nothing when neither a SageMaker SDK nor botocore is loaded. Names that start with ``_``, ``In``, ``Out``
    and what the shell holds in ``hidden`` are skipped. Never raises for what an object does, and never runs its code.
    """
    if not sdk_is_loaded():
        return []
    walk = Walk(is_interesting)
    found: list[Found] = []
    left = BUDGET
    roots = [(name, value) for name, value in visible(user_ns, hidden) if walk.verdict(value) != PLAIN]
    for name, value in sorted(roots, key=lambda root: walk.verdict(root[1]) != INTERESTING):
        left -= walk.search(name, value, left, found)
    return found


def visible(user_ns: Mapping[str, Any], hidden: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Return the user's own names with their values, from a copy that another thread cannot change under the walk."""
    for name, value in snapshot(user_ns):
        if is_visible(name, value, hidden):
            yield name, value


def snapshot(user_ns: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """Return all names and values as they are now."""
    items = dict.items(user_ns) if issubclass(type(user_ns), dict) else user_ns.items()  # type: ignore[arg-type]
    return tuple(items)


def is_visible(name: object, value: object, hidden: Mapping[str, Any]) -> bool:
    """True for a name that the user gave; ``hidden`` holds what the shell itself has put under a name."""
    if type(name) is not str or name[:1] == "_" or name in ("In", "Out"):
        return False
    return hidden.get(name, _ABSENT) is not value


class Walk:
    """One way to walk: what is of interest, and a verdict kept for each class that was met."""

    def __init__(self, is_interesting: Callable[[type], bool]) -> None:
        self._is_interesting = is_interesting
        self._verdicts = TypeCache()
        for cls, verdict in ((list, _SEQUENCE), (tuple, _SEQUENCE), (dict, _MAPPING), (type, PLAIN)):
            self._verdicts.put(cls, verdict)

    def verdict(self, value: object) -> int:
        """Return what ``value`` is to the walk, decided on its class alone."""
        cls = type(value)
        known = self._verdicts.answers.get(id(cls))
        return self._judge(cls) if known is None else known

    def names_worth_a_look(self, user_ns: Mapping[str, Any]) -> list[Any]:
        """Return the names whose value is of no plain class, in their order: the one loop over a whole namespace.

        It makes no object for a plain value, so that ten thousand of them do not set off the garbage collector.
        """
        verdict_of = self._verdicts.answers.get
        items = dict.items(user_ns) if issubclass(type(user_ns), dict) else user_ns.items()  # type: ignore[arg-type]
        try:
            return [name for name, value in items if verdict_of(id(type(value))) != PLAIN]
        except RuntimeError:  # another thread binds a name right now: look at a copy
            return [name for name, value in tuple(items) if verdict_of(id(type(value))) != PLAIN]

    def size(self, value: object) -> int:
        """Return the length of an exact list, tuple or dict, and 0 for anything else."""
        return len(value) if self.verdict(value) in (_SEQUENCE, _MAPPING) else 0  # type: ignore[arg-type]

    def search(self, name: str, value: object, budget: int, found: list[Found]) -> int:
        """Walk breadth first from ``value``, append what is of interest to ``found``, return how many values were seen.

        Stops after ``budget`` values. An object is reported once, however many ways lead to it.
        """
        if budget <= 0:
            return 0
        plain = self._count_if_plain(value)
        if plain:
            return plain
        seen_ids = {entry.object_id for entry in found}
        visited: set[int] = set()
        queue: deque[tuple[Any, int, tuple[Any, ...]]] = deque([(value, 0, ())])
        seen = 0
        while queue and seen < budget:
            here, depth, trail = queue.popleft()
            seen += 1
            verdict = self.verdict(here)
            if verdict == PLAIN or id(here) in visited:
                continue
            visited.add(id(here))
            if verdict == INTERESTING:
                if id(here) not in seen_ids:
                    found.append(Found(here, name, name + "".join(map(_step, trail))))
                continue
            if depth < DEPTH:
                room = budget - seen
                for key, item in islice(_children(here, verdict), min(WIDTH, room)):
                    seen += 1
                    if self.verdict(item) != PLAIN:
                        seen -= 1  # counted when it is taken from the queue
                        queue.append((item, depth + 1, (*trail, (verdict, key))))
        return seen

    def _count_if_plain(self, value: Any) -> int:
        """Return how many values were seen when a container holds nothing to look into, as nearly all do; else 0."""
        verdict = self.verdict(value)
        if verdict == _SEQUENCE:
            items = value[:WIDTH]
        elif verdict == _MAPPING:
            items = [item for _, item in _items(value)]
        else:
            return 0
        known = self._verdicts.answers.get
        for item in items:
            if known(id(type(item))) != PLAIN:
                return 0
        return 1 + len(items)

    def _judge(self, cls: type) -> int:
        try:
            interesting = bool(self._is_interesting(cls))
        except Exception:
            interesting = False
        ordinary = _OWN if type_names(cls)[0][0] == "__main__" else PLAIN
        verdict = INTERESTING if interesting else ordinary
        self._verdicts.put(cls, verdict)
        return verdict


def _children(value: Any, verdict: int) -> Iterable[tuple[Any, Any]]:
    if verdict == _SEQUENCE:
        return enumerate(value[:WIDTH])
    if verdict == _MAPPING:
        return _items(value)
    return safe_dict(value).items()


def _items(value: dict[Any, Any]) -> Iterable[tuple[Any, Any]]:
    try:
        return tuple(islice(value.items(), WIDTH))
    except RuntimeError:  # another thread changes it right now; the next cell sees it
        return ()


def _step(step: tuple[int, Any]) -> str:
    verdict, key = step
    if verdict == _OWN:
        return f".{key}"
    if type(key) is int or type(key) is str:
        return f"[{key!r}]"
    return "[…]"
