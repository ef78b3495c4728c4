"""The report as Markdown: a comment on a pull request."""

from __future__ import annotations

import re

from jupyter_green.audit.lens import lens_review
from jupyter_green.audit.phases import PHASES, findings_by_phase
from jupyter_green.audit.redact import redact, safe_name, without_controls
from jupyter_green.audit.report import Report
from jupyter_green.views.advice import saving_text
from jupyter_green.views.line import what_it_is
from jupyter_green.wording import say_quantity

__all__ = ["escape", "write"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~$])")
_MOST_ROWS = 100


def escape(text: str) -> str:
    """Return text in which no character means anything to Markdown or HTML."""
    flat = " ".join(without_controls(text).split())
    return _SPECIAL.sub(r"\\\1", flat).replace("\\<", "&lt;").replace("\\>", "&gt;").replace("@", "&#64;")


def write(report: Report, *, redacted: bool = True) -> str:
    """Return the report as Markdown."""

    def say(text: str) -> str:
        return escape(redact(text) if redacted else text)

    lines = ["## Sustainability audit", "", _head(report), ""]
    if report.jobs:
        lines += ["| where | job | carbon | list price |", "| --- | --- | --- | --- |"]
        for document, job in report.jobs[:_MOST_ROWS]:
            rate = job.footprint.rate
            per = " per busy hour" if job.footprint.basis == "per busy hour" else ""
            known = job.footprint.basis in ("per hour", "per busy hour")
            carbon = say_quantity(rate.carbon) + per if known else job.footprint.basis
            where = f"{say(safe_name(document.name))}, cell {job.found.cell}"
            cost = say_quantity(rate.cost, with_range=False) if known else ""
            lines.append(f"| {where} | {say(what_it_is(job.footprint.job))} | {say(carbon)} | {say(cost)} |")
        if len(report.jobs) > _MOST_ROWS:
            lines.append(f"| … | {len(report.jobs) - _MOST_ROWS} more jobs | | |")
        lines.append("")
    for phase in PHASES:
        found = findings_by_phase(report, phase)
        if not found:
            continue
        lines += [f"### {phase.capitalize()}", ""]
        for document, finding in found[:_MOST_ROWS]:
            mark = "**Fault.** " if finding.advice.fault else ""
            where = f"{say(safe_name(document.name))}, cell {finding.cell}, line {finding.line}"
            lines.append(f"- {mark}**{say(finding.advice.title)}** ({where}): {say(finding.advice.message)}")
            saving = saving_text(finding.advice)
            if saving:
                lines.append(f"  {say(saving)}")
            lines += [f"  Tell: {say(fact)}" for fact in finding.advice.missing]
        lines.append("")
    lines += _problems(report, say)
    lines += [
        "### Well-Architected Machine Learning Lens",
        "",
        "| practice | answer | evidence |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {a.id} {say(a.asks)} | {a.answer} | {say(a.evidence)} |" for a in lens_review(report)]
    lines += ["", f"Location-based estimates with plausible ranges; method {report.method}, tables {report.data}."]
    return "\n".join(lines) + "\n"


def _head(report: Report) -> str:
    rate, total = report.rate(), report.total()
    jobs = f"{len(report.jobs)} job{'' if len(report.jobs) == 1 else 's'} in {len(report.documents)} document"
    said = f"{jobs}{'' if len(report.documents) == 1 else 's'}"
    if rate.carbon.is_known and rate.carbon.terms:
        said += f": **{say_quantity(rate.carbon)}** and {say_quantity(rate.cost)} while all run"
    if total is not None and total.carbon.is_known:
        said += f"; {say_quantity(total.carbon)} and {say_quantity(total.cost)} for {report.hours:g} h each"
    return said + "."


def _problems(report: Report, say: object) -> list[str]:
    rows = [(document, problem) for document in report.documents for problem in document.problems]
    if not rows:
        return []
    lines = ["### Not read", ""]
    for document, problem in rows[:_MOST_ROWS]:
        where = f", cell {problem.cell}" if problem.cell is not None else ""
        lines.append(f"- {say(safe_name(document.name))}{where}: {say(problem.message)}")  # type: ignore[operator]
    return [*lines, ""]
