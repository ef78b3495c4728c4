"""Where cells call an endpoint."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["called_in_a_loop"]

_CALL = re.compile(r"\b(?:\w*predictor\w*\.predict|\w+\.invoke_endpoint)\(")


@lru_cache(maxsize=16)
def called_in_a_loop(text: str) -> bool:
    """Return True when a call of an endpoint stands under ``for`` or ``while``, or in a comprehension."""
    if _CALL.search(text) is None:
        return False
    loops: list[int] = []
    for line in text.splitlines():
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        indent = len(line) - len(line.lstrip())
        while loops and indent <= loops[-1]:
            loops.pop()
        if _CALL.search(words) and (loops or " for " in words):
            return True
        if words.startswith(("for ", "while ", "async for ")):
            loops.append(indent)
    return False
