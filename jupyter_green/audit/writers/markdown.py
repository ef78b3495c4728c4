"""The report as Markdown: a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jupyter_green.audit.grouping import Said, by_cell
from jupyter_green.audit.lens import lens_review
from jupyter_green.audit.notes import notes_of
from jupyter_green.audit.phases import PHASES, findings_by_phase
from jupyter_green.audit.places import cell_words
from jupyter_green.audit.redact import redact, safe_name, without_controls
from jupyter_green.audit.report import DocumentReport, Report
from jupyter_green.audit.told import (
    carbon_said,
    caveats_of,
    has_rate,
    runs_said,
    silences_nothing,
    uncounted_said,
    what_said,
)
from jupyter_green.wording import say_count, say_quantity

__all__ = ["MOST_CHARACTERS", "escape", "write"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~$])")
#: What a forge makes a link of, or tells somebody of: @name, #12, GH-12, https://…, www.…
_LINKED = re.compile(r"&#64;|\\#(?=\w)|\bGH-(?=\d)|\w:(?=//)|\bwww\.", re.IGNORECASE)
_NO_SPACE = "&#8203;"
#: Rows of jobs, cells of a phase and problems that are shown: as many of these as fit into a comment.
_MOST_ROWS = (100, 50, 25, 10, 5, 2, 0)
_BREAK = "  "  # a new line in a comment is one, in a file it takes two spaces before it
MOST_CHARACTERS = 65_000  # GitHub takes 65,536 in a comment


def escape(text: str) -> str:
    """Return text in which no character means anything to Markdown or HTML, and nothing to those who link bare words.

    Names of people and issues, and addresses, are found in the text as it is shown, however it was written: an
    invisible space comes between.
    """
    flat = " ".join(without_controls(text).split())
    plain = _SPECIAL.sub(r"\\\1", flat).replace("\\<", "&lt;").replace("\\>", "&gt;").replace("@", "&#64;")
    return _LINKED.sub(rf"\g<0>{_NO_SPACE}", plain)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the comment: lines that begin it, what may be cut, how much there is, and what says the rest."""

    begins: Sequence[str]
    items: Sequence[Sequence[str]]
    count: int
    rest: Callable[[int], str]

    def lines(self, most: int) -> list[str]:
        """Return the lines with ``most`` items at most; none for a part without items."""
        if not self.count:
            return []
        shown = [line for item in self.items[:most] for line in item]
        more = self.count - min(most, len(self.items))
        return [*self.begins, *shown, *([self.rest(more)] if more else []), ""]


def write(report: Report, *, redacted: bool = True) -> str:
    """Return the report as Markdown, with rows left out and counted where it would not fit into a comment."""

    def say(text: str) -> str:
        return escape(redact(text) if redacted else text)

    head = ["## Sustainability audit", "", _head(report), ""]
    head += ["**Interrupted**: this is what was read until then.", ""] if report.interrupted else []
    head += [f"{say(note)}\n" for note in (*caveats_of(report), *notes_of(report))]
    parts = [_jobs(report, say), *(_phase(report, phase, say) for phase in PHASES), _problems(report, say)]
    method = f"Location-based estimates with plausible ranges; method {report.method}, tables {report.data}."
    end = [method, "", "### Well-Architected Machine Learning Lens", "", "| practice | answer | evidence |"]
    end += ["| --- | --- | --- |"]
    end += [f"| {a.id} {say(a.asks)} | {a.answer} | {say(a.evidence)} |" for a in lens_review(report)]
    text = ""
    for most in _MOST_ROWS:
        text = "\n".join([*head, *(line for part in parts for line in part.lines(most)), *end]) + "\n"
        if len(text) <= MOST_CHARACTERS:
            break
    return text


def _jobs(report: Report, say: Callable[[str], str]) -> _Part:
    jobs = report.jobs
    with_runs = any(job.passes != 1 for _, job in jobs)
    headers = ["#", "where", "job", "carbon", "list price", *(["runs"] if with_runs else [])]
    rows = []
    for document, job in jobs[: _MOST_ROWS[0]]:
        where = f"{escape(safe_name(document.name))}, {cell_words(document.name, job.found.cell)}"
        cost = say_quantity(job.footprint.rate.cost, with_range=False) if has_rate(job) else ""
        told = [str(job.number), where, say(what_said(job)), say(carbon_said(job)), say(cost)]
        rows.append([f"| {' | '.join([*told, runs_said(job)] if with_runs else told)} |"])
    return _Part(
        [f"| {' | '.join(headers)} |", "| --- " * len(headers) + "|"],
        rows,
        len(jobs),
        lambda more: f"| … | {say_count(more, 'more job')}{' |' * (len(headers) - 1)}",
    )


def _phase(report: Report, phase: str, say: Callable[[str], str]) -> _Part:
    cells = by_cell(findings_by_phase(report, phase))
    return _Part(
        [f"### {phase.capitalize()}", ""],
        [
            [line for said in group for line in _said(document, cell, said, say)]
            for document, cell, group in cells[: _MOST_ROWS[0]]
        ],
        len(cells),
        lambda more: f"- … and {say_count(more, 'more cell')}; the HTML and JSON reports have them.",
    )


def _said(document: DocumentReport, cell: int, said: Said, say: Callable[[str], str]) -> list[str]:
    finding, advice = said.first, said.first.advice
    mark = "**Fault.** " if advice.fault else ""
    where = f"{escape(safe_name(document.name))}, {cell_words(document.name, cell, finding.line)}"
    lines = [f"- {mark}**{say(advice.title)}** ({where}): {say(advice.message)}"]
    lines += [f"  {f'{saving.jobs}: ' if saving.jobs else ''}{say(saving.text)}" for saving in said.savings]
    lines += [f"  {say(said.basis)}"] if said.basis else []
    lines += [f"  Tell: {say(fact)}" for fact in advice.missing]
    lines += [f"  Also in {', '.join(said.elsewhere)}."] if said.elsewhere else []
    if said.fixable and advice.swap is not None:
        lines.append(
            f"  A ready change: `jupyter green audit --diff{'' if advice.swap.fix == 'safe' else ' --unsafe-fixes'}`."
        )
    return [*(f"{line}{_BREAK}" for line in lines[:-1]), lines[-1]]


def _head(report: Report) -> str:
    rate, total = report.rate(), report.total()
    said = f"{say_count(len(report.jobs), 'job')} in {say_count(len(report.documents), 'document')}"
    if rate.carbon.is_known and rate.carbon.terms:
        said += f": **{say_quantity(rate.carbon)}** and {say_quantity(rate.cost)} while all run"
    elif uncounted := uncounted_said(rate):
        said += f"; {uncounted}"
    if total is not None and total.carbon.is_known:
        said += f"; {say_quantity(total.carbon)} and {say_quantity(total.cost)} for {report.hours:g} h each"
    return said + "."


def _problems(report: Report, say: Callable[[str], str]) -> _Part:
    rows = [
        (document, cell_words(document.name, problem.cell) if problem.cell is not None else "", problem.message)
        for document in report.documents
        for problem in document.problems
    ]
    rows += [
        (document, cell_words(document.name, one.cell, one.line), silences_nothing(one))
        for document in report.documents
        for one in document.unused_suppressions
    ]
    items = [
        [f"- {escape(safe_name(document.name))}{f', {place}' if place else ''}: {say(message)}"]
        for document, place, message in rows[: _MOST_ROWS[0]]
    ]
    return _Part(["### Not read, or of no effect", ""], items, len(rows), lambda more: f"- … and {more:,} more")
