"""A small table as aligned text and as HTML, saying the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["Table"]


@dataclass(frozen=True, slots=True)
class Table:
    """Headers and rows of text; columns named in ``numbers`` are right-aligned. ``notes`` follow below."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    title: str = ""
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the table in columns, one line a row."""
        widths = [max(len(row[i]) for row in (self.headers, *self.rows)) for i in range(len(self.headers))]
        lines = [self.title] if self.title else []
        if self.rows:
            lines += [self._text_row(row, widths) for row in (self.headers, *self.rows)]
        return "\n".join([*lines, *self.notes])

    def html(self) -> str:
        """Return the table as HTML with everything escaped."""
        title = f"<b>{escape(self.title)}</b>" if self.title else ""
        body = "".join(self._html_row(row, "td") for row in self.rows)
        table = f"<table><thead>{self._html_row(self.headers, 'th')}</thead><tbody>{body}</tbody></table>"
        return title + (table if self.rows else "") + "".join(f"<p>{escape(note)}</p>" for note in self.notes)

    def _text_row(self, row: Sequence[str], widths: Sequence[int]) -> str:
        cells = [
            cell.rjust(width) if i in self.numbers else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        return "  ".join(cells).rstrip()

    def _html_row(self, row: Sequence[str], tag: str) -> str:
        cells = "".join(
            f'<{tag} style="text-align:{"right" if i in self.numbers else "left"}">{escape(cell)}</{tag}>'
            for i, cell in enumerate(row)
        )
        return f"<tr>{cells}</tr>"
