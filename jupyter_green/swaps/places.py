"""Where things stand in a cell: syntax trees whose places are offsets in the text as it was written.

A call is parsed on its own, so a cell that holds magics, or that does not parse as a whole, can still be edited there.
Trees come from ``ast`` and the commas and comments between the nodes from ``tokenize``: every edit is a span of the
original text, so a tree that can print itself is not needed and one that is quick to build is worth more.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from jupyter_green.readers.cells import blank_magics
from jupyter_green.readers.salvage import parse_quietly

__all__ = ["CellText", "Mark", "ParsedCall"]

_LINE_END = re.compile(r"\r\n|\r|\n")
_OPENING = frozenset("([{")
_CLOSING = frozenset(")]}")


class Mark(NamedTuple):
    """A comma, comment or closing bracket at the outermost level of a bracketed text."""

    kind: str
    start: int
    end: int


def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in _LINE_END.finditer(text))]


@dataclass(frozen=True)
class CellText:
    """One cell as text, with its tree where it parses and the way from tree places to offsets."""

    source: str

    @cached_property
    def python(self) -> str | None:
        """The cell with magics blanked, or None when it is not Python."""
        return blank_magics(self.source)

    @cached_property
    def tree(self) -> ast.Module | None:
        """The tree of the whole cell, or None when it does not parse."""
        if self.python is None:
            return None
        try:
            tree: ast.Module = parse_quietly(self.python)
            return tree
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    @cached_property
    def starts(self) -> list[int]:
        """The offset of every line."""
        return _line_starts(self.source)

    @cached_property
    def _python_lines(self) -> list[str]:
        return _LINE_END.split(self.python or "")

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return the offsets of a node of :attr:`tree` in the text as it was written."""
        place: tuple[int, int] | None = getattr(node, "_span", None)
        if place is not None:
            return place
        return self._offset(node.lineno, node.col_offset), self._offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def _offset(self, line: int, column: int) -> int:
        text = self._python_lines[line - 1]
        return self.starts[line - 1] + (column if text.isascii() else len(text.encode()[:column].decode()))

    def text(self, node: ast.AST) -> str:
        """Return the text of a node."""
        start, end = self.span(node)
        return self.source[start:end]

    def parse_call(self, start: int, end: int) -> ParsedCall | None:
        """Return the call that stands at the span, or None when no single call does."""
        text = self.source[start:end]
        try:
            node = parse_quietly(f"({text}\n)", "eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        while isinstance(node, ast.Await):
            node = node.value
        if not isinstance(node, ast.Call):
            return None
        _place(node, text, start)
        return ParsedCall(node)

    def line_start(self, offset: int) -> int:
        """Return the offset where the line of ``offset`` starts."""
        return max(self.source.rfind("\n", 0, offset), self.source.rfind("\r", 0, offset)) + 1

    def line_end(self, offset: int) -> int:
        """Return the offset where the line of ``offset`` ends, before its line break."""
        found = _LINE_END.search(self.source, offset)
        return found.start() if found else len(self.source)

    def indent(self, offset: int) -> str:
        """Return the white space that the line of ``offset`` starts with."""
        line = self.source[self.line_start(offset) : offset]
        return line[: len(line) - len(line.lstrip())]

    def line_break(self, offset: int) -> str:
        """Return the line break that ends the line of ``offset``."""
        found = _LINE_END.search(self.source, offset)
        return found.group() if found else "\n"

    def marks(self, start: int, end: int) -> list[Mark]:
        """Return commas and comments at the first level of the bracketed text, and the bracket that closes it.

        The text may start before its bracket (``Estimator(…)``); brackets of what is called are passed over because
        ``start`` is where the called thing ends.
        """
        return list(_marks(self.source[start:end], start))


@dataclass(frozen=True)
class ParsedCall:
    """A call whose nodes know their spans in the cell."""

    node: ast.Call

    @property
    def name(self) -> str:
        """The last part of what is called, such as ``Estimator`` or ``fit``."""
        func = self.node.func
        return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


def _place(node: ast.AST, text: str, base: int) -> None:
    """Write the span of every node in the cell on the node, for a tree parsed from ``(`` + text."""
    starts = _line_starts(text)
    lines = _LINE_END.split(text)

    def offset(line: int, column: int) -> int:
        if line == 1:
            column -= 1
        held = lines[line - 1]
        return base + starts[line - 1] + (column if held.isascii() else len(held.encode()[:column].decode()))

    for part in ast.walk(node):
        if isinstance(part, (ast.expr, ast.keyword)) and part.end_lineno and part.end_col_offset is not None:
            first, last = offset(part.lineno, part.col_offset), offset(part.end_lineno, part.end_col_offset)
            part._span = (first, last)  # type: ignore[union-attr]


def _marks(text: str, base: int) -> Iterator[Mark]:
    starts = _line_starts(text)
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
        kind, word = token.type, token.string
        first = base + starts[token.start[0] - 1] + token.start[1]
        if kind == tokenize.COMMENT and depth == 1:
            yield Mark("#", first, first + len(word))
        elif kind != tokenize.OP:
            continue
        elif word in _OPENING:
            depth += 1
        elif word in _CLOSING:
            depth -= 1
            if depth == 0:
                yield Mark("close", first, first + 1)
                return
        elif word == "," and depth == 1:
            yield Mark(",", first, first + 1)
