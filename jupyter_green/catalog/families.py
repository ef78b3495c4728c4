"""Instance families of old generations, and the families that follow them for each kind of job."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from jupyter_green.catalog import tables
from jupyter_green.catalog.instances import USES

__all__ = ["OldFamily", "find_old_family", "old_families"]

_FOLLOWED = ("training", "hosting", "processing", "transform", "notebook")


@dataclass(frozen=True, slots=True)
class OldFamily:
    """One family of a previous generation: ``previous`` still runs, ``retired`` is refused."""

    name: str
    status: Literal["previous", "retired"]
    successors: tuple[tuple[str, tuple[str, ...]], ...]
    evidence: str
    source: str
    as_of: str

    def successors_for(self, kind: str) -> tuple[str, ...]:
        """Return the families to look at instead for that kind of job, the likeliest first, or nothing."""
        use = USES.get(kind, "")
        return dict(self.successors).get("notebook" if use == "studio" else use, ())


@cache
def find_old_family(name: str) -> OldFamily | None:
    """Return the entry for a family such as ``p3`` or a type such as ``ml.p3.2xlarge``, or None for a current one."""
    family = name.split(".")[1] if name.count(".") == 2 else name
    row = tables.find_row("families", family)
    return None if row is None else _old_family(row)


@cache
def old_families() -> tuple[OldFamily, ...]:
    """Return every family of a previous generation, in the table's order."""
    return tuple(_old_family(row) for row in tables.rows("families"))


def _old_family(row: dict[str, str]) -> OldFamily:
    return OldFamily(
        name=row["family"],
        status=cast("Literal['previous', 'retired']", row["status"]),
        successors=tuple((use, tuple(row[use].split())) for use in _FOLLOWED),
        evidence=row["evidence"],
        source=row["source"],
        as_of=row["as_of"],
    )
