"""Where a live job is written: the cell and calls that made it, and the edits that would carry a swap there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_green.analysis import utf16_edits
from jupyter_green.job import Job, Unknown
from jupyter_green.kernel.books import Entry
from jupyter_green.practices import Advice, Swap
from jupyter_green.readers.cells import SourceCell
from jupyter_green.readers.source import FoundJob, read_cells
from jupyter_green.swaps.edits import Rewrite, apply_edits
from jupyter_green.swaps.found import rewrite_found
from jupyter_green.views.line import Written

__all__ = ["Notebook", "WrittenJob", "written_edits"]

_TELLING = ("instance_type", "instance_count", "max_jobs", "serverless_memory_mb", "framework", "spot")
_MOST_TEXT = 300_000


@dataclass(frozen=True, slots=True)
class WrittenJob:
    """A job of the books as the cells spell it."""

    found: FoundJob
    cells: tuple[SourceCell, ...]

    def rewrite(self, swap: Swap) -> Rewrite:
        """Return the edits that carry the swap into the cells, checked by reading them back."""
        return rewrite_found(self.cells, self.found, swap)

    def changed(self, rewrite: Rewrite) -> tuple[str, str]:
        """Return the first changed cell before and after."""
        first = rewrite.cells[0]
        return self.texts[first], apply_edits(self.texts, rewrite.edits)[first]

    @property
    def texts(self) -> list[str]:
        """The cells' texts by index."""
        texts = {cell.index: cell.source for cell in self.cells}
        return [texts.get(index, "") for index in range(max(texts, default=-1) + 1)]


class Notebook:
    """The executed cells of a session as a notebook: the latest text of each cell, in the order of first execution."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        self._read: tuple[SourceCell, ...] = ()
        self._jobs: tuple[FoundJob, ...] | None = None

    def run(self, cell_id: str | None, source: str, count: int | None, serial: int) -> None:
        """Take in one execution; a cell without id is a cell of its own."""
        key = cell_id or f"#{serial}"
        self._texts[key] = source
        if count is not None:
            self._counts.setdefault(key, []).append(count)
        self._jobs = None

    @property
    def ids(self) -> dict[int, str | None]:
        """Return the front end's id of each cell by index; None where it sent none."""
        return {index: None if key.startswith("#") else key for index, key in enumerate(self._texts)}

    def cells(self) -> tuple[SourceCell, ...]:
        """Return the cells; of very long sessions the newest."""
        room, kept = _MOST_TEXT, []
        for index, (_, source) in reversed(list(enumerate(self._texts.items()))):
            room -= len(source)
            if room < 0:
                break
            kept.append(SourceCell(index, source))
        return tuple(reversed(kept))

    def find(self, entry: Entry) -> WrittenJob | None:
        """Return where the job is written, or None when no cell or more than one equal call could have made it."""
        if self._jobs is None:
            self._read = self.cells()
            self._jobs = read_cells(self._read, with_built=True).jobs
        keys = list(self._texts)
        executed = {index for index, key in enumerate(keys) if set(self._counts.get(key, ())) & set(entry.cells)}
        candidates = [found for found in self._jobs if found.job.kind == entry.job.kind]
        here = [f for f in candidates if _cells_of(f) & executed]
        agreeing = [f for f in (here or candidates) if _agrees(f.job, entry.job)]
        return WrittenJob(agreeing[0], self._read) if len(agreeing) == 1 else None


def written_edits(notebook: Notebook, entry: Entry, advice: Sequence[Advice]) -> dict[str, Written]:
    """Return, by practice, the EDITs of ``docs/protocol.md`` that follow the advice, with their diff."""
    applicable = [item for item in advice if item.can_apply and item.swap is not None]
    written = notebook.find(entry) if applicable else None
    found: dict[str, Written] = {}
    for item in applicable if written is not None else ():
        rewrite = written.rewrite(item.swap) if written and item.swap else None
        if rewrite is not None and rewrite.edits and written is not None:
            found[item.practice] = (utf16_edits(written.texts, rewrite, notebook.ids), rewrite.diff)
    return found


def _cells_of(found: FoundJob) -> set[int]:
    places = {place.cell for place in (found.made_at, found.started_at) if place is not None}
    return places | {found.cell, *found.also_cells}


def _agrees(written: Job, live: Job) -> bool:
    return all(_may_be_same(getattr(written, name), getattr(live, name)) for name in _TELLING)


def _may_be_same(written: Any, live: Any) -> bool:
    unknown = isinstance(written, Unknown) or isinstance(live, Unknown) or written is None or live is None
    return unknown or written == live
