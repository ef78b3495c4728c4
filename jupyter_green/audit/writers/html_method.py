"""What the figures of the HTML report rest on: the method in a paragraph, and every input with the jobs it is of."""

from __future__ import annotations

from jupyter_green.audit.report import Report
from jupyter_green.audit.writers.html_parts import Say, table
from jupyter_green.wording import say_count

__all__ = ["method_html"]

_MOST_INPUTS = 500
_MOST_NUMBERS = 6


def method_html(report: Report, say: Say) -> str:
    """Return how the figures are reckoned, and the inputs in the order of the jobs."""
    jobs_of: dict[tuple[str, str, str, str, str], list[int]] = {}
    for place, (_, job) in enumerate(report.jobs):
        for one in job.footprint.inputs:
            jobs_of.setdefault((one.name, one.value, one.status, _in_words(one.source), one.date), []).append(place)
    rows = [
        (*(say(text) for text in row[:2]), _jobs(report, places), *(say(text) for text in row[2:]))
        for row, places in list(jobs_of.items())[:_MOST_INPUTS]
    ]
    told = (
        f"<p>Method {say(report.method)}, tables {say(report.data)}, grid factors: {say(report.grid)}. The form is "
        "that of the Software Carbon Intensity (ISO/IEC 21031): energy of the instances times the grid of the Region, "
        "plus a share of the making of the hardware. Nothing was run, and nobody was asked over the network. "
        "Savings are re-estimated on the same basis, so what both sides share cancels; they do not add up. "
        "Energy, carbon and cost are never converted into each other.</p>"
    )
    return told + table("What the figures rest on", ("Input", "Value", "Jobs", "Status", "Source", "Date"), rows)


def _jobs(report: Report, places: list[int]) -> str:
    """Return which jobs an input is of: their numbers, or how many they are where numbers would not tell."""
    places = list(dict.fromkeys(places))
    if len(places) == len(report.jobs):
        return "all" if len(places) > 1 else "1"
    if len(report.documents) > 1 or len(places) > _MOST_NUMBERS:
        return f"{len(places):,} of {say_count(len(report.jobs), 'job')}"
    return ", ".join(str(report.jobs[place][1].number) for place in places)


def _in_words(source: str) -> str:
    """Return where an input comes from, an argument's name marked as one."""
    return f"{source} in the code" if "_" in source and source.isidentifier() else source
