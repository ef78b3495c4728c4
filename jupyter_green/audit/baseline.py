"""Baselines: findings known already, so that only new ones fail a build."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

from jupyter_green.audit.redact import redact_name, safe_name
from jupyter_green.audit.report import DocumentReport, Finding, Report
from jupyter_green.audit.sources import UsageError
from jupyter_green.wording import say_count

__all__ = ["Key", "carry_over", "read_baseline", "without_known", "write_baseline"]

VERSION = 1
Key = tuple[str, str, str]


def write_baseline(path: Path, report: Report) -> int:
    """Write the report's open findings as a baseline and return their number; the file is stable under diff.

    Raises UsageError where the file cannot be written.
    """
    counted = Counter(_key(document, finding) for document, finding in report.findings)
    rows = [
        {"document": document, "practice": practice, "fingerprint": fingerprint, "count": count}
        for (document, practice, fingerprint), count in sorted(counted.items())
    ]
    text = json.dumps({"version": VERSION, "findings": rows}, indent=1, ensure_ascii=True) + "\n"
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(f"the baseline {path.name} cannot be written: {error.strerror or error}") from error
    return sum(counted.values())


def read_baseline(path: Path) -> Counter[Key]:
    """Return how often each finding is known; raises UsageError for a file that is no baseline."""
    try:
        told = json.loads(path.read_text("utf-8"))
        if told["version"] != VERSION:
            raise UsageError(f"the baseline {path.name} has version {told['version']}, this one reads {VERSION}")
        return Counter(
            {
                (str(row["document"]), str(row["practice"]), str(row["fingerprint"])): int(row["count"])
                for row in told["findings"]
            }
        )
    except OSError as error:
        raise UsageError(f"the baseline {path.name} cannot be read; make one with --write-baseline") from error
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, UsageError):
            raise
        raise UsageError(f"{path.name} is no baseline; make one with --write-baseline") from error


def without_known(report: Report, known: Counter[Key]) -> Report:
    """Return the report with the findings of the baseline left out, and a note of how many these are."""
    room = Counter(known)
    documents, left_out = [], 0
    for document in report.documents:
        kept = []
        for finding in document.findings:
            key = _key(document, finding)
            if finding.suppressed is None and room[key] > 0:
                room[key] -= 1
                left_out += 1
            else:
                kept.append(finding)
        documents.append(replace(document, findings=tuple(kept)))
    if not left_out:
        return report
    note = f"{say_count(left_out, 'finding')} known from the baseline not shown"
    return replace(report, documents=tuple(documents), notes=(*report.notes, note))


def carry_over(known: Counter[Key], before: DocumentReport, after: DocumentReport) -> int:
    """Let what is known of a call be known of what it was rewritten to, and return how many findings that are."""
    rewritten = {(finding.advice.practice, finding.job): finding for finding in after.open_findings}
    count = 0
    for finding in before.open_findings:
        now = rewritten.get((finding.advice.practice, finding.job))
        old = _key(before, finding)
        if now is None or now.fingerprint == finding.fingerprint or known[old] <= 0:
            continue
        known[old] -= 1
        known[_key(after, now)] += 1
        count += 1
    return count


def _key(document: DocumentReport, finding: Finding) -> Key:
    return (redact_name(safe_name(document.name)), finding.advice.practice, finding.fingerprint)
