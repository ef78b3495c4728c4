"""What a reading gives: jobs with the places where their arguments are written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from jupyter_green.job import Job
from jupyter_green.readers.source.whereabouts import NOWHERE, Whereabouts

__all__ = ["FoundJob", "Place", "SourceReading", "Written"]

_REGION = re.compile(
    r"^[ \t]*#.*|[\"']((?:us|eu|eusc-de|ap|sa|ca|me|af|il|mx|cn)-(?:gov-)?"
    r"(?:north|south|east|west|central)[a-z]*-\d)[\"']",
    re.M,
)


class Place(NamedTuple):
    """A stretch of a cell's text: start and end in code points, and the 1-based line where it starts."""

    cell: int
    start: int
    end: int
    line: int


class Written(NamedTuple):
    """Where one Job field is written.

    ``value`` is the place of the literal itself, be it at the call or where a variable is assigned; None when the value
    is computed. ``argument`` is the place of the whole argument value in the call that takes it; it is the same when
    the literal stands in the call. ``variable`` is the name that stands for the literal: in the call, in a dictionary
    handed to it, or as a default of the function around it; changing the literal changes all its uses.
    """

    spelling: str
    value: Place | None
    argument: Place | None
    variable: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundJob:
    """A job that the code would start, and where.

    ``kind`` is the Job's kind, or ``endpoint-update``. ``cell`` and ``line`` are those of the call that starts it,
    ``also_cells`` those of its callers or of its arguments. ``passes`` is how often a loop starts it (None: not known
    before the run). ``choices`` holds, for a field that differs by pass or is decided at run time, what it may be.
    ``optional`` says why the job may not run at all, ``replaced`` that an update gives its endpoint other instances.
    """

    job: Job
    kind: str
    cell: int
    line: int
    api: str
    via: str | None = None
    also_cells: tuple[int, ...] = ()
    in_function: str | None = None
    optional: str | None = None
    in_loop: bool = False
    passes: int | None = 1
    each: tuple[Job, ...] = ()
    choices: Mapping[str, tuple[Any, ...]] = field(default_factory=lambda: MappingProxyType({}))
    written: Mapping[str, Written] = field(default_factory=lambda: MappingProxyType({}))
    parameters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    variants: int = 1
    made_at: Place | None = None
    started_at: Place | None = None
    replaced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReading:
    """All that was read: jobs in the order they start, deletes, and what was not understood.

    ``built`` are the cell and the kind of job of each object that nothing seen starts.
    """

    jobs: tuple[FoundJob, ...] = ()
    deletes: tuple[tuple[int, int], ...] = ()
    imports: frozenset[str] = frozenset()
    not_understood: tuple[tuple[int, str], ...] = ()
    language: str = "python"
    sources: Sequence[str] = ()
    assumed_region: str | None = None  # that of the jobs whose code names none
    whereabouts: Whereabouts = NOWHERE
    with_built: bool = False
    built: tuple[tuple[int, str], ...] = ()

    @property
    def regions(self) -> tuple[str, ...]:
        """The Region names that stand as literals outside of comment lines."""
        return tuple(dict.fromkeys(region for source in self.sources for region in _REGION.findall(source) if region))

    def uses(self, name: str) -> int:
        """Return how often ``name`` stands as a word in the code cells, its assignments included."""
        word = re.compile(rf"(?<![\w.]){re.escape(name)}\b")
        return sum(len(word.findall(source)) for source in self.sources)
