"""Edits of cells: spans of text, nothing else, with the diff a user reads before accepting them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

__all__ = ["Edit", "EditError", "Rewrite", "apply_edits", "in_utf16", "unified_diff"]


class EditError(ValueError):
    """Raised when an edit no longer fits the text; the message says what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """One replaced span of one cell: ``before`` stands at ``start`` to ``end`` (code points) and becomes ``after``."""

    cell: int
    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A swap in the words of the cells: the edits, or the reason why there are none.

    ``imports_added`` lists the import lines among the edits and ``notes`` what the edits cannot say.
    """

    edits: tuple[Edit, ...] = ()
    diff: str = ""
    imports_added: tuple[str, ...] = ()
    refused: str = ""
    notes: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[int, ...]:
        """The cells that change, in order."""
        return tuple(sorted({edit.cell for edit in self.edits}))


def apply_edits(cells: Sequence[str], edits: Iterable[Edit]) -> list[str]:
    """Return the cells with all edits made; raises EditError when a text is not what an edit expects there."""
    changed = list(cells)
    following: tuple[int, int] | None = None
    for edit in sorted(edits, key=lambda e: (e.cell, e.start, e.end), reverse=True):
        if not 0 <= edit.cell < len(cells):
            raise EditError(f"there is no cell {edit.cell}; read the notebook again")
        if cells[edit.cell][edit.start : edit.end] != edit.before:
            raise EditError(f"cell {edit.cell} was changed since it was read; ask for the advice again")
        if following is not None and following[0] == edit.cell and edit.end > following[1]:
            raise EditError("two edits overlap; apply them one after the other")
        text = changed[edit.cell]
        changed[edit.cell] = text[: edit.start] + edit.after + text[edit.end :]
        following = (edit.cell, edit.start)
    return changed


def in_utf16(cells: Sequence[str], edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return the edits with offsets counted in UTF-16 units of the cell's source, as front ends count them."""
    converted = []
    for edit in edits:
        source = cells[edit.cell]
        start = _utf16_length(source[: edit.start])
        converted.append(replace(edit, start=start, end=start + _utf16_length(source[edit.start : edit.end])))
    return tuple(converted)


def _utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text) + sum(ord(char) > 0xFFFF for char in text)


def unified_diff(cells: Sequence[str], edits: Iterable[Edit], context: int = 2) -> str:
    """Return a unified diff of every cell that changes, headed by its number counted from 1."""
    made = tuple(edits)
    after = apply_edits(cells, made)
    parts = []
    for index in sorted({edit.cell for edit in made}):
        name = f"cell {index + 1}"
        lines = difflib.unified_diff(
            cells[index].splitlines(), after[index].splitlines(), name, f"{name} after the swap", "", "", context, ""
        )
        parts.append("\n".join(lines))
    return "\n".join(part for part in parts if part)
