"""The findings of the HTML report: by phase, then by cell, each beside the code it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from jupyter_green.audit.phases import PHASES, findings_by_phase
from jupyter_green.audit.places import cell_words, where
from jupyter_green.audit.redact import redact, without_controls
from jupyter_green.audit.report import DocumentReport, Finding, Report
from jupyter_green.audit.writers.code import diff_html, excerpt_html
from jupyter_green.audit.writers.html_parts import Say
from jupyter_green.practices import find_practice
from jupyter_green.views.advice import saving_text

__all__ = ["anchor", "findings_html"]

_MOST_CELLS = 400


@dataclass(frozen=True, slots=True)
class _Said:
    """One thing said about a cell, with every finding that says it."""

    findings: tuple[Finding, ...]
    elsewhere: tuple[str, ...] = ()

    @property
    def first(self) -> Finding:
        return self.findings[0]


def anchor(report: Report, document: DocumentReport, cell: int) -> str:
    """Return the id of a cell's findings in the page."""
    return f"d{report.documents.index(document)}-c{cell}"


def findings_html(report: Report, say: Say, *, redacted: bool) -> str:
    """Return the findings grouped by the phases of the life cycle; what is common is said once a document."""
    parts, anchored = [], set()
    for phase in PHASES:
        cells = _by_cell(findings_by_phase(report, phase))
        if not cells:
            continue
        count = sum(len(said.findings) for _, _, group in cells for said in group)
        parts.append(
            f'<h3>{phase.capitalize()} <span class="count">{count} finding{"" if count == 1 else "s"}</span></h3>'
        )
        for document, cell, group in cells[:_MOST_CELLS]:
            name = anchor(report, document, cell)
            told = "" if name in anchored else f' id="{name}"'
            anchored.add(name)
            parts.append(_cell_html(document, cell, group, say, told, redacted=redacted))
        if len(cells) > _MOST_CELLS:
            parts.append(f'<p class="note">{len(cells) - _MOST_CELLS} more cells; the JSON report has all of them.</p>')
    return "".join(parts)


def _by_cell(found: Sequence[tuple[DocumentReport, Finding]]) -> list[tuple[DocumentReport, int, list[_Said]]]:
    """Return documents and cells in order, with equal messages joined and common ones said once a document."""
    joined: dict[tuple[int, int, str, str], list[Finding]] = {}
    commons: dict[tuple[int, str], tuple[int, int, str, str]] = {}
    elsewhere: dict[tuple[int, int, str, str], list[str]] = {}
    documents: dict[int, DocumentReport] = {}
    for document, finding in found:
        documents[id(document)] = document
        practice = find_practice(finding.advice.practice)
        key = (id(document), finding.cell, finding.advice.practice, finding.advice.message)
        if practice is not None and practice.common:
            first = commons.setdefault((id(document), finding.advice.practice), key)
            if first != key:
                joined[first].append(finding)
                elsewhere.setdefault(first, []).append(cell_words(document.name, finding.cell))
                continue
        joined.setdefault(key, []).append(finding)
    cells: dict[tuple[int, int], list[_Said]] = {}
    for key, findings in joined.items():
        also = tuple(dict.fromkeys(elsewhere.get(key, ())))
        cells.setdefault(key[:2], []).append(_Said(tuple(findings), also))
    order = {name: number for number, name in enumerate(documents)}
    return [
        (documents[name], cell, group)
        for (name, cell), group in sorted(cells.items(), key=lambda pair: (order[pair[0][0]], pair[0][1]))
    ]


def _cell_html(
    document: DocumentReport, cell: int, group: Sequence[_Said], say: Say, told: str, *, redacted: bool
) -> str:
    source = document.sources[cell] if cell < len(document.sources) else ""
    here = [finding for said in group for finding in said.findings if finding.cell == cell]
    source = _tidy(source, redacted=redacted)
    spans = [(f.line, f.column, f.end_line, f.end_column, f.advice.fault) for f in here]
    code = excerpt_html(source, spans) if source.strip() else ""
    cards = "".join(_card(document, said, say, redacted=redacted) for said in group)
    place = say(where(document.name, cell))
    return (
        f'<article class="cell"{told} aria-label="Findings in {place}"><div class="beside"><h4>{place}</h4>{code}</div>'
        f'<div class="cards">{cards}</div></article>'
    )


def _tidy(source: str, *, redacted: bool) -> str:
    """Return source for showing, with the same lines; a line that holds a secret loses it and keeps its place."""
    clean = redact if redacted else without_controls
    return "\n".join(clean(line.rstrip("\r")) for line in source.split("\n"))


def _card(document: DocumentReport, said: _Said, say: Say, *, redacted: bool) -> str:
    finding, advice = said.first, said.first.advice
    fault = '<span class="chip warn">fault</span> ' if advice.fault else ""
    lines = [f"<h5>{fault}{say(advice.title)}</h5><p>{say(advice.message)}</p>"]
    lines += _savings(said.findings, say)
    quiet = [*map(str, advice.effects), advice.saving_note]
    lines += [f'<p class="quiet">{say(" · ".join(text for text in quiet if text))}</p>'] if any(quiet) else []
    lines += [f'<p class="ask">Tell: {say(fact)}</p>' for fact in advice.missing]
    if said.elsewhere:
        lines.append(f'<p class="quiet">Also in {say(", ".join(said.elsewhere))}.</p>')
    if finding.rewrite is not None and finding.is_fixable:
        clean = redact if redacted else without_controls
        diff = "\n".join(clean(line) for line in finding.rewrite.diff.splitlines())
        how = "--fix" if advice.swap is not None and advice.swap.fix == "safe" else "--unsafe-fixes"
        lines.append(f'<p class="quiet">The change, written by <code>{how}</code>:</p>{diff_html(diff)}')
    elif finding.rewrite is not None and finding.rewrite.refused:
        lines.append(f'<p class="quiet">Not written for you: {say(finding.rewrite.refused)}.</p>')
    lines.append(_detail(finding, say))
    return f'<div class="card{" fault" if advice.fault else ""}">{"".join(lines)}</div>'


def _savings(findings: Iterable[Finding], say: Say) -> list[str]:
    """Return what each job that the card is about would change by, the jobs named where they differ."""
    texts: dict[str, list[Finding]] = {}
    for finding in findings:
        text = saving_text(replace(finding.advice, effects=(), saving_note=""))
        if text:
            texts.setdefault(text, []).append(finding)
    lines = []
    for text, about in texts.items():
        amounts = about[0].advice.total_saving or about[0].advice.saving
        worse = amounts is not None and amounts.carbon.is_known and amounts.carbon.central > 0
        jobs = ", ".join(str(finding.job) for finding in about)
        which = f'<span class="quiet">job{"s" if len(about) > 1 else ""} {jobs}:</span> ' if len(texts) > 1 else ""
        lines.append(f'<p class="saving{" worse" if worse else ""}">{which}{say(text)}</p>')
    return lines


def _detail(finding: Finding, say: Say) -> str:
    advice = finding.advice
    rows = [("Evidence", advice.evidence), ("Confidence", advice.confidence)]
    rows += [("It may cost", text) for text in advice.trade_offs]
    rows += [("Not checked", text) for text in advice.not_checked]
    told = "".join(f"<dt>{name}</dt><dd>{say(text)}</dd>" for name, text in rows if text)
    command = f"<dt>More</dt><dd><code>jupyter green explain {say(advice.practice)}</code></dd>"
    return f"<details><summary>Evidence and limits</summary><dl>{told}{command}</dl></details>"
