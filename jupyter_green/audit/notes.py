"""What a report says about itself: which Region was assumed, what that may be out by, and what was left out."""

from __future__ import annotations

from jupyter_green.audit.chart_rows import region_rows
from jupyter_green.audit.report import Report
from jupyter_green.wording import say_count

__all__ = ["notes_of", "region_spread"]


def notes_of(report: Report) -> tuple[str, ...]:
    """Return the notes as sentences; the spread over the Regions is with them where a Region had to be assumed."""
    assumed = list(report.region_notes)
    spread = region_spread(report) if assumed else ""
    return tuple(
        f"{note[0].upper()}{note[1:]}." for note in (*assumed, spread, _open_loops(report), *report.notes) if note
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


def _open_loops(report: Report) -> str:
    """Say how many jobs the total counts once because nobody knows how often their loop runs."""
    if not report.hours:
        return ""
    count = sum(job.passes is None and job.footprint.total is not None for _, job in report.jobs)
    return f"{say_count(count, 'job')} in loops of unknown length: the total counts one run of each" if count else ""
