"""Marks for the editor: the argument an advice is about, and the edits that would follow it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_green.analysis import Analysis, analyse, span_of, utf16_edits
from jupyter_green.practices import Context
from jupyter_green.readers.cells import SourceCell
from jupyter_green.swaps.edits import in_utf16
from jupyter_green.views.advice import advice_view
from jupyter_green.views.line import line_view

__all__ = ["cell_marks", "mark_cells"]


def mark_cells(cells: Sequence[tuple[str, str]], context: Context, *, region: str | None) -> list[dict[str, Any]]:
    """Return lines and marks for each ``(id, source)``, in the same order: the answer to an ``analyse`` request."""
    numbered = [SourceCell(number, source) for number, (_, source) in enumerate(cells)]
    ids: dict[int, str | None] = {number: cell_id for number, (cell_id, _) in enumerate(cells)}
    return cell_marks(analyse(numbered, context, region=region, with_built=True), ids)


def cell_marks(analysis: Analysis, ids: Mapping[int, str | None]) -> list[dict[str, Any]]:
    """Return lines and marks by cell; offsets count UTF-16 units."""
    answer: dict[int, dict[str, Any]] = {
        number: {"id": ids[number], "lines": [], "marks": []} for number in sorted(ids)
    }
    for job in analysis.jobs:
        if job.found.cell in answer:
            answer[job.found.cell]["lines"].append(line_view(job.footprint, job.advice[:3]))
        for advice in job.advice:
            rewrite = job.rewrite(advice)
            span = span_of(job.found, rewrite)
            if span is None or span.cell not in answer:
                continue
            (mark,) = in_utf16(analysis.sources, [span])
            edits = utf16_edits(analysis.sources, rewrite, ids) if rewrite is not None else ()
            view = advice_view(advice, edits=edits, diff=rewrite.diff if rewrite else "")
            answer[span.cell]["marks"].append({"start": mark.start, "end": mark.end, "advice": view})
    return list(answer.values())
