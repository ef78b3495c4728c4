"""Notebook cells as text that Python can parse: magics blanked, offsets kept, broken cells salvaged.

Nothing here executes a cell. Blanking never moves a character that stays: a line keeps its number and every kept
character its column, so a place in the syntax tree is a place in the cell as it was written.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["SourceCell", "blank_magics", "cells_of_notebook", "notebook_language", "parse_cell"]

#: What a shell line that deletes an endpoint is turned into, for the reader to know.
SHELL_DELETE = "shell_delete_endpoint"
PYTHON_CELL_MAGICS = frozenset({"time", "timeit", "capture", "local", "prun", "memit", "mprun", "lprun", "heat"})
_MAGIC_HINT = re.compile(r"(?m)^[ \t]*(?:[%!?]|[\w.,() \t\[\]]*=[ \t]*[%!])|\?[ \t]*$|^[ \t]*>>>")
_LINE = re.compile(r"^([ \t]*)(?:([\w.,() \t\[\]]*?)=[ \t]*)?(!{1,2}|%{1,2}[A-Za-z_]|\?)")
_HELP = re.compile(r"^[ \t]*%{0,2}[\w.]+\?{1,2}[ \t]*$")
_TIMED = re.compile(r"^[ \t]*%(?:time|timeit|prun|memit)\b(?:[ \t]+-[a-z]+(?:[ \t]*\d+)?)*[ \t]+(?=\S)")
_STORE = re.compile(r"^[ \t]*%store[ \t]+-r[ \t]+([\w \t]+?)[ \t]*(?:#.*)?$")
_SHELL_DELETE = re.compile(
    r"^[ \t]*![ \t]*aws[ \t]+sagemaker[ \t]+delete-endpoint\b.*?--endpoint-name[ =]+"
    r"(?:[{]([\w.]+)[}]|[$]([\w.]+)|[\"']?([\w-]+))"
)
_SHELL_WORDS = re.compile(
    r"^[ \t]*(?:(?:sudo|python\d?[ \t]+-m)[ \t]+)?(?:pip\d?|conda|mamba|apt(?:-get)?|yum|aws|git|docker|wget|curl|"
    r"rm|cp|mv|ls|mkdir|cat|cd|tar|unzip|chmod|export|echo|sh|bash|jupyter|kubectl|npm)[ \t]+[^=(\s]"
)
_BLANK_VALUE = re.compile(r"(?<![=!<>:+\-*/%&|^])=[ \t]*(?=$|#|,[ \t]*(?:#.*)?$|\)[ \t]*$)")
_ANGLE_VALUE = re.compile(r"=[ \t]*<[^<>=\n]*>")
_ASSIGNED = re.compile(r"(?m)^([A-Za-z_]\w*)[ \t]*=(?!=)")
_MAX_REPAIRS = 8
_MOST_LINES = 12
_MAX_CELL = 400_000


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One cell of a notebook: its 0-based index among all cells, its type, and its text as it is stored."""

    index: int
    source: str
    kind: str = "code"


def notebook_language(notebook: Any) -> str:
    """Return the lower-case language of a notebook's kernel, ``python`` when the metadata does not say."""
    metadata = notebook.get("metadata") if isinstance(notebook, dict) else None
    if not isinstance(metadata, dict):
        return "python"
    for group, key in (("language_info", "name"), ("kernelspec", "language"), ("kernelspec", "name")):
        entry = metadata.get(group)
        name = entry.get(key) if isinstance(entry, dict) else None
        if isinstance(name, str) and name:
            name = name.lower()
            if key == "language" or group == "language_info":
                return name
            return "r" if name in ("ir", "r") else "scala" if "scala" in name or "almond" in name else "python"
    return "python"


def cells_of_notebook(notebook: Any) -> list[SourceCell]:
    """Return the cells of a parsed notebook of any nbformat; what is no cell or has no text becomes an empty one."""
    if not isinstance(notebook, dict):
        return []
    raw = notebook.get("cells")
    if not isinstance(raw, list):
        raw = []
        sheets = notebook.get("worksheets")
        for sheet in sheets if isinstance(sheets, list) else ():
            cells = sheet.get("cells") if isinstance(sheet, dict) else None
            raw.extend(cells if isinstance(cells, list) else ())
    found = []
    for index, cell in enumerate(raw):
        kind = cell.get("cell_type") if isinstance(cell, dict) else None
        source = cell.get("source", cell.get("input", "")) if isinstance(cell, dict) else ""
        if isinstance(source, list):
            try:
                source = "".join(source)
            except TypeError:
                source = "".join(part for part in source if isinstance(part, str))
        text = source if isinstance(source, str) else ""
        found.append(SourceCell(index, text, kind if isinstance(kind, str) else "raw"))
    return found


def load_notebook(data: bytes | str) -> Any:
    """Return the parsed JSON of a notebook file; raises ValueError for what is no JSON."""
    if isinstance(data, bytes):
        data = data.decode("utf-8-sig", errors="replace")
    try:
        return json.loads(data)
    except RecursionError as error:
        raise ValueError("the notebook's JSON is nested too deeply") from error


def blank_magics(source: str) -> str | None:
    """Return the cell with magics and shell lines blanked, or None for a cell that is not Python (``%%sh`` …)."""
    if not ("!" in source or "%" in source or "?" in source or ">>>" in source) or _MAGIC_HINT.search(source) is None:
        return source
    lines = source.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return source
    head = lines[first].lstrip()
    if head.startswith("%%"):
        word = re.match(r"%%(\w*)", head)
        if word is None or word.group(1) not in PYTHON_CELL_MAGICS:
            return None
        lines[first] = ""
    _blank_lines(lines)
    return "\n".join(lines)


def _blank_lines(lines: list[str]) -> None:
    """Replace every magic or shell line in place, with its backslash continuations."""
    i = 0
    while i < len(lines):
        line = lines[i]
        found = _LINE.match(line)
        if found is None:
            if line.endswith("?") and _HELP.match(line):
                lines[i] = _nothing(line)
            elif line.lstrip().startswith(">>> "):
                lines[i] = line.replace(">>> ", "    ", 1)
            i += 1
            continue
        targets = found.group(2)
        timed = _TIMED.match(line)
        stored = _STORE.match(line)
        if timed:
            indent = len(found.group(1))
            lines[i] = line[:indent] + _keep_column(line[timed.end() :], timed.end() - indent)
        elif stored:
            lines[i] = found.group(1) + "=".join(stored.group(1).split()) + "=_"
        elif targets is not None and targets.strip():
            lines[i] = line[: found.start(3)] + "_"
        elif deleted := _SHELL_DELETE.match(line):
            name = deleted.group(1) or deleted.group(2) or repr(deleted.group(3))
            lines[i] = f"{found.group(1)}{SHELL_DELETE}({name})"
        else:
            lines[i] = found.group(1) + "0"
        while line.rstrip().endswith("\\") and i + 1 < len(lines) and not timed:
            i += 1
            line, lines[i] = lines[i], ""
        i += 1


def _keep_column(statement: str, width: int) -> str:
    """Put a statement behind a harmless one that fills ``width`` columns, so its columns stay."""
    return "0" + " " * (width - 2) + ";" + statement if width >= 2 else statement


def _nothing(line: str) -> str:
    return line[: len(line) - len(line.lstrip())] + "0"


def parse_cell(source: str) -> tuple[list[ast.stmt], bool]:
    """Return the statements of a blanked cell that parse, and whether all of it did."""
    if len(source) > _MAX_CELL:
        return [], False
    try:
        return ast.parse(source).body, True
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
    """Parse a chunk that does not parse as it stands; when nothing helps, only note the names it assigns."""
    part = _repair(_padded(lines, start, end))
    if part is None:
        names = _ASSIGNED.findall("\n".join(lines[start:end]))
        part = _parse("\n" * start + ";".join(f"{name}=_" for name in names)) if names else None
    return part or []


def _parse(text: str) -> list[ast.stmt] | None:
    try:
        return ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _repair(source: str) -> list[ast.stmt] | None:
    """Mend the line that the parser names, a few times; None when that does not lead to code that parses."""
    lines = source.split("\n")
    for _ in range(_MAX_REPAIRS):
        try:
            return ast.parse("\n".join(lines)).body
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
            new = _nothing(line)
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
