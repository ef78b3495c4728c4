"""``--fix`` and ``--diff``: fix documents, show what changes, and write the files back."""

from __future__ import annotations

import difflib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from jupyter_green.audit.baseline import Key, carry_over
from jupyter_green.audit.document import AuditOptions
from jupyter_green.audit.fix import Fixed, fix_document, write_back
from jupyter_green.audit.places import where
from jupyter_green.audit.redact import redact, safe_name, without_controls
from jupyter_green.audit.sources import Source, UsageError
from jupyter_green.audit.stdout import show
from jupyter_green.wording import say_count

__all__ = ["FixCounts", "diff_lines", "fix_all"]


class FixCounts(NamedTuple):
    """How many documents changed, and how many could not be shown a change of, or be written."""

    changed: int
    failed: int


def fix_all(
    sources: Sequence[Source],
    options: AuditOptions,
    *,
    unsafe: bool,
    write: bool,
    redacted: bool = True,
    known: Counter[Key] | None = None,
) -> FixCounts:
    """Fix every document and return how many changed; without ``write`` the changes are only shown as a diff.

    What a baseline knows of a call that is rewritten stays ``known``. Raises UsageError for a document that stands in
    no file when it is to be written.
    """
    wanted = replace(options, with_rewrites=True)
    changed = failed = carried = 0
    clean = redact if redacted else without_controls
    for source in sources:
        fixed = _fixed(source, wanted, unsafe)
        if isinstance(fixed, str):
            if not write:  # else the report says why it could not be read
                print(f"{safe_name(source.name)}: {clean(fixed)}", file=sys.stderr)
                failed += 1
            continue
        for finding, why in fixed.left:
            place = where(source.name, finding.cell, finding.line)
            print(f"{place}: {finding.advice.practice} is not fixed: {without_controls(why)}", file=sys.stderr)
        if not fixed.done:
            continue
        if not write:
            show("".join(f"{clean(line)}\n" for line in diff_lines(source.name, fixed)))
            changed += 1
            continue
        if source.path is None:
            raise UsageError(f"{safe_name(source.name)} is not in a file; use --diff to see the changes")
        try:
            write_back(source.path, fixed.was, fixed.data)
        except OSError as error:
            print(f"{safe_name(source.name)}: {error.strerror or error}", file=sys.stderr)
            failed += 1
            continue
        changed += 1
        carried += carry_over(known, fixed.before, fixed.after) if known is not None else 0
        for finding in fixed.done:
            print(f"{where(source.name, finding.cell, finding.line)}: {finding.advice.practice} fixed", file=sys.stderr)
    if carried:
        print(
            f"{say_count(carried, 'known finding')} changed with the calls: write the baseline again", file=sys.stderr
        )
    return FixCounts(changed, failed)


def _fixed(source: Source, options: AuditOptions, unsafe: bool) -> Fixed | str:
    """Return the document fixed, or why it could not be read."""
    try:
        data = source.read()
    except (OSError, ValueError) as error:
        return f"it cannot be opened: {getattr(error, 'strerror', None) or error}"
    fixed = fix_document(source.name, data, options, unsafe=unsafe)
    unread = [one.message for one in fixed.before.problems if one.kind in ("unreadable", "internal")]
    return unread[0] if unread else fixed


def diff_lines(name: str, fixed: Fixed) -> Iterator[str]:
    """Yield a unified diff of every cell that changes."""
    for index, (before, after) in enumerate(zip(fixed.before.sources, fixed.after.sources, strict=True)):
        if before != after:
            place = where(name, index)
            yield from difflib.unified_diff(before.splitlines(), after.splitlines(), place, place, "", "", 3, "")
