"""Marks for the editor: the argument an advice is about, and the edits that would follow it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jupyter_green.analysis import Analysis, analyse, span_of, utf16_edits
from jupyter_green.practices import Context
from jupyter_green.practices.suppression import (
    Suppression,
    is_suppressed,
    suppressions_in,
    suppressions_of_tags,
)
from jupyter_green.readers.cells import SourceCell
from jupyter_green.swaps.edits import Edit, in_utf16
from jupyter_green.views.advice import advice_view
from jupyter_green.views.line import line_view

__all__ = ["cell_marks", "mark_cells"]


def mark_cells(
    cells: Sequence[tuple[str, str]],
    context: Context,
    *,
    region: str | None,
    tags: Mapping[int, Sequence[str]] | None = None,
    ignored: Iterable[str] = (),
) -> list[dict[str, Any]]:
    """Return lines and marks for each ``(id, source)``, in the same order: the answer to an ``analyse`` request.

    What comments, the cells' ``tags`` (by their place) or the names in ``ignored`` silence gets neither line nor mark.
    """
    numbered = [SourceCell(number, source) for number, (_, source) in enumerate(cells)]
    ids: dict[int, str | None] = {number: cell_id for number, (cell_id, _) in enumerate(cells)}
    written = [one for cell in numbered for one in suppressions_in(cell.source, cell.index)]
    written += [one for number, named in (tags or {}).items() for one in suppressions_of_tags(named, number)]
    everywhere = frozenset(ignored)
    written += [Suppression(everywhere, number) for number in ids if everywhere]
    return cell_marks(analyse(numbered, context, region=region, with_built=True), ids, written, context.today)


def cell_marks(
    analysis: Analysis,
    ids: Mapping[int, str | None],
    silenced: Sequence[Suppression],
    today: datetime.date,
) -> list[dict[str, Any]]:
    """Return lines and marks by cell; offsets count UTF-16 units."""
    answer: dict[int, dict[str, Any]] = {
        number: {"id": ids[number], "lines": [], "marks": []} for number in sorted(ids)
    }
    for job in analysis.jobs:
        cells = (job.found.cell, *job.found.also_cells)
        heard = [one for one in job.advice if is_suppressed(one.practice, cells, silenced, today) is None]
        if job.found.cell in answer:
            answer[job.found.cell]["lines"].append(line_view(job.footprint, heard[:3]))
        for advice in heard:
            rewrite = job.rewrite(advice)
            span = span_of(job.found, rewrite)
            if span is None or span.cell not in answer:
                continue
            if is_suppressed(advice.practice, (span.cell,), silenced, today) is not None:
                continue
            (mark,) = in_utf16(analysis.sources, [Edit(span.cell, span.start, span.end, "", "")])
            edits = utf16_edits(analysis.sources, rewrite, ids) if rewrite is not None else ()
            view = advice_view(advice, edits=edits, diff=rewrite.diff if rewrite else "")
            answer[span.cell]["marks"].append({"start": mark.start, "end": mark.end, "advice": view})
    return list(answer.values())
