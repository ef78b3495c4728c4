"""The named items of a call or a dictionary literal, changed in the style they are written in.

Changes are collected and made at once, because where a new item goes depends on which items leave.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from jupyter_green.swaps.edits import Edit
from jupyter_green.swaps.places import CellText, Mark

__all__ = ["Item", "Items", "NotEditable"]


class NotEditable(ValueError):
    """Raised for source that cannot be changed without touching more than it should; the message says why."""


@dataclass(eq=False)
class Item:
    """One argument or one pair: its name where it has one, its value, its span, and the comma behind it."""

    key: str | None
    value: ast.expr
    start: int
    end: int
    comma: int | None
    star: str = ""
    keyword: bool = True


@dataclass(eq=False)
class Items:
    """What stands between the brackets of one call or dictionary literal of one cell."""

    number: int
    cell: CellText
    node: ast.Call | ast.Dict
    positional: tuple[str, ...] = ()
    new: dict[str, str] = field(default_factory=dict)
    replaced: dict[int, tuple[Item, str]] = field(default_factory=dict)
    removed: list[Item] = field(default_factory=list)

    def __post_init__(self) -> None:
        start = self.cell.span(self.node.func)[1] if isinstance(self.node, ast.Call) else self.cell.span(self.node)[0]
        marks = self.cell.marks(start, self.cell.span(self.node)[1])
        if not marks or marks[-1].kind != "close":
            raise NotEditable("its brackets are not where they are expected")
        self.opening = self.cell.source.index("(" if isinstance(self.node, ast.Call) else "{", start)
        self.closing = marks[-1].start
        self._comments = [mark for mark in marks if mark.kind == "#"]
        self.items = self._split([mark for mark in marks if mark.kind == ","])

    # -- reading ------------------------------------------------------------------------------------------------------

    def find(self, key: str) -> Item | None:
        """Return the last item called ``key``, which is the one that counts."""
        return next((item for item in reversed(self.items) if item.key == key and item not in self.removed), None)

    @property
    def spreads(self) -> list[Item]:
        """The items that spread a mapping: ``**more``."""
        return [item for item in self.items if item.star == "**"]

    @property
    def is_empty(self) -> bool:
        """True when nothing would be left between the brackets."""
        return len(self.removed) == len(self.items) and not self.new

    @property
    def has_nameless_arguments(self) -> bool:
        """True when positional arguments stand here whose parameters are not known."""
        return any(item.key is None and item.star != "**" for item in self.items) and isinstance(self.node, ast.Call)

    @property
    def is_call(self) -> bool:
        """True for ``f(a=1)``, false for ``{"a": 1}``."""
        return isinstance(self.node, ast.Call)

    def _named(self) -> Iterator[tuple[str | None, ast.expr, str, bool]]:
        if isinstance(self.node, ast.Dict):
            for key, value in zip(self.node.keys, self.node.values, strict=True):
                if key is None:
                    yield None, value, "**", True
                else:
                    name = key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None
                    yield name, value, "", True
            return
        names: list[str | None] = list(self.positional)
        found: list[tuple[int, str | None, ast.expr, str, bool]] = []
        for index, argument in enumerate(self.node.args):
            if isinstance(argument, ast.Starred):
                names = []
                found.append((self.cell.span(argument)[0], None, argument, "*", False))
            else:
                name = names[index] if index < len(names) else None
                found.append((self.cell.span(argument)[0], name, argument, "", False))
        for keyword in self.node.keywords:
            star = "" if keyword.arg else "**"
            found.append((self.cell.span(keyword)[0], keyword.arg, keyword.value, star, True))
        for _, name, value, star, is_keyword in sorted(found, key=lambda entry: entry[0]):
            yield name, value, star, is_keyword

    def _split(self, commas: list[Mark]) -> list[Item]:
        entries = list(self._named())
        bounds = [self.opening + 1, *(mark.end for mark in commas), self.closing + 1]
        items = []
        for index, (name, value, star, is_keyword) in enumerate(entries):
            if index + 1 >= len(bounds):
                raise NotEditable("its commas are not where they are expected")
            start, end = self._trim(bounds[index], bounds[index + 1] - 1)
            comma = bounds[index + 1] - 1 if index < len(commas) else None
            items.append(Item(name, value, start, end, comma, star, is_keyword))
        return items

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        """Return the span without white space and comments at its ends."""
        source = self.cell.source
        comments = [mark for mark in self._comments if start <= mark.start < end]
        while True:
            while start < end and (source[start].isspace() or source[start] == "\\"):
                start += 1
            if not comments or comments[0].start != start:
                break
            start = comments.pop(0).end
        while True:
            while start < end and source[end - 1].isspace():
                end -= 1
            if not comments or comments[-1].end != end:
                break
            end = comments.pop().start
        return start, end

    # -- changing -----------------------------------------------------------------------------------------------------

    def replace(self, item: Item, text: str) -> None:
        """Give an item another value; its name and everything around it stay."""
        self.replaced[id(item)] = (item, text)

    def remove(self, item: Item) -> None:
        """Take an item out with its comma; a positional argument with others behind it becomes None."""
        self.replaced.pop(id(item), None)
        if item not in self.removed:
            self.removed.append(item)

    def add(self, key: str, text: str) -> None:
        """Add an item behind the last one."""
        self.new[key] = text

    def edits(self) -> list[Edit]:
        """Return all changes as edits."""
        made = []
        for item in [item for item in self.removed if not item.keyword and not self._may_leave(item)]:
            self.removed.remove(item)
            self.replace(item, "None")
        for item, text in self.replaced.values():
            start, end = self.cell.span(item.value)
            if isinstance(self.node, ast.Call) and item.star == "**":
                text = text if text.startswith(("{", "dict(")) else f"({text})"
            made.append(self._edit(start, end, text))
        left = [item for item in self.items if item not in self.removed]
        if self.new and not left and self.removed:
            keep, *rest = self.removed
            made.append(self._edit(keep.start, keep.end, ", ".join(self._said(k, v) for k, v in self.new.items())))
            made.extend(edit for item in rest for edit in self._removal(item, left, True))
            return made
        tail = [item for item in self.items if left and item.start > left[-1].start]
        if tail and self._is_one_line(left[-1].end, self.closing):
            said = "".join(f", {self._said(key, text)}" for key, text in self.new.items())
            last = tail[-1]
            end, trailing = (last.end, "") if last.comma is None else (last.comma + 1, ",")
            others = [item for item in self.removed if item not in tail]
            made.extend(self._joined([edit for item in others for edit in self._removal(item, left, True)]))
            return [*made, self._edit(left[-1].end, end, said + trailing)]
        made.extend(self._joined([edit for item in self.removed for edit in self._removal(item, left, bool(self.new))]))
        if self.new:
            made.extend(self._additions(left))
        return made

    def _may_leave(self, item: Item) -> bool:
        """True when no positional argument stays behind this one, so that none would change its place."""
        behind = self.items[self.items.index(item) + 1 :]
        return not any(not other.keyword and other not in self.removed for other in behind)

    def _edit(self, start: int, end: int, after: str) -> Edit:
        return Edit(self.number, start, end, self.cell.source[start:end], after)

    def _joined(self, removals: list[Edit]) -> list[Edit]:
        """Return removals with those that share white space made one."""
        joined: list[Edit] = []
        for edit in sorted(removals):
            if joined and edit.start < joined[-1].end:
                last = joined.pop()
                edit = self._edit(last.start, max(last.end, edit.end), "")
            joined.append(edit)
        return joined

    def _removal(self, item: Item, left: list[Item], more_follows: bool) -> list[Edit]:
        source = self.cell.source
        start, end = item.start, item.end if item.comma is None else item.comma + 1
        made = []
        if item.comma is None and left and not more_follows:
            comma = left[-1].comma
            if comma is not None:
                if not source[comma + 1 : start].strip():
                    return [self._edit(comma, end, "")]
                made.append(self._edit(comma, comma + 1, ""))
        line, line_end = self.cell.line_start(start), self.cell.line_end(end)
        first = not source[line:start].strip()
        last = not source[end:line_end].strip()
        if first and last and line > self.opening:
            return [*made, self._edit(line, min(line_end + len(self.cell.line_break(end)), len(source)), "")]
        if last and not first:
            start -= len(source[line:start]) - len(source[line:start].rstrip())
        elif item.comma is not None:
            end += len(source[end:line_end]) - len(source[end:line_end].lstrip())
        return [*made, self._edit(start, end, "")]

    def _is_one_line(self, start: int, end: int) -> bool:
        inside = self.cell.source[start:end]
        return "\n" not in inside and "\r" not in inside

    def _additions(self, left: list[Item]) -> list[Edit]:
        source = self.cell.source
        said = [self._said(key, text) for key, text in self.new.items()]
        if not left:
            return [self._edit(self.opening + 1, self.opening + 1, ", ".join(said))]
        last = left[-1]
        trailing = "," if self.items[-1].comma is not None else ""
        behind = last.end if last.comma is None else last.comma + 1
        if not self._one_per_line(left):
            if last.comma is None:
                return [self._edit(behind, behind, "".join(f", {text}" for text in said))]
            return [self._edit(behind, behind, " " + ", ".join(said) + trailing)]
        lead = self._line_break() + self.cell.indent(last.start)
        lines = ",".join(lead + text for text in said) + trailing
        line_end = self.cell.line_end(behind)
        rest = source[behind:line_end].strip()
        place = line_end if not rest or rest.startswith("#") else behind
        if last.comma is not None:
            return [self._edit(place, place, lines)]
        if place == behind:
            return [self._edit(behind, behind, "," + lines)]
        return [self._edit(behind, behind, ","), self._edit(place, place, lines)]

    def _one_per_line(self, left: list[Item]) -> bool:
        last = left[-1]
        line = self.cell.line_start(last.start)
        if self.cell.source[line : last.start].strip():
            return False
        return len(left) == 1 or left[-2].start < line

    def _line_break(self) -> str:
        return self.cell.line_break(self.opening)

    # -- style --------------------------------------------------------------------------------------------------------

    def _said(self, key: str, text: str) -> str:
        if isinstance(self.node, ast.Dict):
            quote = self._key_quote()
            return f"{quote}{key}{quote}{self._between(': ')}{text}"
        return f"{key}{self._between('=')}{text}"

    def _key_quote(self) -> str:
        keys = [self.cell.source[item.start] for item in self.items if item.key is not None]
        return keys[-1] if keys and keys[-1] in "\"'" else self.quote

    def _between(self, usual: str) -> str:
        """Return what stands between a name and its value here, such as ``=``, ``" = "`` or ``: ``."""
        for item in reversed(self.items):
            if item.key is None or not item.keyword:
                continue
            head = self.cell.source[item.start : self.cell.span(item.value)[0]]
            between = head[len(item.key) + (2 if isinstance(self.node, ast.Dict) else 0) :]
            if between.strip(" \t") == usual.strip():
                return between
        return usual

    @property
    def quote(self) -> str:
        """The quote that most text here is written with; else the one of the cell, else the double one."""
        start, end = self.cell.span(self.node)
        for text in (self.cell.source[start:end], self.cell.source):
            single, double = text.count("'"), text.count('"')
            if single != double:
                return "'" if single > double else '"'
        return '"'
