"""Say promised and obtained: whether a setting that was changed is really there afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jupyter_green.job import Job, Unknown
from jupyter_green.swaps.objects import Applied, read_fields

__all__ = ["Verdict", "verify_job", "verify_object"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One changed field: what the swap promised, what was found, and whether they agree.

    ``ok`` is None when nothing says what became of the field.
    """

    field: str
    promised: Any
    obtained: Any
    ok: bool | None

    def __str__(self) -> str:
        state = {True: "as promised", False: "NOT as promised", None: "cannot be told"}[self.ok]
        return f"{self.field}: promised {self.promised!r}, obtained {self.obtained} ({state})"


def verify_object(applied: Applied) -> tuple[Verdict, ...]:
    """Re-read the objects a swap was carried onto and compare each changed field."""
    changes = applied.swap.changes
    obtained: dict[str, Any] = {}
    for obj in applied.objects:
        obtained.update(read_fields(obj, tuple(changes)))
    return _compare(changes, obtained)


def verify_job(changes: Mapping[str, Any], job: Job) -> tuple[Verdict, ...]:
    """Compare a swap's changes with the job as the request, or the Describe answer, says it was created."""
    return _compare(changes, {name: getattr(job, name) for name in changes})


def _compare(changes: Mapping[str, Any], obtained: Mapping[str, Any]) -> tuple[Verdict, ...]:
    verdicts = []
    for name, promised in changes.items():
        found = obtained.get(name, Unknown("it was not found"))
        ok = None if isinstance(found, Unknown) else same_value(promised, found)
        verdicts.append(Verdict(name, promised, found, ok))
    return tuple(verdicts)


def same_value(promised: Any, found: Any) -> bool:
    """True when two Job values say the same; "off" and "not given" are one, and so are 3 and "3" in a mapping."""
    if promised is True and isinstance(found, Mapping | str):
        return True
    if isinstance(promised, Mapping) and found is True:
        return True
    if isinstance(promised, Mapping) and isinstance(found, Mapping):
        return all(key in found and _text(found[key]) == _text(value) for key, value in promised.items())
    if promised in (None, False) and found in (None, False):
        return True
    if isinstance(promised, (tuple, list)) and isinstance(found, (tuple, list)):
        return tuple(promised) == tuple(found)
    return bool(type(promised) is type(found) or not isinstance(promised, bool)) and promised == found


def _text(value: Any) -> str:
    """Return a hyperparameter as requests carry it, where every value is text."""
    text = str(value)
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
