"""Which variables hold the objects that were seen, and which of the objects are no more."""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["Holders"]


class Holders:
    """Remembers objects by id, weak reference and the path where they were seen last; keeps none of them alive."""

    def __init__(self) -> None:
        self._paths: dict[int, str] = {}
        self._living: dict[int, Callable[[], Any]] = {}

    def saw(self, value: object, path: str) -> None:
        """Note that the object is there, at a path such as ``est`` or ``trainers[0]``."""
        self._paths[id(value)] = path
        with contextlib.suppress(TypeError):  # a class without weak references: its end is not noticed
            self._living[id(value)] = weakref.ref(value)

    def take_dead(self) -> tuple[int, ...]:
        """Return the ids of the objects that ended since the last time, and forget them.

        Python gives the id of an ended object to a new one, which must not be taken for it.
        """
        dead = tuple(object_id for object_id, living in list(self._living.items()) if living() is None)
        for object_id in dead:
            del self._living[object_id]
            self._paths.pop(object_id, None)
        return dead

    def replaced_in(self, user_ns: Mapping[str, Any]) -> frozenset[int]:
        """Return the ids of the objects whose variable holds another object now, and which no other variable holds."""
        held = {name: id(value) for name, value in list(user_ns.items())}
        still = frozenset(held.values())
        return frozenset(
            object_id
            for object_id, path in self._paths.items()
            if path in held and held[path] != object_id and object_id not in still
        )
