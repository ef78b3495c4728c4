"""How large a value may grow: code that doubles a text forty times must not take the memory of the machine."""

from __future__ import annotations

import re

__all__ = ["LONGEST_LIST", "LONGEST_TEXT", "is_wide", "makes_long_text"]

LONGEST_TEXT = 100_000
LONGEST_LIST = 10_000
_WIDE = re.compile(r"\d{5,}|\{[^{}]*\{|%[^a-zA-Z%]*\*")


def is_wide(template: str) -> bool:
    """True for a template of ``%`` or ``format`` that pads to a width of five digits, or to one that is handed over."""
    return _WIDE.search(template) is not None


def makes_long_text(pieces: object, times: int = 1) -> bool:
    """True when texts together, each so many times, are longer than any value of a job."""
    room = LONGEST_TEXT
    for piece in pieces if isinstance(pieces, (list, tuple)) else ():
        if isinstance(piece, (str, bytes)):
            room -= len(piece) * times
            if room < 0:
                return True
    return False
