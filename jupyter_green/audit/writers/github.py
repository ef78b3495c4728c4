"""The report as annotations of a GitHub Actions run: one workflow command a finding."""

from __future__ import annotations

from jupyter_green.audit.places import cell_words
from jupyter_green.audit.redact import redact, safe_name, without_controls
from jupyter_green.audit.report import Report
from jupyter_green.audit.told import silences_nothing

__all__ = ["write"]

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def write(report: Report, *, redacted: bool = True) -> str:
    """Return one line a finding; the title names the cell and the line in it."""

    def say(text: str) -> str:
        return redact(text) if redacted else without_controls(text)

    lines = []
    for document, finding in report.findings:
        place = cell_words(document.name, finding.cell, finding.line)
        fields = {"file": safe_name(document.name)}
        if finding.file_line:
            fields["line"] = str(finding.file_line)
        fields["title"] = f"{say(finding.advice.title)} ({place})"
        told = ",".join(f"{name}={_property(value)}" for name, value in fields.items())
        lines.append(f"::{_LEVELS[finding.level]} {told}::{_data(say(finding.advice.message))}")
    for document in report.documents:
        for problem in (one for one in document.problems if one.kind != "not understood"):  # a run shows ten notices
            lines.append(f"::notice file={_property(safe_name(document.name))}::{_data(say(problem.message))}")
        for one in document.unused_suppressions:
            place = cell_words(document.name, one.cell, one.line)
            told = _data(say(f"{place}: {silences_nothing(one)}"))
            lines.append(f"::notice file={_property(safe_name(document.name))}::{told}")
    if report.interrupted:
        lines.append("::warning::the audit was interrupted: these are the findings of what was read until then")
    return "".join(f"{line}\n" for line in dict.fromkeys(lines))  # jobs of one call are one annotation


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
