"""Limits on untrusted documents: size, depth, number of cells; older notebook formats brought to one form."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

__all__ = ["MOST_BYTES", "MOST_CELLS", "TooMuch", "check_notebook", "decode_text", "what_is_wrong"]

MOST_BYTES = 200 * 1024 * 1024
MOST_CELLS = 100_000


class TooMuch(ValueError):
    """Raised for a document beyond the limits; the message says which."""


def decode_text(data: bytes) -> str:
    """Return a Python file's text, with what is not UTF-8 replaced; raises TooMuch beyond the size limit."""
    _check_size(data)
    if b"\x00" in data[:4096]:
        raise ValueError("it is binary")
    return data.decode("utf-8-sig", errors="replace")


def _check_size(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise TooMuch(f"it has {len(data):,} bytes, more than {MOST_BYTES:,}")


@cache
def _quick_parser() -> Callable[[bytes], Any] | None:
    """Return the JSON parser of orjson where that is installed: it takes a third of the time."""
    try:
        import orjson
    except ImportError:
        return None
    return orjson.loads


def _parsed(data: bytes) -> Any:
    """Return the JSON of some bytes; what the quick parser refuses, such as NaN or lone surrogates, the other reads."""
    _check_size(data)
    quick = _quick_parser()
    if quick is not None:
        try:
            return quick(data)
        except ValueError:
            pass
    return json.loads(decode_text(data))


def what_is_wrong(name: str, data: bytes) -> str:
    """Return why these bytes can be no document, as far as their two ends tell at once, or an empty text."""
    if b"\x00" in data[:4096]:
        return "it is binary"
    if name.endswith(".py"):
        return ""
    begins, ends = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n"), data[-4096:].rstrip()
    if not begins:
        return "it is empty"
    if not begins.startswith(b"{"):
        return "it is no notebook: its text is no JSON object"
    return "" if ends.endswith(b"}") else "its JSON is cut off"


def check_notebook(data: bytes) -> dict[str, Any]:
    """Return the notebook's JSON in the form of nbformat 4; raises TooMuch or ValueError in one line."""
    try:
        notebook = _parsed(data)
    except RecursionError as error:  # the parser counts, and stops before the stack does
        raise TooMuch("its JSON is nested too deep") from error
    if not isinstance(notebook, dict):
        raise ValueError("it is JSON, but no notebook")
    if "cells" not in notebook and isinstance(notebook.get("worksheets"), list):
        notebook = {**notebook, "cells": list(_cells_of_worksheets(notebook["worksheets"]))}
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise ValueError("it has no list of cells")
    if len(cells) > MOST_CELLS:
        raise TooMuch(f"it has {len(cells):,} cells, more than {MOST_CELLS:,}")
    return notebook


def _cells_of_worksheets(worksheets: list[Any]) -> Any:
    """Yield the cells of nbformat 2 and 3, whose code stands under ``input``."""
    for sheet in worksheets:
        cells = sheet.get("cells") if isinstance(sheet, dict) else None
        for cell in cells if isinstance(cells, list) else ():
            if isinstance(cell, dict):
                yield {**cell, "source": cell.get("input", cell.get("source", ""))}
