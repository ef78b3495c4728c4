"""An excerpt of a cell as HTML: line numbers, a little colour, and the spans that findings are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

__all__ = ["diff_html", "excerpt_html"]

_AROUND = 2
_MOST_LINES = 40
_MOST_WIDTH = 400
_TOKENS = re.compile(
    r"(?P<c>\#[^\n]*)|(?P<s>(?:[rbfuRBFU]{0,2})(?:\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'))"
    r"|(?P<k>\b(?:and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|"
    r"import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield|None|True|False)\b)"
)


def excerpt_html(source: str, spans: Sequence[tuple[int, int, int, int, bool]]) -> str:
    """Return the lines around the spans; a span is (line, column, end line, end column, fault), all from 1."""
    lines = source.split("\n")
    shown = _shown_lines(len(lines), [(line, end_line) for line, _, end_line, _, _ in spans])
    classes = _classes(source)
    starts = [0]
    for text in lines:
        starts.append(starts[-1] + len(text) + 1)
    for line, column, end_line, end_column, fault in spans:
        if not (1 <= line <= len(lines) and 1 <= end_line <= len(lines)):
            continue
        low, high = starts[line - 1] + column - 1, starts[end_line - 1] + end_column - 1
        for at in range(low, min(high, len(classes))):
            classes[at] |= 8 if fault else 4
    parts, last = [], 0
    for number in shown:
        if number > last + 1:
            parts.append('<span class="gap">⋯</span>\n')
        text = lines[number - 1][:_MOST_WIDTH]
        told = _line_html(text, classes[starts[number - 1] : starts[number - 1] + len(text)])
        parts.append(f'<span class="ln">{number:>3}</span> {told}\n')
        last = number
    if shown and shown[-1] < len(lines):
        parts.append('<span class="gap">⋯</span>\n')
    return f'<pre class="code" tabindex="0"><code>{"".join(parts)}</code></pre>'


def diff_html(diff: str) -> str:
    """Return a unified diff; added and removed lines are told apart by their sign and by colour."""
    rows = []
    for line in diff.splitlines():
        if line.startswith(("---", "+++")):
            continue
        name = {"+": "add", "-": "del", "@": "at"}.get(line[:1], "")
        rows.append(f'<span class="{name}">{escape(line[:_MOST_WIDTH])}</span>' if name else escape(line[:_MOST_WIDTH]))
    return f'<pre class="diff" tabindex="0"><code>{chr(10).join(rows)}</code></pre>'


def _shown_lines(count: int, spans: Iterable[tuple[int, int]]) -> list[int]:
    shown: set[int] = set()
    for first, last in spans:
        shown.update(range(max(1, first - _AROUND), min(count, min(last, first + 12) + _AROUND) + 1))
    return sorted(shown)[:_MOST_LINES]


def _classes(source: str) -> list[int]:
    """Return for each character 0, or 1 string, 2 keyword, 3 comment."""
    found = [0] * len(source)
    codes = {"s": 1, "k": 2, "c": 3}
    for match in _TOKENS.finditer(source):
        code = codes[match.lastgroup or "s"]
        found[match.start() : match.end()] = [code] * (match.end() - match.start())
    return found


def _line_html(text: str, classes: Sequence[int]) -> str:
    parts = []
    for code, run in groupby(zip(text, classes, strict=False), key=lambda pair: pair[1]):
        said = escape("".join(char for char, _ in run))
        colour = ("", "s", "k", "c")[code & 3]
        if colour:
            said = f'<span class="{colour}">{said}</span>'
        if code & 12:
            said = f'<mark class="{"fault" if code & 8 else "found"}">{said}</mark>'
        parts.append(said)
    return "".join(parts)
