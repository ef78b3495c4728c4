"""The phases of the life cycle by which a report is grouped."""

from __future__ import annotations

from jupyter_green.audit.report import DocumentReport, Finding, Report

__all__ = ["PHASES", "findings_by_phase"]

PHASES = ("data preparation", "training and tuning", "deployment and management", "placement")


def findings_by_phase(report: Report, phase: str) -> list[tuple[DocumentReport, Finding]]:
    """Return the open findings of a phase, faults first, then in the order of the documents."""
    found = [(document, finding) for document, finding in report.findings if finding.phase == phase]
    return sorted(found, key=lambda pair: not pair[1].advice.fault)
