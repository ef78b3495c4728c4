"""What a report says about itself: which Region was assumed, what that may be out by, and what was left out."""

from __future__ import annotations

from jupyter_green.audit.chart_rows import region_rows
from jupyter_green.audit.places import cell_words
from jupyter_green.audit.report import Report
from jupyter_green.wording import say_count

__all__ = ["notes_of", "region_spread"]

_MOST_NAMED = 5


def notes_of(report: Report) -> tuple[str, ...]:
    """Return the notes as sentences; the spread over the Regions is with them where a Region had to be assumed."""
    assumed = list(report.region_notes)
    spread = region_spread(report) if assumed else ""
    return tuple(
        f"{note[0].upper()}{note[1:]}."
        for note in (
            *assumed,
            spread,
            _limited(report),
            _open_loops(report),
            _replaced(report),
            _not_started(report),
            *report.notes,
        )
        if note
    )


def region_spread(report: Report) -> str:
    """Return from what to what the hourly carbon of the same jobs goes by Region, or an empty text.

    Only Regions in which every type is sold count, unless there is just one.
    """
    rows = region_rows(report)
    if not rows:
        return ""
    left_out = rows[0]["left_out"]
    sold = [row for row in rows if row["allowed"]]
    rows = sold if len(sold) > 1 else rows
    if len(rows) < 2:
        return ""
    least, most = (f"{row['carbon']['text']} in {str(row['label']).partition(' ')[0]}" for row in (rows[0], rows[-1]))
    said = f"by Region the same jobs emit from {least} to {most}"
    return f"{said}, {say_count(left_out, 'job')} of rarer settings not counted" if left_out else said


def _limited(report: Report) -> str:
    """Say how many jobs their own limit ends before the expected hours have passed."""
    if not report.hours:
        return ""
    spans = (job.footprint.hours for _, job in report.jobs if job.footprint.total is not None)
    count = sum(span is not None and span.high < report.hours for span in spans)
    if not count:
        return ""
    ends = (
        "ends before {:g} h by its max_runtime and is"
        if count == 1
        else "end before {:g} h by their max_runtime and are"
    )
    return f"{say_count(count, 'job')} {ends.format(report.hours)} counted to there"


def _open_loops(report: Report) -> str:
    """Say how many jobs the total counts once because nobody knows how often their loop runs."""
    if not report.hours:
        return ""
    count = sum(job.passes is None and job.footprint.total is not None for _, job in report.jobs)
    return f"{say_count(count, 'job')} in loops of unknown length: the total counts one run of each" if count else ""


def _replaced(report: Report) -> str:
    """Say how many endpoints the totals count as their updates leave them."""
    count = sum(job.found.replaced for _, job in report.jobs)
    what = "the instances of a job are" if count == 1 else f"the instances of {count} jobs are"
    return f"{what} replaced by an update: the totals count what the endpoint has after it" if count else ""


def _not_started(report: Report) -> str:
    """Say what the code builds and nothing seen starts: whoever looks for it among the jobs should know why not."""
    built = [(document, cell, kind) for document in report.documents for cell, kind in document.built]
    if not built:
        return ""
    if len(report.documents) == 1 and len(built) <= _MOST_NAMED:
        places = [cell_words(document.name, cell) for document, cell, _ in built]
        where = ", ".join(f"{one[2]} ({place})" if place else one[2] for one, place in zip(built, places, strict=True))
        return f"built here and started by no call that was seen, so not counted: {where}"
    documents = len({id(document) for document, _, _ in built})
    counted = f"{say_count(len(built), 'job')} built in {say_count(documents, 'document')}"
    return f"{counted} and started by no call that was seen: not counted"
