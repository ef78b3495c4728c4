"""Carry a Swap onto a live object of the SDK, all of it or nothing, with what is needed to undo it in one step.

Attributes are set as the user would set them, so an SDK's own validation speaks; what was there before is read from the
instance dictionaries and put back the same way. Classes for new nested objects come from modules that are loaded
already; nothing is imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jupyter_green.dialects import sdk_v2, sdk_v3
from jupyter_green.dialects.limits import max_runtime_of
from jupyter_green.dialects.spelling import ClassShape, Row
from jupyter_green.job import JOB_FIELDS, Job
from jupyter_green.practices.advice import Swap
from jupyter_green.readers.safely import safe_dict, type_names
from jupyter_green.readers.values import decode
from jupyter_green.swaps.complete import complete
from jupyter_green.swaps.encode import encode, owner_class
from jupyter_green.swaps.legality import why_illegal
from jupyter_green.swaps.made import CannotSay, Made, as_object

__all__ = ["Applied", "SwapRefused", "apply_to_object", "read_fields"]

_NOTHING = object()


class SwapRefused(ValueError):
    """Raised when a swap cannot be carried onto an object; nothing has been changed then, and the message says why."""


@dataclass(frozen=True, slots=True)
class _Change:
    """One attribute (or dictionary key) that was set: its holder, its name, what was there and what is there now."""

    holder: Any
    name: str
    before: Any
    was_given: bool = False
    is_key: bool = False


@dataclass(slots=True)
class Applied:
    """A swap that was made: the fields it promised, and :meth:`undo` to take all of it back at once."""

    swap: Swap
    before: Mapping[str, Any]
    objects: tuple[Any, ...]
    _changes: list[_Change] = field(default_factory=list)
    undone: bool = False

    def undo(self) -> None:
        """Put everything back as it was; a second call does nothing."""
        if not self.undone:
            _put_back(self._changes)
            self.undone = True


@dataclass(frozen=True, slots=True)
class _Place:
    holder: Any
    api: str
    row: Row


def apply_to_object(obj: Any, swap: Swap, job: Job) -> Applied:
    """Carry ``swap`` onto ``obj``, the object that ``job`` was read from.

    Fields of the trial go onto a tuner's estimator, or onto each where there are several. Raises :class:`SwapRefused`
    with the object as it was when a field has no place on it, when the SDK objects, or when the platform would.
    """
    if not swap.changes:
        raise SwapRefused("this change is not a setting of the object")
    whole = complete(swap, job)
    forbidden = why_illegal(job, whole)
    if forbidden:
        raise SwapRefused(forbidden)
    after = whole.applied_to(job)
    places = {name: _places(obj, name) for name in whole.changes}
    for name, found in places.items():
        if not found:
            raise SwapRefused(_no_place(obj, name))
    before = read_fields(obj, tuple(whole.changes))
    changes: list[_Change] = []
    try:
        # What is taken away goes first: SDK 3 checks after every assignment that no two settings exclude each other.
        for name, value in sorted(whole.changes.items(), key=lambda change: bool(change[1])):
            for place in places[name]:
                _set_field(place, value, job, after, changes)
    except CannotSay as error:
        _put_back(changes)
        raise SwapRefused(str(error)) from error
    except Exception as error:  # the SDK's validation may raise anything
        _put_back(changes)
        raise SwapRefused(f"the SDK refused it ({type(error).__name__}); nothing was changed") from error
    return Applied(whole, before, (obj,), changes)


def read_fields(obj: Any, fields: tuple[str, ...]) -> dict[str, Any]:
    """Return the Job values that the object (or a tuner's first estimator) holds now, without running its code."""
    found = {}
    for name in fields:
        for place in _places(obj, name)[:1]:
            found[name] = decode(place.row.codec, _held_at(place)).value
    return found


def _places(obj: Any, name: str) -> list[_Place]:
    """Return where the field stands: on the object, else on each object that it runs."""
    if name not in JOB_FIELDS:
        return []
    found = _shape(obj)
    if found is None:
        return []
    api, shape = found
    rows = [row for row in shape.rows if row.field == name and row.path]
    row = next((row for row in rows if _is_held(obj, row)), rows[0] if rows else None)
    if row is not None and _takes(obj, row):
        return [_Place(obj, api, row)]
    return [place for inner in _inner(obj, shape) for place in _places(inner, name)]


def _shape(obj: Any) -> tuple[str, ClassShape] | None:
    names = type_names(type(obj))
    for api, shapes in (("sdk_v3", sdk_v3.SHAPES), ("sdk_v2", sdk_v2.SHAPES)):
        for shape in shapes:
            for prefix, root in shape.roots:
                if any(name == root and module.startswith(prefix) for module, name in names):
                    return api, shape
    return None


def _inner(obj: Any, shape: ClassShape) -> Iterator[Any]:
    held = safe_dict(obj)
    for name in shape.inner:
        value = held.get(name)
        if type(value) is dict:
            yield from value.values()
        elif value is not None:
            yield value


def _is_held(obj: Any, row: Row) -> bool:
    return row.path[0] in safe_dict(obj)


def _takes(obj: Any, row: Row) -> bool:
    """True when the object has the attribute; a class that lacks it (a generic Estimator's compiler) does not."""
    return row.path[0] in safe_dict(obj)


def _held_at(place: _Place) -> Any:
    holder: Any = place.holder
    for name in place.row.path:
        holder = safe_dict(holder).get(name)
        if holder is None:
            return None
    return holder


def _set_field(place: _Place, value: Any, job: Job, after: Job, changes: list[_Change]) -> None:
    row = place.row
    codec = "completion" if row.field == "completion_criteria" else row.codec
    if codec == "mapping" and isinstance(value, Mapping):
        _set_mapping(place, getattr(job, row.field), value, changes)
        return
    said = encode(codec, value, place.api, after)
    if said is None and row.default is not None and not row.owner_class:
        said = row.default
    *owners, last = row.path
    holder = place.holder
    for owner in owners:
        inner = safe_dict(holder).get(owner)
        if inner is None or type(inner).__name__ == "Unassigned":
            if said is None:
                return
            made = owner_class(place.api, row.owner_class)
            arguments: tuple[tuple[str, Any], ...] = ((last, said),)
            if row.field == "max_wait":
                arguments += (("max_runtime_in_seconds", max_runtime_of(after)),)
            _assign(holder, owner, as_object(Made(made.name, made.module, arguments, made.elsewhere)), changes)
            return
        holder = inner
    if row.owner_class == "CheckpointConfig" and said is None:
        _assign(place.holder, owners[0], None, changes)
        return
    _assign(holder, last, as_object(said), changes)


def _set_mapping(place: _Place, before: Any, after: Mapping[str, Any], changes: list[_Change]) -> None:
    """Change only the keys that differ, in the dictionary the object holds."""
    held = _held_at(place)
    known = before if isinstance(before, Mapping) else {}
    if type(held) is not dict:
        _assign(place.holder, place.row.path[-1], dict(after), changes)
        return
    new = {key: value for key, value in held.items() if key not in known or key in after}
    new.update({key: value for key, value in after.items() if key not in known or known[key] != value})
    _assign(place.holder, place.row.path[-1], new, changes)


def _assign(holder: Any, name: str, value: Any, changes: list[_Change]) -> None:
    held = safe_dict(holder)
    given = held.get("__pydantic_fields_set__")
    changes.append(_Change(holder, name, held.get(name, _NOTHING), type(given) is set and name in given))
    setattr(holder, name, value)


def _put_back(changes: list[_Change]) -> None:
    """Undo in reverse, straight in the instance dictionaries, so that no validator stands in the way."""
    for change in reversed(changes):
        held = object.__getattribute__(change.holder, "__dict__")
        private = safe_dict(change.holder).get("__pydantic_private__")
        if type(private) is dict and change.name in private:
            held = private
        if change.before is _NOTHING:
            held.pop(change.name, None)
        else:
            held[change.name] = change.before
        given = safe_dict(change.holder).get("__pydantic_fields_set__")
        if type(given) is set and not change.was_given:
            given.discard(change.name)


def _no_place(obj: Any, name: str) -> str:
    if name == "region":
        return "the Region comes from the session: make the session in the other Region"
    if name == "autoscaling":
        return "auto scaling is registered by calls of its own, which the advice shows"
    said = name.replace("_", " ")
    return f"{type_names(type(obj))[0][1]} keeps no {said}; it is an argument of the call that starts the job"
