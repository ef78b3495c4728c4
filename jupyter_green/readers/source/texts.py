"""Texts that are only partly known: however a notebook spells one, the same parts make the same text.

A name is often made as ``f"{job}-config"`` in one cell and as ``job + "-config"`` in another. Both are kept as the
parts in their order, so the request finds what was called so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import Formatter
from typing import TYPE_CHECKING

from jupyter_green.readers.source.values import Sym, Value, identity

if TYPE_CHECKING:
    from jupyter_green.readers.source.evaluator import Evaluator

__all__ = ["TextSym", "filled", "formatted", "interleaved", "joined"]

_REASON = "text made at run time"
_MOST_PARTS = 40
_LONGEST = 2_000
#: So many characters at the start of a name tell it from the names of other endpoints.
_TELLING = 4
_PERCENT = re.compile(r"%[sd%]")


class TextSym(Sym):
    """A text of which some parts are not known."""

    __slots__ = ("parts",)

    def __init__(self, key: object, parts: tuple[Value, ...]) -> None:
        super().__init__(_REASON, key)
        self.parts = parts

    def fits(self, text: str) -> bool:
        """True where this may be ``text`` once it is known, by what it begins with and what else is known of it."""
        first = self.parts[0]
        if type(first) is not str or len(first) < _TELLING or len(text) > _LONGEST:
            return False
        at = 0
        for part in self.parts:
            if type(part) is str:
                found = text.find(part, at)
                if found < 0 or (at == 0 and found > 0):
                    return False
                at = found + len(part)
        return len(text) > at or type(self.parts[-1]) is str


def joined(ev: Evaluator, values: Sequence[Value]) -> Sym:
    """Return the text that these values make one after the other; at least one of them is not known."""
    parts: list[Value] = []
    for value in values:
        for part in value.parts if type(value) is TextSym else (value,):
            if type(part) in (str, int, float, bool):
                if part == "":
                    continue
                if parts and type(parts[-1]) is str:
                    parts[-1] += str(part)
                    continue
                part = str(part)
            parts.append(part)
    if len(parts) == 1 and isinstance(parts[0], Sym):
        return parts[0]
    key = ("text", *map(identity, parts))
    known = ev.interned.get(key)
    if known is None:
        if len(parts) > _MOST_PARTS or sum(len(p) for p in parts if type(p) is str) > _LONGEST:
            return ev.derive(_REASON, *key)
        known = ev.interned[key] = TextSym(("derived", len(ev.interned)), tuple(parts))
    return known


def interleaved(ev: Evaluator, separator: str, values: Sequence[Value]) -> Sym:
    """Return what ``separator.join(values)`` makes."""
    parts = [part for value in values for part in (separator, value)]
    return joined(ev, parts[1:])


def filled(ev: Evaluator, template: str, values: Sequence[Value]) -> Sym | None:
    """Return what ``template % values`` makes; None where it does more than put texts in."""
    if template.count("%") != sum(len(found.strip("sd")) for found in _PERCENT.findall(template)):
        return None
    left = iter(values)
    parts: list[Value] = []
    end = 0
    for found in _PERCENT.finditer(template):
        parts.append(template[end : found.start()])
        end = found.end()
        value = "%" if found.group() == "%%" else next(left, None)
        if value is None:
            return None
        parts.append(value)
    return joined(ev, [*parts, template[end:]])


def formatted(ev: Evaluator, template: str, values: Sequence[Value], named: dict[str, Value]) -> Sym | None:
    """Return what ``template.format(...)`` makes; None where it does more than put texts in."""
    known: dict[str, Value] = {str(at): value for at, value in enumerate(values)} | named
    parts: list[Value] = []
    unnumbered = 0
    try:
        pieces = list(Formatter().parse(template))
    except ValueError:
        return None
    for text, field, spec, conversion in pieces:
        parts.append(text)
        if field is None:
            continue
        if field == "":
            field, unnumbered = str(unnumbered), unnumbered + 1
        if spec or conversion not in (None, "s") or field not in known:
            return None
        parts.append(known[field])
    return joined(ev, parts)
