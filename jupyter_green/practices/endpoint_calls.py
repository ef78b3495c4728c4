"""Where cells call an endpoint."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["called_in_a_loop"]

_CALL = re.compile(r"\.(?:predict|invoke_endpoint)\(")
_PREDICTOR = re.compile(r"\w*predictor\w*$")
_LOOP = re.compile(r"([ \t]*)(?:async[ \t]+)?(?:for|while)\b")


@lru_cache(maxsize=16)
def called_in_a_loop(text: str) -> bool:
    """Return True when a call of an endpoint stands under ``for`` or ``while``, or in a comprehension."""
    for call in _CALL.finditer(text):
        start = text.rfind("\n", 0, call.start()) + 1
        end = text.find("\n", call.end())
        line = text[start : end if end >= 0 else len(text)]
        if line.lstrip().startswith("#"):
            continue
        if call[0] == ".predict(" and _PREDICTOR.search(text, start, call.start()) is None:  # a model in the kernel
            continue
        rest = line[call.end() - start :].partition("#")[0]
        if " for " in rest or _is_under_a_loop(text[:start], _indent(line)):
            return True
    return False


def _is_under_a_loop(above: str, indent: int) -> bool:
    """Return True when one of the blocks that a line with this indent stands in is a loop."""
    while indent and above:
        start = above.rfind("\n", 0, len(above) - 1) + 1
        line, above = above[start:], above[:start]
        words = line.strip()
        if not words or words.startswith("#") or _indent(line) >= indent:
            continue
        if _LOOP.match(line):
            return True
        indent = _indent(line)
    return False


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
