"""Where a notebook's JSON writes the source of each cell, so that a change touches those characters and no others."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, cast

__all__ = ["CellLiteral", "cell_literals", "is_ascii_style", "line_in_file", "splice"]

_SPACE = re.compile(r"[ \t\r\n]*")
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")
_WIDE_ESCAPE = re.compile(r"\\u(?!00[0-7])[0-9a-fA-F]{4}")
#: The parser's own pieces: a string whose first character stands at an offset, and any value with where it ends.
_decoder: Any = json.JSONDecoder()
_scan_string: Callable[[str, int, bool], tuple[str, int]] = cast(Any, json.decoder).scanstring
_scan_value: Callable[[str, int], tuple[Any, int]] = _decoder.scan_once


@dataclass(frozen=True, slots=True)
class CellLiteral:
    """The string literals that hold one cell's source: for each its text, and the span between its quotes.

    ``is_list`` is true where nbformat writes a list of lines, ``between`` what stands between two of its quotes.
    """

    texts: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    is_list: bool
    between: str = ""


def cell_literals(text: str) -> list[CellLiteral | None]:
    """Return the literals of every cell in order, of any nbformat; None for a cell whose source is no text.

    Raises ValueError for what is no notebook.
    """
    spans = dict(_members(text, _after_space(text, 0)))
    cells: list[CellLiteral | None] = []
    if "cells" in spans:
        cells.extend(_cell(text, start) for start in _elements(text, spans["cells"]))
    elif "worksheets" in spans:
        for sheet in _elements(text, spans["worksheets"]):
            inner = dict(_members(text, sheet))
            if "cells" in inner:
                cells.extend(_cell(text, start) for start in _elements(text, inner["cells"]))
    else:
        raise ValueError("it has no list of cells")
    return cells


def is_ascii_style(text: str) -> bool:
    """True where the file escapes what is not ASCII, as ``json.dump`` does when it is not told otherwise."""
    return text.isascii() and _WIDE_ESCAPE.search(text) is not None


def splice(text: str, cell: CellLiteral, start: int, end: int, after: str) -> str:
    """Return the document with the characters ``start`` to ``end`` of the cell's source replaced by ``after``."""
    if not cell.spans:
        raise ValueError("the cell has no source to change")
    if "".join(cell.texts)[start:end] == after:
        return text  # nothing changes, not even how the lines are written
    starts = [0, *accumulate(len(piece) for piece in cell.texts)]
    total = starts[-1]
    last = len(cell.spans) - 1
    first_piece = min(bisect_right(starts, start) - 1, last)
    final_piece = min(bisect_right(starts, end) - 1, last)
    begins_piece = start == starts[first_piece] and first_piece > 0
    prefix = ""
    if end == total and not after and begins_piece:
        # Everything to the end goes: leave no empty line behind.
        first_piece -= 1
    elif start == total and cell.is_list and cell.texts[last].endswith("\n"):
        prefix = f'"{cell.between}"'
    low = _position(text, cell, first_piece, start - starts[first_piece])
    high = _position(text, cell, final_piece, end - starts[final_piece])
    ascii_only = is_ascii_style(text)
    lines = [json.dumps(line, ensure_ascii=ascii_only)[1:-1] for line in after.split("\n")]
    item_break = f'"{cell.between}"' if cell.is_list else ""
    said = (r"\n" + item_break).join(lines)
    if after.endswith("\n") and end == total:
        said = said.removesuffix(item_break)
    return text[:low] + prefix + said + text[high:]


def line_in_file(text: str, cell: CellLiteral, offset: int) -> int:
    """Return the line of the document, from 1, on which a character of the cell's source is written."""
    starts = [0, *accumulate(len(piece) for piece in cell.texts)]
    piece = min(bisect_right(starts, offset) - 1, len(cell.spans) - 1)
    if piece < 0:
        return 1
    return text.count("\n", 0, _position(text, cell, piece, min(offset, starts[-1]) - starts[piece])) + 1


def _position(text: str, cell: CellLiteral, piece: int, offset: int) -> int:
    """Return where in the document the character ``offset`` of a literal stands."""
    start, end = cell.spans[piece]
    at = start
    while offset:
        escape = text.find("\\", at, end)
        plain = (end if escape < 0 else escape) - at
        if offset <= plain:
            return at + offset
        offset -= plain
        at += plain
        match = _ESCAPE.match(text, at, end)
        if match is None:
            raise ValueError("the cell's text ends before the place of the change")
        at = match.end()
        offset -= 1
    return at


def _cell(text: str, start: int) -> CellLiteral | None:
    if text[start : start + 1] != "{":
        return None
    members = dict(_members(text, start))
    at = members.get("source", members.get("input"))
    if at is None:
        return None
    if text[at] == '"':
        value, end = _scan_string(text, at + 1, True)
        return CellLiteral((value,), ((at + 1, end - 1),), is_list=False)
    if text[at] != "[":
        return None
    texts, spans = [], []
    for item in _elements(text, at):
        if text[item] != '"':
            return None
        value, end = _scan_string(text, item + 1, True)
        texts.append(value)
        spans.append((item + 1, end - 1))
    return CellLiteral(tuple(texts), tuple(spans), is_list=True, between=_between(text, at, spans))


def _between(text: str, opening: int, spans: list[tuple[int, int]]) -> str:
    if len(spans) > 1:
        return text[spans[0][1] + 1 : spans[1][0] - 1]
    indent = text[opening + 1 : spans[0][0] - 1] if spans else ""
    return "," + (indent or " ")


def _members(text: str, at: int) -> Iterator[tuple[str, int]]:
    """Yield the keys of the object at ``at`` and where their values start; of equal keys the last counts."""
    if text[at : at + 1] != "{":
        raise ValueError("it is JSON, but no notebook")
    at = _after_space(text, at + 1)
    while text[at : at + 1] == '"':
        key, at = _scan_string(text, at + 1, True)
        at = _after_space(text, _after_space(text, at) + 1)
        yield key, at
        at = _after_space(text, _end_of_value(text, at))
        if text[at : at + 1] != ",":
            return
        at = _after_space(text, at + 1)


def _elements(text: str, at: int) -> Iterator[int]:
    """Yield where the items of the array at ``at`` start."""
    if text[at : at + 1] != "[":
        raise ValueError("it has no list of cells")
    at = _after_space(text, at + 1)
    while text[at : at + 1] not in ("]", ""):
        yield at
        at = _after_space(text, _end_of_value(text, at))
        if text[at : at + 1] != ",":
            return
        at = _after_space(text, at + 1)


def _end_of_value(text: str, at: int) -> int:
    try:
        return _scan_value(text, at)[1]
    except StopIteration as error:
        raise ValueError("its JSON is broken") from error


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
