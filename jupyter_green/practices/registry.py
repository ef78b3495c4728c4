"""Finding practices: those of this package by folder, those of others by an entry point."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import metadata

from jupyter_green.job import Kind
from jupyter_green.practices.base import Practice

__all__ = ["ENTRY_POINT_GROUP", "PracticeError", "all_practices", "collect_practices", "find_practice", "practices_for"]

ENTRY_POINT_GROUP = "jupyter_green.practices"
_FOLDERS = ("data_preparation", "training_and_tuning", "deployment_and_management", "placement")


class PracticeError(ValueError):
    """Raised when a practice breaks the contract: no id, an id taken twice, or a file that is not called after it."""


@cache
def all_practices() -> tuple[Practice, ...]:
    """Return one instance of every practice, ordered by id."""
    return collect_practices([*_own_classes(), *_foreign_classes()])


@cache
def practices_for(kind: Kind) -> tuple[Practice, ...]:
    """Return the practices that look at this kind of job, ordered by id."""
    return tuple(practice for practice in all_practices() if kind in practice.kinds)


@cache
def find_practice(practice_id: str) -> Practice | None:
    """Return the practice with this id, or None."""
    return next((practice for practice in all_practices() if practice.id == practice_id), None)


def collect_practices(classes: Iterable[type[Practice]]) -> tuple[Practice, ...]:
    """Return instances ordered by id; raises PracticeError when an id is missing or taken twice."""
    found: dict[str, Practice] = {}
    for cls in classes:
        practice_id = getattr(cls, "id", "")
        if not practice_id:
            raise PracticeError(f"{cls.__module__}.{cls.__qualname__} has no id")
        if practice_id in found:
            taken = type(found[practice_id])
            raise PracticeError(
                f"the id {practice_id!r} is taken by {taken.__module__}; {cls.__module__} needs another"
            )
        found[practice_id] = cls()
    return tuple(found[key] for key in sorted(found))


def _own_classes() -> Iterator[type[Practice]]:
    for folder in _FOLDERS:
        package = importlib.import_module(f"jupyter_green.practices.{folder}")
        for module_info in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{module_info.name}")
            yield from _classes_in(module.__name__, vars(module))


def _classes_in(module_name: str, names: dict[str, object]) -> Iterator[type[Practice]]:
    for value in names.values():
        if inspect.isclass(value) and issubclass(value, Practice) and value.__module__ == module_name:
            yield value


def _foreign_classes() -> Iterator[type[Practice]]:
    for entry_point in metadata.entry_points(group=ENTRY_POINT_GROUP):
        loaded = entry_point.load()
        if not (inspect.isclass(loaded) and issubclass(loaded, Practice)):
            raise PracticeError(f"the entry point {entry_point.name!r} does not name a Practice class")
        yield loaded
