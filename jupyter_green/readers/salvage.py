"""Parsing cells as far as they parse: single lines mended, then statement by statement."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Sequence
from typing import Any

__all__ = ["LONGEST_CELL", "parse_cell", "parse_quietly", "quiet_parser"]

_SHELL_WORDS = re.compile(
    r"^[ \t]*(?:(?:sudo|python\d?[ \t]+-m)[ \t]+)?(?:pip\d?|conda|mamba|apt(?:-get)?|yum|aws|git|docker|wget|curl|"
    r"rm|cp|mv|ls|mkdir|cat|cd|tar|unzip|chmod|export|echo|sh|bash|jupyter|kubectl|npm)[ \t]+[^=(\s]"
)
_BLANK_VALUE = re.compile(r"(?<![=!<>:+\-*/%&|^])=[ \t]*(?=$|#|,[ \t]*(?:#.*)?$|\)[ \t]*$)")
_ANGLE_VALUE = re.compile(r"=[ \t]*<[^<>=\n]*>")
_ASSIGNED = re.compile(r"(?m)^([A-Za-z_]\w*)[ \t]*=(?!=)(?:[ \t]*([A-Za-z_][\w.]*)\()?")
_NO_COMMA = re.compile(r"(?<![,\s(\[{])[ \t]*(?=#.*$|$)")
_HALF = re.compile("[\ud800-\udfff]")
_FILENAME = "<notebook cell>"
_FILENAME_PATTERN = re.escape(_FILENAME)
_MAX_REPAIRS = 8
_MOST_LINES = 12
#: Characters of a cell that is read; a longer one is data.
LONGEST_CELL = 400_000


def quiet_parser() -> None:
    """Keep what Python thinks of a notebook's literals from being printed; other warnings are not touched.

    A filter for our own file name stays for good: taking it back, as ``catch_warnings`` does, is not safe while other
    threads change the filters too.
    """
    first = warnings.filters[0] if warnings.filters else None
    pattern = getattr(first[3], "pattern", first[3]) if first is not None else None
    if pattern != _FILENAME_PATTERN:
        warnings.filterwarnings("ignore", module=_FILENAME_PATTERN)


def parse_quietly(text: str, mode: str = "exec") -> Any:
    """Return the tree of a text, as ``ast.parse`` does, without a word of what Python thinks of its literals."""
    quiet_parser()
    return ast.parse(text, _FILENAME, mode)


def parse_cell(source: str) -> tuple[list[ast.stmt], bool]:
    """Return the statements of a blanked cell that parse, and whether all of it did."""
    if len(source) > LONGEST_CELL:
        return [], False
    try:
        # what ``ast.parse`` does, without its checks of arguments: a notebook has many small cells
        module: Any = compile(source, _FILENAME, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
        return module.body, True
    except UnicodeEncodeError:  # halves of surrogate pairs, which take three bytes as their substitute does
        return parse_cell(_HALF.sub("\ufffd", source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _salvage(source), False


def _salvage(source: str) -> list[ast.stmt]:
    """Parse what can be parsed of a cell that does not: repair single lines, then fall back to its chunks."""
    repaired = _repair(source)
    if repaired is not None:
        return repaired
    body: list[ast.stmt] = []
    lines = source.split("\n")
    starts = _statement_starts(lines)
    at = 0
    while at < len(starts) - 1:
        for end in range(at + 1, min(at + 1 + _MOST_LINES, len(starts))):
            part = _parse(_padded(lines, starts[at], starts[end]))
            if part is not None:
                break
        else:
            end = at + 1
            part = _mended_chunk(lines, starts[at], starts[end])
        body.extend(part)
        at = end
    return body


def _padded(lines: Sequence[str], start: int, end: int) -> str:
    return "\n" * start + "\n".join(lines[start:end])


def _mended_chunk(lines: Sequence[str], start: int, end: int) -> list[ast.stmt]:
    """Parse a chunk that does not parse as it stands; when nothing helps, note what names it assigns."""
    text = _padded(lines, start, end)
    part = _repair(text)
    if part is None:
        part = _parse(f"{text}\n)")  # a call that is never closed
    if part is None:
        shorter = range(end - 1, max(start, end - 1 - _MOST_LINES), -1)  # good lines before one that is broken
        part = next((body for last in shorter if (body := _parse(_padded(lines, start, last)))), None)
    if part is None:
        names = _ASSIGNED.findall("\n".join(lines[start:end]))
        made = (f"{name}={maker}(**_)" if maker else f"{name}=_" for name, maker in names)
        part = _parse("\n" * start + ";".join(made)) if names else None
    return part or []


def _parse(text: str) -> list[ast.stmt] | None:
    try:
        return ast.parse(text, _FILENAME).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _repair(source: str) -> list[ast.stmt] | None:
    """Mend the line that the parser names, a few times; None when that does not lead to code that parses."""
    lines = source.split("\n")
    for _ in range(_MAX_REPAIRS):
        try:
            return ast.parse("\n".join(lines), _FILENAME).body
        except SyntaxError as error:
            if not _mend(lines, (error.lineno or 1) - 1, str(error.msg)):
                return None
        except (ValueError, RecursionError, MemoryError):
            return None
    return None


def _mend(lines: list[str], at: int, message: str) -> bool:
    """Change the line ``at`` (or the one before it) so that it may parse; False when no rule fits."""
    if message == "unexpected indent" and all(not x.strip() or x.lstrip()[:1] == "#" for x in lines[:at]):
        return _dedent(lines)
    for i in (at, at - 1):
        if not 0 <= i < len(lines):
            continue
        line = lines[i]
        if _SHELL_WORDS.match(line):
            new = _harmless(line)
        elif i == at and message.startswith("unmatched '") and message[11] in line:
            new = " ".join(line.rsplit(message[11], 1))
        elif i == at and message == "unexpected indent" and not line.strip(" \t)]},"):
            new = ""
        elif "forgot a comma" in message and i == at and _NO_COMMA.search(line):
            new = _NO_COMMA.sub(",", line, count=1)
        elif "=" in line and _BLANK_VALUE.search(line):
            new = _BLANK_VALUE.sub("=_ ", line, count=1) if line.rstrip()[-1:] not in "=" else line.rstrip() + "_"
        elif _ANGLE_VALUE.search(line):
            new = _ANGLE_VALUE.sub(lambda m: "=" + "_" + " " * (len(m.group()) - 2), line)
        elif re.search(r"[fF][rR]?[\"']", line):
            new = _other_quotes(line)
        else:
            continue
        if new != line:
            lines[i] = new
            return True
    return False


def _dedent(lines: list[str]) -> bool:
    """Drop the indent that all lines share; columns move, so places in such a cell are lines only."""
    widths = [len(x) - len(x.lstrip()) for x in lines if x.strip() and not x.lstrip().startswith("#")]
    width = min(widths, default=0)
    for i, line in enumerate(lines):
        lines[i] = line[width:] if line[:width].isspace() else line.lstrip()
    return width > 0


def _other_quotes(line: str) -> str:
    """Swap quotes inside the braces of f-strings, which only newer Pythons accept, and fill empty braces."""
    out: list[str] = []
    quote, depth, i = "", 0, 0
    while i < len(line):
        char = line[i]
        if not quote:
            if char in "\"'":
                prefix = line[max(0, i - 2) : i].lower()
                quote = char if prefix[-1:] == "f" or prefix == "fr" or prefix == "rf" else ""
        elif char == "{":
            depth += 1
            if line[i + 1 : i + 2] == "}":
                out.append("_ ")
                i, depth = i + 2, depth - 1
                continue
        elif char == "}":
            depth = max(0, depth - 1)
        elif char == quote:
            if depth:
                char = "'" if quote == '"' else '"'
            else:
                quote = ""
        out.append(char)
        i += 1
    return "".join(out)


def _statement_starts(lines: Sequence[str]) -> list[int]:
    """Return the lines where a top-level statement may start, with the end of the text as the last."""
    starts = [0]
    for i, line in enumerate(lines):
        text = line.strip()
        opens = bool(text) and not line[0].isspace() and text[0] not in "#)]}"
        continues = text.startswith(("else", "elif", "except", "finally"))
        if opens and not continues and i > starts[-1]:
            starts.append(i)
    return [*starts, len(lines)]


def _harmless(line: str) -> str:
    return line[: len(line) - len(line.lstrip())] + "0"
