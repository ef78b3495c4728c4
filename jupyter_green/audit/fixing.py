"""``--fix`` and ``--diff``: fix documents, show what changes, and write the files back."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from jupyter_green.audit.document import AuditOptions
from jupyter_green.audit.fix import Fixed, fix_document, write_back
from jupyter_green.audit.places import where
from jupyter_green.audit.redact import redact, safe_name, without_controls
from jupyter_green.audit.sources import Source, UsageError

__all__ = ["FixCounts", "diff_lines", "fix_all"]


class FixCounts(NamedTuple):
    """How many documents changed, and how many should have and could not be written."""

    changed: int
    unwritten: int


def fix_all(
    sources: Sequence[Source], options: AuditOptions, *, unsafe: bool, write: bool, redacted: bool = True
) -> FixCounts:
    """Fix every document and return how many changed; without ``write`` the changes are only shown as a diff.

    Raises UsageError for a document that stands in no file when it is to be written.
    """
    wanted = replace(options, with_rewrites=True)
    changed = unwritten = 0
    for source in sources:
        try:
            data = source.read()
        except (OSError, ValueError):
            continue  # the report says why it could not be read
        fixed = fix_document(source.name, data, wanted, unsafe=unsafe)
        for finding, why in fixed.left:
            place = where(source.name, finding.cell, finding.line)
            print(f"{place}: {finding.advice.practice} is not fixed: {without_controls(why)}", file=sys.stderr)
        if not fixed.done:
            continue
        if not write:
            clean = redact if redacted else without_controls
            print("\n".join(clean(line) for line in diff_lines(source.name, fixed)))
            changed += 1
            continue
        if source.path is None:
            raise UsageError(f"{safe_name(source.name)} is not in a file; use --diff to see the changes")
        try:
            write_back(source.path, data, fixed.data)
        except OSError as error:
            print(f"{safe_name(source.name)}: {error.strerror or error}", file=sys.stderr)
            unwritten += 1
            continue
        changed += 1
        for finding in fixed.done:
            print(f"{where(source.name, finding.cell, finding.line)}: {finding.advice.practice} fixed", file=sys.stderr)
    return FixCounts(changed, unwritten)


def diff_lines(name: str, fixed: Fixed) -> Iterator[str]:
    """Yield a unified diff of every cell that changes."""
    for index, (before, after) in enumerate(zip(fixed.before.sources, fixed.after.sources, strict=True)):
        if before != after:
            place = where(name, index)
            yield from difflib.unified_diff(before.splitlines(), after.splitlines(), place, place, "", "", 3, "")
