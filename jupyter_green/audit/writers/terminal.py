"""The report as text for a terminal."""

from __future__ import annotations

from collections.abc import Callable

from jupyter_green.audit.grouping import Said, by_cell
from jupyter_green.audit.lens import lens_review
from jupyter_green.audit.notes import notes_of
from jupyter_green.audit.phases import PHASES, findings_by_phase
from jupyter_green.audit.places import where
from jupyter_green.audit.redact import on_one_line, redact, without_controls
from jupyter_green.audit.report import Report
from jupyter_green.audit.told import (
    carbon_said,
    caveats_of,
    has_rate,
    runs_said,
    silences_nothing,
    uncounted_said,
    what_said,
)
from jupyter_green.views.table import Table
from jupyter_green.wording import say_count, say_quantity

__all__ = ["closing_lines", "write"]


def write(report: Report, *, redacted: bool = True) -> str:
    """Return jobs, findings by phase, what was not read, and the totals as plain text."""

    def say(text: str) -> str:
        return on_one_line(redact(text) if redacted else without_controls(text))

    parts: list[str] = []
    rows = []
    for document, job in report.jobs:
        rows.append(
            (
                str(job.number),
                where(document.name, job.found.cell, job.found.line),
                say(what_said(job)),
                say(carbon_said(job)),
                say_quantity(job.footprint.rate.cost, with_range=False) if has_rate(job) else "",
                runs_said(job),
            )
        )
    if rows:
        parts.append(Table(("#", "where", "job", "carbon", "list price", "runs"), tuple(rows)).text())
    for phase in PHASES:
        found = findings_by_phase(report, phase)
        if found:
            parts.append(f"\n{phase.upper()}")
        for document, cell, group in by_cell(found):
            for said in group:
                parts += [f"  {where(document.name, cell, said.first.line)}  {_headline(said, say)}"]
                parts += [f"      {say(line)}" for line in _details(said)]
    parts += closing_lines(report, redacted=redacted)
    return "\n".join(parts) + "\n"


def _headline(said: Said, say: Callable[[str], str]) -> str:
    advice = said.first.advice
    mark = "fault " if advice.fault else ""
    fix = f" [{advice.swap.fix} fix]" if advice.can_apply and advice.swap else ""
    return f"{mark}{advice.practice}{fix}: {say(advice.message)}"


def _details(said: Said) -> list[str]:
    lines = [f"{saving.jobs}: {saving.text}" if saving.jobs else saving.text for saving in said.savings]
    lines += [said.basis] if said.basis else []
    lines += [f"tell: {fact}" for fact in said.first.advice.missing]
    lines += [f"also in {', '.join(said.elsewhere)}"] if said.elsewhere else []
    return lines


def closing_lines(report: Report, *, redacted: bool = True) -> list[str]:
    """Return what was not read, what silences nothing, the review by the Lens, and the totals."""

    def say(text: str) -> str:
        return on_one_line(redact(text) if redacted else without_controls(text))

    lines: list[str] = []
    for document in report.documents:
        for problem in document.problems:
            lines.append(f"  {where(document.name, problem.cell)}  not read: {say(problem.message)}")
        for one in document.unused_suppressions:
            lines.append(f"  {where(document.name, one.cell, one.line)}  {say(silences_nothing(one))}")
    notes = ["\nNOTES", *lines] if lines else []
    return [*notes, *(say(line) for line in _lens(report)), *map(say, _summary(report))]


def _lens(report: Report) -> list[str]:
    """Return the review: every answer that the code gives with its evidence, and what it does not show by name."""
    if not report.jobs:
        return []
    review = lens_review(report)
    told = [answer for answer in review if answer.answer != "not visible"]
    lines = ["", "WELL-ARCHITECTED MACHINE LEARNING LENS"]
    lines += [f"  {one.answer:<7}  {one.id} {one.asks}: {one.evidence}" for one in told]
    silent = ", ".join(one.id for one in review if one not in told)
    return [*lines, *([f"  not visible from the code  {silent}"] if silent else [])]


def _summary(report: Report) -> list[str]:
    rate = report.rate()
    jobs, documents, found = len(report.jobs), len(report.documents), len(report.findings)
    said = f"{say_count(jobs, 'job')}, {say_count(found, 'finding')} in {say_count(documents, 'document')}."
    if rate.carbon.is_known and rate.carbon.terms:
        said += f" All jobs at once, an hour: {say_quantity(rate.carbon)} · {say_quantity(rate.cost)}."
    elif uncounted := uncounted_said(rate):
        said += f" {uncounted[0].upper()}{uncounted[1:]}."
    total = report.total()
    if total is not None and total.carbon.is_known:
        said += f" For {report.hours:g} h each: {say_quantity(total.carbon)} · {say_quantity(total.cost)}."
    lines = ["", said, *caveats_of(report), *notes_of(report)]
    return [*lines, "Interrupted: what was read until then."] if report.interrupted else lines
