"""What the user silenced: comments and tags of the cells that ran, settings, and what each of them still silences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from jupyter_green.practices.suppression import Suppression, suppressions_in, suppressions_of_tags

if TYPE_CHECKING:
    from jupyter_green.kernel.session import CellRecord, Session

__all__ = ["Silence", "silences", "silent_in", "tags_of_running_cell"]


class Silence(NamedTuple):
    """One thing that silences practices: where it is said, and how many findings it silences now."""

    where: str
    said: Suppression
    findings: int
    has_ended: bool


def tags_of_running_cell(shell: Any) -> tuple[str, ...]:
    """Return the tags of the cell that runs; front ends such as JupyterLab send its metadata along."""
    parent = getattr(shell, "parent_header", None)
    metadata = parent.get("metadata") if isinstance(parent, Mapping) else None
    tags = metadata.get("tags") if isinstance(metadata, Mapping) else None
    return tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, (list, tuple)) else ()


def silent_in(records: Iterable[CellRecord], cells: Iterable[int]) -> tuple[Suppression, ...]:
    """Return what the comments and tags of some executed cells silence; cells are told by their number."""
    wanted = set(cells)
    return tuple(one for record in records if record.execution_count in wanted for one in _said_in(record))


def _said_in(record: CellRecord) -> tuple[Suppression, ...]:
    number = record.execution_count or 0
    return (*suppressions_in(record.source, number), *suppressions_of_tags(record.tags, number))


def silences(session: Session) -> tuple[Silence, ...]:
    """Return everything that silences practices in this kernel: the latest run of each cell, and the settings."""
    context = session.context()
    latest = {record.cell_id or record.serial: record for record in session.cells.values()}
    advised = [(entry, [item.practice for item in session.advised(entry)]) for entry in session.books.counted()]
    found = []
    for record in latest.values():
        for said in _said_in(record):
            count = sum(said.covers(practice, entry.written_in) for entry, names in advised for practice in names)
            where = f"cell [{record.execution_count}]" + (f", line {said.line}" if said.line else ", tag")
            found.append(Silence(where, said, count, not said.holds(context.today)))
    for name in session.settings.ignore:
        count = sum(names.count(name) for _, names in advised)
        found.append(Silence("settings", Suppression(frozenset({name}), -1), count, False))
    return tuple(found)
