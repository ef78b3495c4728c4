"""The findings of the HTML report: by phase, then by cell, each beside the code it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jupyter_green.audit.grouping import Said, by_cell
from jupyter_green.audit.phases import PHASES, findings_by_phase
from jupyter_green.audit.places import where
from jupyter_green.audit.redact import redact, roles_in, without_controls, without_roles
from jupyter_green.audit.report import DocumentReport, Finding, Report
from jupyter_green.audit.writers.code import diff_html, excerpt_html
from jupyter_green.audit.writers.html_parts import Say, say_name
from jupyter_green.wording import say_count

__all__ = ["anchor", "findings_html"]

_MOST_CELLS = 400


def anchor(number: int, cell: int) -> str:
    """Return the id that the findings of a cell have in the page; ``number`` is that of its document."""
    return f"d{number}-c{cell}"


def findings_html(report: Report, say: Say, *, redacted: bool) -> tuple[str, frozenset[str]]:
    """Return the findings by phase, what is common said once a document, and the anchors that stand in them."""
    parts: list[str] = []
    anchored: set[str] = set()
    numbers = {id(document): number for number, document in enumerate(report.documents)}
    for phase in PHASES:
        cells = by_cell(findings_by_phase(report, phase))
        if not cells:
            continue
        count = sum(len(said.findings) for _, _, group in cells for said in group)
        parts.append(f'<h3>{phase.capitalize()} <span class="count">{say_count(count, "finding")}</span></h3>')
        for document, cell, group in cells[:_MOST_CELLS]:
            name = anchor(numbers[id(document)], cell)
            told = "" if name in anchored else f' id="{name}"'
            anchored.add(name)
            parts.append(_cell_html(document, cell, group, say, told, redacted=redacted))
        if len(cells) > _MOST_CELLS:
            more = say_count(len(cells) - _MOST_CELLS, "more cell")
            parts.append(f'<p class="note">{more}; the JSON report has all of them.</p>')
    return "".join(parts), frozenset(anchored)


def _cell_html(
    document: DocumentReport, cell: int, group: Sequence[Said], say: Say, told: str, *, redacted: bool
) -> str:
    source = document.sources[cell] if cell < len(document.sources) else ""
    here = [finding for said in group for finding in said.findings if finding.cell == cell]
    roles = roles_in(document.sources) if redacted else frozenset()
    source = _tidy(source, roles, redacted=redacted)
    spans = [(f.line, f.column, f.end_line, f.end_column, f.advice.fault) for f in here]
    code = excerpt_html(source, spans) if source.strip() else ""
    cards = "".join(_card(document, said, say, roles, redacted=redacted) for said in group)
    place = say_name(where(document.name, cell))
    return (
        f'<article class="cell"{told} aria-label="Findings in {place}"><div class="beside"><h4>{place}</h4>{code}</div>'
        f'<div class="cards">{cards}</div></article>'
    )


def _tidy(source: str, roles: Iterable[str], *, redacted: bool) -> str:
    """Return source for showing, with the same lines; a line that holds a secret loses it and keeps its place."""
    clean = redact if redacted else without_controls
    return "\n".join(without_roles(clean(line.rstrip("\r")), roles) for line in source.split("\n"))


def _card(document: DocumentReport, said: Said, say: Say, roles: Iterable[str], *, redacted: bool) -> str:
    finding, advice = said.first, said.first.advice
    fault = '<span class="chip warn">fault</span> ' if advice.fault else ""
    lines = [f"<h5>{fault}{say(advice.title)}</h5><p>{say(advice.message)}</p>"]
    lines += _savings(said, say)
    lines += [f'<p class="quiet">{say(said.basis)}</p>'] if said.basis else []
    lines += [f'<p class="ask">Tell: {say(fact)}</p>' for fact in advice.missing]
    if said.elsewhere:
        lines.append(f'<p class="quiet">Also in {say(", ".join(said.elsewhere))}.</p>')
    if said.fixable:
        lines.append(_change(said.fixable, roles, redacted=redacted))
    elif finding.rewrite is not None and finding.rewrite.refused:
        lines.append(f'<p class="quiet">Not written for you: {say(finding.rewrite.refused)}.</p>')
    lines.append(_detail(finding, say))
    return f'<div class="card{" fault" if advice.fault else ""}">{"".join(lines)}</div>'


def _change(fixable: Sequence[Finding], roles: Iterable[str], *, redacted: bool) -> str:
    """Return the change of the first finding that has one, and how many others there are."""
    first, clean = fixable[0], redact if redacted else without_controls
    assert first.rewrite is not None
    diff = "\n".join(without_roles(clean(line), roles) for line in first.rewrite.diff.splitlines())
    how = "--fix" if first.advice.swap is not None and first.advice.swap.fix == "safe" else "--unsafe-fixes"
    others = len({(finding.cell, finding.rewrite.diff) for finding in fixable if finding.rewrite is not None}) - 1
    more = f", and in {say_count(others, 'more place')}" if others else ""
    return f'<p class="quiet">The change, written by <code>{how}</code>{more}:</p>{diff_html(diff)}'


def _savings(said: Said, say: Say) -> list[str]:
    """Return what each job that the card is about would change by, the jobs named where they differ."""
    lines = []
    for saving in said.savings:
        which = f'<span class="quiet">{saving.jobs}:</span> ' if saving.jobs else ""
        lines.append(f'<p class="saving{" worse" if saving.is_worse else ""}">{which}{say(saving.text)}</p>')
    return lines


def _detail(finding: Finding, say: Say) -> str:
    advice = finding.advice
    rows = [("Evidence", advice.evidence), ("Confidence", advice.confidence)]
    rows += [("It may cost", text) for text in advice.trade_offs]
    rows += [("Not checked", text) for text in advice.not_checked]
    told = "".join(f"<dt>{name}</dt><dd>{say(text)}</dd>" for name, text in rows if text)
    command = f"<dt>More</dt><dd><code>jupyter green explain {say(advice.practice)}</code></dd>"
    return f"<details><summary>Evidence and limits</summary><dl>{told}{command}</dl></details>"
