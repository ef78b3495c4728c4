"""The report as JSON, by the schema in ``audit/schema/report-1.json``."""

from __future__ import annotations

import json

from jupyter_green.audit.data import report_data
from jupyter_green.audit.redact import redact_all, with_controls_escaped
from jupyter_green.audit.report import Report

__all__ = ["write"]


def write(report: Report, *, redacted: bool = True) -> str:
    """Return the report as indented JSON."""
    data = report_data(report)
    if redacted:
        names = [document["name"] for document in data["documents"]]  # what names a file is no role and no path
        data = redact_all(data)
        for document, name in zip(data["documents"], names, strict=True):
            document["name"] = name
    text = json.dumps(data, indent=2, ensure_ascii=False, sort_keys=False)
    return with_controls_escaped(text).encode("utf-8", "backslashreplace").decode("utf-8") + "\n"
