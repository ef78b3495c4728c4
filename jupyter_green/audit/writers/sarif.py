"""The report as SARIF 2.1.0, for code review tools."""

from __future__ import annotations

import json
import os
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from jupyter_green import __version__
from jupyter_green.audit.places import cell_words
from jupyter_green.audit.redact import redact, without_controls
from jupyter_green.audit.report import DocumentReport, Finding, Report
from jupyter_green.audit.told import silences_nothing
from jupyter_green.practices import all_practices
from jupyter_green.views.advice import saving_text

__all__ = ["write"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def write(report: Report, *, redacted: bool = True) -> str:
    """Return the report as SARIF: one rule a practice, one result a finding."""

    def say(text: str) -> str:
        told = redact(text) if redacted else without_controls(text)
        return told.replace("](", "] (")  # a message may hold links; none of ours does

    used = sorted({f.advice.practice for d in report.documents for f in d.findings})
    titles = {practice.id: practice.title for practice in all_practices()}
    rules = [
        {
            "id": practice_id,
            "shortDescription": {"text": titles.get(practice_id, practice_id)},
            "help": {"text": f"jupyter green explain {practice_id}"},
        }
        for practice_id in used
    ]
    results = [_result(document, finding, used, say) for document in report.documents for finding in document.findings]
    notices = [
        _notice(document, say(problem.message)) for document in report.documents for problem in document.problems
    ]
    notices += [
        _notice(document, say(f"{cell_words(document.name, one.cell, one.line)}: {silences_nothing(one)}"))
        for document in report.documents
        for one in document.unused_suppressions
    ]
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "jupyter_green", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": results,
        "invocations": [{"executionSuccessful": not report.interrupted, "toolExecutionNotifications": notices}],
    }
    text = json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def _notice(document: DocumentReport, text: str) -> dict[str, Any]:
    place = {"physicalLocation": {"artifactLocation": {"uri": _uri(document.name)}}}
    return {"level": "note", "message": {"text": text}, "locations": [place]}


def _result(document: DocumentReport, finding: Finding, rules: list[str], say: Any) -> dict[str, Any]:
    saving = saving_text(finding.advice)
    message = f"{finding.advice.title}. {finding.advice.message}" + (f" ({saving})" if saving else "")
    result: dict[str, Any] = {
        "ruleId": finding.advice.practice,
        "ruleIndex": rules.index(finding.advice.practice),
        "level": finding.level,
        "message": {"text": say(message)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(document.name)},
                    "region": _region(document, finding),
                },
                "logicalLocations": [{"name": f"cell {finding.cell + 1}", "kind": "module"}],
            }
        ],
        "partialFingerprints": {"jupyterGreen/v1": finding.fingerprint},
    }
    if finding.suppressed is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": say(finding.suppressed.reason)}]
    return result


def _region(document: DocumentReport, finding: Finding) -> dict[str, int]:
    """Return the place in the file; a notebook's columns are those of its JSON, which tell nobody anything."""
    if not document.name.endswith(".py"):
        return {"startLine": finding.file_line or 1}
    same_line = finding.end_line == finding.line
    return {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": max(finding.end_column, finding.column) if same_line else finding.end_column,
    }


def _uri(name: str) -> str:
    """Return where the file is: escaped byte by byte, so that line feeds and bytes of no encoding still lead there."""
    path = PurePath(name)
    told = path.name if path.is_absolute() else name.replace(os.sep, "/")
    try:
        return quote(told.encode("utf-8", "surrogateescape"), safe="/")
    except UnicodeEncodeError:
        return quote(told.encode("utf-8", "surrogatepass"), safe="/")
