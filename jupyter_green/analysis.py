"""Cells in, advised jobs with ready edits out: what the editor's squiggles and the audit both rest on."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jupyter_green.advisor import PracticeFailure, advise
from jupyter_green.footprint import Footprint
from jupyter_green.practices import Advice, Context
from jupyter_green.practices.source_facts import facts_of
from jupyter_green.readers.cells import SourceCell
from jupyter_green.readers.source import FoundJob, Place, SourceReading, read_cells
from jupyter_green.swaps.edits import Edit, Rewrite, in_utf16

__all__ = ["AdvisedJob", "Analysis", "analyse", "span_of", "utf16_edits"]


@dataclass(frozen=True, slots=True)
class AdvisedJob:
    """A job found in source, its footprint and the advice on it."""

    found: FoundJob
    footprint: Footprint
    advice: tuple[Advice, ...]
    cells: tuple[SourceCell, ...]
    reading: SourceReading

    def rewrite(self, advice: Advice, *, check: bool = True) -> Rewrite | None:
        """Return the edits that follow the advice, or None when there is nothing to apply; see ``rewrite_found``."""
        if not advice.can_apply or advice.swap is None:
            return None
        from jupyter_green.swaps.found import rewrite_found  # a fifth of a start, and most audits rewrite nothing

        return rewrite_found(self.cells, self.found, advice.swap, check=check, reading=self.reading)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What some cells would start, with advice; ``sources`` are the cells' texts by index."""

    reading: SourceReading
    jobs: tuple[AdvisedJob, ...]
    sources: tuple[str, ...]
    failures: tuple[PracticeFailure, ...] = ()


def analyse(
    cells: Sequence[SourceCell],
    context: Context,
    *,
    region: str | None = None,
    otherwise: str | None = None,
    with_built: bool = False,
) -> Analysis:
    """Return every job the cells would start, estimated and advised, without running anything.

    ``region`` and ``otherwise`` are for jobs whose code names no Region, as ``read_cells`` takes them. ``with_built``
    adds what they build and do not start: cells that are being written.
    """
    trees: dict[str, Sequence[ast.stmt]] = {}  # not kept: they are many times the text, and only the facts need them
    reading = read_cells(cells, region=region, otherwise=otherwise, with_built=with_built, identified=True, trees=trees)
    if not reading.jobs:
        return Analysis(reading, (), _by_index(cells))
    started = tuple(one for found in reading.jobs for one in _by_setting(found))
    about = replace(
        context,
        jobs=tuple(found.job for found in started if not found.replaced),
        source=facts_of([cell.source for cell in cells if cell.kind == "code"], trees),
    )
    every_cell = tuple(cells)
    advised: list[AdvisedJob] = []
    failures: list[PracticeFailure] = []
    for found in started:
        verdict = advise((found.job,), about)
        failures.extend(verdict.failures)
        advised.append(AdvisedJob(found, about.estimate(found.job), verdict.advice, every_cell, reading))
    return Analysis(reading, tuple(advised), _by_index(cells), tuple(failures))


def _by_setting(found: FoundJob) -> tuple[FoundJob, ...]:
    """Return a job for each of the settings that the passes of a loop give it; most jobs have one."""
    if not found.each:
        return (found,)
    return tuple(replace(found, job=job, passes=job.get("passes", None)) for job in found.each)


def span_of(
    found: FoundJob, rewrite: Rewrite | None, fields: Sequence[str] = ("instance_type",)
) -> Edit | Place | None:
    """Return where to draw attention: the text an edit replaces, else a written argument, else the starting call."""
    for edit in rewrite.edits if rewrite is not None else ():
        if edit.end > edit.start:
            return edit
    for name in fields:
        written = found.written.get(name)
        place = written and (written.value or written.argument)
        if place:
            return place
    return found.started_at or found.made_at


def utf16_edits(
    sources: Sequence[str], rewrite: Rewrite, cell_ids: Mapping[int, str | None]
) -> tuple[dict[str, Any], ...]:
    """Return a rewrite's edits as the EDITs of ``docs/protocol.md``."""
    return tuple(
        {
            "cell_id": cell_ids.get(edit.cell),
            "start": edit.start,
            "end": edit.end,
            "before": edit.before,
            "after": edit.after,
        }
        for edit in in_utf16(sources, rewrite.edits)
    )


def _by_index(cells: Sequence[SourceCell]) -> tuple[str, ...]:
    texts = [""] * (max([cell.index for cell in cells], default=-1) + 1)
    for cell in cells:
        texts[cell.index] = cell.source
    return tuple(texts)
