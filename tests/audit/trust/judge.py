"""What must hold of the audit of any bytes whatever."""

from __future__ import annotations

from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.fix import fix_document
from jupyter_green.audit.fleet_transport import pack, unpack
from jupyter_green.audit.report import DocumentReport, Report
from jupyter_green.audit.writers import write

OPTIONS = AuditOptions(with_rewrites=True)
CHEAP_FORMS = ("text", "json", "markdown", "sarif", "github")


def judge(data: bytes, *, forms: tuple[str, ...] = CHEAP_FORMS, fix: bool = True) -> DocumentReport:
    """Audit the bytes, write every form and try the fixes; raises AssertionError, or whatever crashed."""
    document = audit_document("nb.ipynb", data, OPTIONS)
    failed = [problem.message for problem in document.problems if problem.kind == "internal"]
    assert not failed, failed
    for finding in document.findings:
        lines = document.sources[finding.cell].split("\n")
        assert 1 <= finding.line <= finding.end_line <= len(lines), finding
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1, finding
    report = Report(documents=(unpack(pack(document)),))
    for form in forms:
        write(report, form).encode("utf-8")
    if fix and any(finding.is_fixable for finding in document.findings):
        fixed = fix_document("nb.ipynb", data, OPTIONS, unsafe=True)
        assert (fixed.data != data) == bool(fixed.done)
    return document
