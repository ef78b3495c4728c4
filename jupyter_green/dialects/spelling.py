"""The form of a dialect table: a row spells one Job field, a shape says how one class writes one kind of job."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from jupyter_green.job import Kind

__all__ = ["NOT_KEPT", "ClassShape", "Row", "Verb"]

NOT_KEPT: Final = "-"


class Row(NamedTuple):
    """One Job field in the words of one SDK.

    ``keyword`` is the argument's name in the call and ``owner`` the argument that holds it when it stands in a nested
    configuration object (``compute=Compute(instance_type=…)``); ``owner_class`` is that object's class. ``attribute``
    is where the live object keeps it (dotted; the owner and keyword unless said, :data:`NOT_KEPT` for arguments of a
    call that leave no trace). ``default`` is what the SDK takes when nothing is given. ``codec`` names the translation
    between the SDK's value and the Job's: readers decode it, swaps encode it.
    """

    field: str
    keyword: str
    attribute: str = ""
    default: Any = None
    codec: str = "plain"
    owner: str = ""
    owner_class: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """Return the attribute path on the live object."""
        if self.attribute == NOT_KEPT:
            return ()
        if self.attribute:
            return tuple(self.attribute.split("."))
        return (self.owner, self.keyword) if self.owner else (self.keyword,)

    @property
    def spelling(self) -> str:
        """Return the name a user would recognise, such as ``compute.instance_type``."""
        return f"{self.owner}.{self.keyword}" if self.owner else self.keyword


@dataclass(frozen=True)
class Verb:
    """A method that starts a job: its kind, and the arguments that say something about the job."""

    name: str
    kind: Kind
    rows: tuple[Row, ...] = ()
    positional: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClassShape:
    """How one family of classes writes one kind of job.

    ``roots`` are the ``(module prefix, class name)`` pairs looked for over an object's MRO. ``frameworks`` maps class
    names of the family to framework names; ``positional`` maps class names to their positional parameters.
    """

    kind: Kind
    roots: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    verbs: tuple[Verb, ...] = ()
    frameworks: Mapping[str, str] = field(default_factory=dict)
    positional: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    inner: tuple[str, ...] = ()  # attributes that hold the job this one runs (a tuner's estimator)

    @cached_property
    def by_field(self) -> Mapping[str, Row]:
        """Return the row that spells each Job field."""
        return {row.field: row for row in reversed(self.rows)}

    @cached_property
    def by_keyword(self) -> Mapping[str, Row]:
        """Return the row of each plain keyword argument."""
        return {row.keyword: row for row in reversed(self.rows) if not row.owner}

    def owned_by(self, owner: str) -> tuple[Row, ...]:
        """Return the rows that stand in the nested configuration object ``owner``."""
        return tuple(row for row in self.rows if row.owner == owner)

    def verb(self, name: str) -> Verb | None:
        """Return the verb called ``name``, or None."""
        return next((verb for verb in self.verbs if verb.name == name), None)


def rows_without(rows: Iterable[Row], *fields: str) -> tuple[Row, ...]:
    """Return the rows that spell other fields than the given ones."""
    return tuple(row for row in rows if row.field not in fields)
