"""Where something stands, in words: the document, the cell counted from 1, and the line."""

from __future__ import annotations

from jupyter_green.audit.redact import safe_name

__all__ = ["cell_words", "where"]


def cell_words(name: str, cell: int, line: int = 0) -> str:
    """Return ``cell 7, line 2``, with cells counted from 1; a Python file has lines only."""
    lines = f"line {line}" if line else ""
    if name.endswith(".py"):
        return lines or "the file"
    return ", ".join(part for part in (f"cell {cell + 1}", lines) if part)


def where(name: str, cell: int | None = None, line: int = 0) -> str:
    """Return ``notebook.ipynb:cell 7:2``, or ``file.py:2``."""
    parts = [safe_name(name)]
    if cell is not None and not name.endswith(".py"):
        parts.append(f"cell {cell + 1}")
    if line:
        parts.append(str(line))
    return ":".join(parts)
