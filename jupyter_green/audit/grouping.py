"""Findings as they are told: equal messages joined, what is common said once, savings beside the jobs they are of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jupyter_green.audit.places import cell_words
from jupyter_green.audit.report import DocumentReport, Finding
from jupyter_green.practices import find_practice
from jupyter_green.views.advice import saving_text

__all__ = ["Said", "Saving", "by_cell"]

_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Saving:
    """A change in words; ``jobs`` names whose it is where the finding's jobs differ in it."""

    text: str
    jobs: str
    is_worse: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said about a cell, with every finding that says it."""

    findings: tuple[Finding, ...]
    elsewhere: tuple[str, ...] = ()

    @property
    def first(self) -> Finding:
        """The finding that speaks for all."""
        return self.findings[0]

    @property
    def fixable(self) -> tuple[Finding, ...]:
        """The findings whose change can be written."""
        return tuple(finding for finding in self.findings if finding.is_fixable)

    @property
    def basis(self) -> str:
        """What is published about it, and on what basis the savings are."""
        advice = self.first.advice
        return " · ".join(text for text in (*map(str, advice.effects), advice.saving_note) if text)

    @property
    def savings(self) -> tuple[Saving, ...]:
        """What each job would change by, equal changes joined."""
        texts: dict[str, list[Finding]] = {}
        for finding in self.findings:
            text = saving_text(replace(finding.advice, effects=(), saving_note=""))
            if text:
                texts.setdefault(text, []).append(finding)
        told = []
        for text, about in texts.items():
            amounts = about[0].advice.total_saving or about[0].advice.saving
            worse = amounts is not None and amounts.carbon.is_known and amounts.carbon.central > 0
            numbers = ", ".join(_shortened([str(finding.job) for finding in about]))
            jobs = f"job{'s' if len(about) > 1 else ''} {numbers}" if len(texts) > 1 else ""
            told.append(Saving(text, jobs, worse))
        return tuple(told)


def _shortened(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names, of very many the first and how many there are more."""
    more = len(names) - _MOST_NAMES
    return (*names[:_MOST_NAMES], f"and {more:,} more") if more > 1 else tuple(names)


def by_cell(found: Sequence[tuple[DocumentReport, Finding]]) -> list[tuple[DocumentReport, int, list[Said]]]:
    """Return documents and cells in order, with equal messages joined and common ones said once a document.

    Only what is word for word the same is said once: a practice may recommend for one job what it warns of for another.
    """
    joined: dict[tuple[int, int, str, str], list[Finding]] = {}
    commons: dict[tuple[int, str, str], tuple[int, int, str, str]] = {}
    elsewhere: dict[tuple[int, int, str, str], list[str]] = {}
    documents: dict[int, DocumentReport] = {}
    for document, finding in found:
        documents[id(document)] = document
        practice = find_practice(finding.advice.practice)
        key = (id(document), finding.cell, finding.advice.practice, finding.advice.message)
        if practice is not None and practice.common:
            first = commons.setdefault((id(document), finding.advice.practice, finding.advice.message), key)
            if first != key:
                joined[first].append(finding)
                elsewhere.setdefault(first, []).append(cell_words(document.name, finding.cell))
                continue
        joined.setdefault(key, []).append(finding)
    cells: dict[tuple[int, int], list[Said]] = {}
    for key, findings in joined.items():
        also = _shortened(list(dict.fromkeys(elsewhere.get(key, ()))))
        cells.setdefault(key[:2], []).append(Said(tuple(findings), also))
    order = {name: number for number, name in enumerate(documents)}
    return [
        (documents[name], cell, group)
        for (name, cell), group in sorted(cells.items(), key=lambda pair: (order[pair[0][0]], pair[0][1]))
    ]
