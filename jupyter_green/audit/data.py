"""The report as plain data: the JSON writer's document, and what the other writers share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_green.audit.chart_rows import region_rows
from jupyter_green.audit.lens import lens_review
from jupyter_green.audit.notes import notes_of
from jupyter_green.audit.redact import safe_name
from jupyter_green.audit.report import DocumentReport, Finding, Report, ReportedJob
from jupyter_green.audit.told import what_said
from jupyter_green.footprint import Amounts
from jupyter_green.practices import Advice
from jupyter_green.views.advice import advice_view
from jupyter_green.views.figures import amounts_view
from jupyter_green.views.line import line_view

__all__ = ["SCHEMA_VERSION", "finding_data", "job_data", "report_data"]

SCHEMA_VERSION = 1


def report_data(report: Report) -> dict[str, Any]:
    """Return the whole report in the form of ``schema/report-1.json``."""
    total = report.total()
    return {
        "schema": SCHEMA_VERSION,
        "tool": {"name": "jupyter_green", "method": report.method, "data": report.data},
        "assumed_region": report.assumed_region,
        "grid": report.grid,
        "hours": report.hours,
        "interrupted": report.interrupted,
        "notes": list(notes_of(report)),
        "counts": {
            "documents": len(report.documents),
            "jobs": len(report.jobs),
            "findings": len(report.findings),
            "suppressed": sum(f.suppressed is not None for d in report.documents for f in d.findings),
            "problems": sum(len(d.problems) for d in report.documents),
        },
        "rate": amounts_view(report.rate()),
        "total": None if total is None else amounts_view(total),
        "documents": [_document_data(document) for document in report.documents if _has_content(document)],
        "regions": [_region_data(row) for row in region_rows(report)],
        "lens": [vars_of(answer) for answer in lens_review(report)],
    }


def vars_of(answer: Any) -> dict[str, Any]:
    """Return a small record as a mapping."""
    return {name: getattr(answer, name) for name in answer.__slots__}


def job_data(job: ReportedJob) -> dict[str, Any]:
    """Return one job: its line without advice, and where it stands."""
    view = line_view(job.footprint)
    del view["advice"]
    if job.footprint.basis == "counted elsewhere":  # no rate of its own: a zero would read as a figure
        for name, whole in amounts_view(Amounts.zero()).items():
            view[name] = {key: whole[key] for key in ("unit", "counted", "out_of")} | {"text": "counted elsewhere"}
    found = job.found
    return view | {
        "kind": found.kind,
        "what": what_said(job),
        "number": job.number,
        "cell": found.cell,
        "line": found.line,
        "api": found.api,
        "via": found.via,
        "passes": found.passes,
        "optional": found.optional,
        "mode": _plain(found.job.mode),
        "deleted_later": _plain(found.job.deleted_later),
    }


def finding_data(finding: Finding) -> dict[str, Any]:
    """Return one finding with its place and, where there is one, its diff."""
    advice: Advice = finding.advice
    view = advice_view(advice, diff=finding.rewrite.diff if finding.is_fixable and finding.rewrite else "")
    for name in ("id", "identity", "edits", "cell"):
        view.pop(name, None)
    suppressed: Mapping[str, Any] | None = None
    if finding.suppressed is not None:
        until = finding.suppressed.until
        suppressed = {"reason": finding.suppressed.reason, "until": until.isoformat() if until else None}
    return view | {
        "phase": finding.phase,
        "job": finding.job,
        "level": finding.level,
        "cell": finding.cell,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "fingerprint": finding.fingerprint,
        "fixable": finding.is_fixable,
        "suppressed": suppressed,
    }


def _document_data(document: DocumentReport) -> dict[str, Any]:
    return {
        "name": safe_name(document.name),
        "region_note": document.region_note,
        "jobs": [job_data(job) for job in document.jobs],
        "built": [{"cell": cell, "kind": kind} for cell, kind in document.built],
        "findings": [finding_data(finding) for finding in document.findings],
        "saved": [vars_of(line) for line in document.saved],
        "problems": [{"kind": p.kind, "message": p.message, "cell": p.cell} for p in document.problems],
        "unused_suppressions": [
            {"practices": sorted(one.practices), "cell": one.cell, "line": one.line}
            for one in document.unused_suppressions
        ],
    }


def _region_data(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the same jobs would emit an hour in a Region, and whether all their types are sold there."""
    return {
        "region": str(row["label"]).partition(" ")[0],
        "carbon": row["carbon"],
        "cost": row["cost"],
        "has_all_types": row["allowed"],
        "is_current": row["current"],
    }


def _has_content(document: DocumentReport) -> bool:
    return bool(
        document.jobs
        or document.built
        or document.findings
        or document.problems
        or document.unused_suppressions
        or document.saved
    )


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, bool)) else None
