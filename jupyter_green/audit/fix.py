"""Fixes: swaps carried into a document's bytes, one after the other, each kept only when a second reading agrees."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.limits import check_notebook
from jupyter_green.audit.literals import cell_literals, splice
from jupyter_green.audit.report import DocumentReport, Finding
from jupyter_green.practices import Advice
from jupyter_green.swaps.edits import Edit

__all__ = ["FileChanged", "Fixed", "apply_to_bytes", "fix_document", "write_back"]

_MOST_TRIES = 400
_BOM = b"\xef\xbb\xbf"
_Key = tuple[str, int]  # practice, number of the job


class FileChanged(OSError):
    """Raised when a file is no longer what was read, so that nothing may be written over it."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A document after its fixes: the new bytes, what was done, and what was tried and left, with the reason.

    ``was`` are the bytes that were read, ``before`` and ``after`` the reports of both.
    """

    was: bytes = field(repr=False)
    data: bytes = field(repr=False)
    done: tuple[Finding, ...]
    left: tuple[tuple[Finding, str], ...]
    before: DocumentReport = field(repr=False)
    after: DocumentReport = field(repr=False)


def fix_document(name: str, data: bytes, options: AuditOptions, *, unsafe: bool) -> Fixed:
    """Return the document with every fix of its findings that a second reading confirms.

    ``options`` must ask for rewrites. A fix is kept when its finding is gone afterwards and none is there that was
    not there at the start; what was refused is tried again after others, so that a second run changes nothing.
    Suppressed findings are left alone.
    """
    was, first = data, audit_document(name, data, options)
    report = first
    allowed = set(map(_key, first.findings))
    done: list[Finding] = []
    refused: dict[_Key, tuple[Finding, str]] = {}
    is_worth_another_round = False
    for _ in range(_MOST_TRIES):
        finding = next(_open(report, refused, unsafe), None)
        if finding is None and is_worth_another_round:
            refused, is_worth_another_round = {}, False
            finding = next(_open(report, refused, unsafe), None)
        if finding is None or finding.rewrite is None:
            break
        try:
            changed = apply_to_bytes(name, data, finding.rewrite.edits)
        except ValueError as error:
            refused[_key(finding)] = (finding, str(error))
            continue
        after = audit_document(name, changed, options)
        why = _why_not(report, after, finding, allowed)
        if why:
            refused[_key(finding)] = (finding, why)
            continue
        done.append(finding)
        allowed.discard(_key(finding))
        data, report, is_worth_another_round = changed, after, bool(refused)
    else:
        untried = next(_open(report, refused, unsafe), None)
        if untried is not None:
            refused[_key(untried)] = (untried, "so many changes are not made at once; run it again")
    return Fixed(was, data, tuple(done), tuple(refused.values()), first, report)


def apply_to_bytes(name: str, data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the document's bytes with the edits made and every other byte as it was.

    Raises ValueError when the document is not UTF-8, or is not what the edits were made for.
    """
    mark, body = (_BOM, data[len(_BOM) :]) if data.startswith(_BOM) else (b"", data)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8, so it is not written to") from error
    ordered = sorted(edits, key=lambda edit: (edit.cell, edit.start, edit.end), reverse=True)
    if name.endswith(".py"):
        return mark + _in_python(text, ordered).encode("utf-8")
    changed = text
    for edit in ordered:
        cells = cell_literals(changed)
        cell = cells[edit.cell] if edit.cell < len(cells) else None
        if cell is None or "".join(cell.texts)[edit.start : edit.end] != edit.before:
            raise ValueError("the cell is not as it was read")
        changed = splice(changed, cell, edit.start, edit.end, _newlines_like("".join(cell.texts), edit.after))
    _same_but_for_source(text, changed)
    return mark + changed.encode("utf-8")


def write_back(path: Path, before: bytes, after: bytes) -> None:
    """Replace the file in one step, keeping its mode; a link keeps pointing where it does.

    Raises FileChanged when the file no longer holds ``before``, and OSError when it cannot be written.
    """
    target = path.resolve()
    if not target.stat().st_mode & 0o222:  # replacing it would ask the folder's rights only
        raise PermissionError("it is read-only; nothing is written")
    handle, name = tempfile.mkstemp(prefix=".jupyter-green-", suffix=target.suffix, dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        _like(target, temporary)
        if target.read_bytes() != before:
            raise FileChanged("it was changed while it was read; nothing is written")
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _like(target: Path, temporary: Path) -> None:
    """Give the new file the mode of the old one, and its owner where that may be done."""
    told = target.stat()
    if hasattr(os, "chown") and (told.st_uid, told.st_gid) != (temporary.stat().st_uid, temporary.stat().st_gid):
        with contextlib.suppress(OSError):
            os.chown(temporary, told.st_uid, told.st_gid)
    temporary.chmod(told.st_mode & 0o7777)


def _open(report: DocumentReport, tried: Collection[_Key], unsafe: bool) -> Iterator[Finding]:
    """Yield what may be fixed, in the order the advice is ranked in; never what costs more carbon and money."""
    by_key = {(f.advice.practice, f.job): f for f in report.open_findings if f.is_fixable}
    for job in report.jobs:
        for advice in job.advice:
            finding = by_key.get((advice.practice, job.number))
            allowed = advice.swap is not None and (
                advice.swap.fix == "safe" or (unsafe and advice.swap.fix == "unsafe")
            )
            if finding is not None and allowed and (advice.practice, job.number) not in tried and not _is_worse(advice):
                yield finding


def _is_worse(advice: Advice) -> bool:
    saving = advice.saving
    if saving is None or not (saving.carbon.is_known and saving.cost.is_known):
        return False
    return saving.carbon.central > 0 and saving.cost.central > 0


def _why_not(before: DocumentReport, after: DocumentReport, finding: Finding, allowed: Collection[_Key]) -> str:
    """Return why a change may not be kept, or an empty text; ``allowed`` is what may stand afterwards."""
    if len(before.jobs) != len(after.jobs):
        return "the cells would start other jobs"
    if after.problems != before.problems:
        return "the cells would not be read as before"
    now = set(map(_key, after.findings))
    if _key(finding) in now:
        return "the advice would still stand"
    new = sorted({practice for practice, job in now if (practice, job) not in allowed})
    return f"it would bring new findings: {', '.join(new)}" if new else ""


def _key(finding: Finding) -> _Key:
    return finding.advice.practice, finding.job


def _in_python(text: str, ordered: Sequence[Edit]) -> str:
    for edit in ordered:
        if text[edit.start : edit.end] != edit.before:
            raise ValueError("the file is not as it was read")
        text = text[: edit.start] + _newlines_like(text, edit.after) + text[edit.end :]
    return text


def _newlines_like(text: str, after: str) -> str:
    """Return the new text with the line ends that the old one has."""
    return after.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in text else after


def _same_but_for_source(before: str, after: str) -> None:
    """Raise ValueError unless the two notebooks differ in nothing but sources: the last check before writing."""
    was, now = (check_notebook(text.encode("utf-8")) for text in (before, after))
    for notebook in (was, now):
        for cell in notebook["cells"]:
            if isinstance(cell, dict):
                cell.pop("source", None)
                cell.pop("input", None)
        notebook.pop("worksheets", None)
    if json.dumps(was, sort_keys=True) != json.dumps(now, sort_keys=True):
        raise ValueError("the change would alter more than source; nothing is written")
