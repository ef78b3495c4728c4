"""Notebook cells as text that Python can parse: magics blanked, offsets kept, broken cells salvaged.

Nothing here executes a cell. Blanking never moves a character that stays: a line keeps its number and every kept
character its column, so a place in the syntax tree is a place in the cell as it was written.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from jupyter_green.readers.salvage import parse_cell, quiet_parser

__all__ = [
    "SET_ENVIRONMENT",
    "SHELL_DELETE",
    "SourceCell",
    "blank_magics",
    "cells_of_notebook",
    "load_notebook",
    "notebook_language",
    "parse_cell",
    "quiet_parser",
    "text_of_lines",
]

#: What a shell line that deletes an endpoint is turned into, for the reader to know.
SHELL_DELETE = "shell_delete_endpoint"
#: What ``%env`` with a Region is turned into.
SET_ENVIRONMENT = "set_environment_variable"
PYTHON_CELL_MAGICS = frozenset({"time", "timeit", "capture", "local", "prun", "memit", "mprun", "lprun", "heat"})
_MAGIC_HINT = re.compile(r"(?m)^[ \t]*(?:[%!?]|[\w.,() \t\[\]]*=[ \t]*[%!])|\?[ \t]*$|^[ \t]*>>>")
_LINE = re.compile(r"^([ \t]*)(?:([\w.,() \t\[\]]*?)=[ \t]*)?(!{1,2}|%{1,2}[A-Za-z_]|\?)")
_HELP = re.compile(r"^[ \t]*%{0,2}[\w.]+\?{1,2}[ \t]*$")
_TIMED = re.compile(r"^[ \t]*%(?:time|timeit|prun|memit)\b(?:[ \t]+-[a-z]+(?:[ \t]*\d+)?)*[ \t]+(?=\S)")
_STORE = re.compile(r"^[ \t]*%store[ \t]+-r[ \t]+([\w \t]+?)[ \t]*(?:#.*)?$")
_SHELL_DELETE = re.compile(
    r"^[ \t]*![ \t]*aws[ \t]+sagemaker[ \t]+delete-endpoint\b.*?--endpoint-name[ =]+"
    r"(?:[{]([\w.]+(?=[}])|.+(?=[}][ \t]*$))[}]|[$]([\w.]+)|[\"']?([\w-]+))"
)
_SET_REGION = re.compile(
    r"^[ \t]*%(?:set_)?env[ \t]+(AWS_(?:DEFAULT_)?REGION)(?:[ \t]*=[ \t]*|[ \t]+)"
    r"(?:[{]([\w.]+)[}]|[$]([\w.]+)|[\"']?([\w-]+)[\"']?)[ \t]*$"
)


@dataclass(slots=True)  # not frozen, which doubles the time: a notebook has many
class SourceCell:
    """One cell of a notebook: its 0-based index among all cells, its type, and its text as it is stored.

    It is not ``whole`` where what is no text was left out.
    """

    index: int
    source: str
    kind: str = "code"
    whole: bool = True


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
        if not isinstance(cell, dict):
            found.append(SourceCell(index, "", "raw", False))
            continue
        kind, source, whole = cell.get("cell_type"), cell.get("source", cell.get("input", "")), True
        text = source if isinstance(source, str) else ""
        if isinstance(source, list):
            try:
                text = "".join(source)
            except TypeError:
                text, whole = text_of_lines(source), False
        elif not isinstance(source, str):
            whole = False
        found.append(SourceCell(index, text, kind if isinstance(kind, str) else "raw", whole))
    return found


def text_of_lines(lines: list[Any]) -> str:
    """Return the text that nbformat keeps as a list of lines; what is no text among them is left out."""
    try:
        return "".join(lines)
    except TypeError:
        return "".join(line for line in lines if isinstance(line, str))


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
            lines[i] = found.group(1) + ";".join(f"{name}=_" for name in stored.group(1).split())
        elif targets is not None and targets.strip():
            lines[i] = line[: found.start(3)] + "_"
        elif deleted := _SHELL_DELETE.match(line):
            name = deleted.group(1) or deleted.group(2) or repr(deleted.group(3))
            lines[i] = f"{found.group(1)}{SHELL_DELETE}({name})"
        elif region := _SET_REGION.match(line):
            value = region.group(2) or region.group(3) or repr(region.group(4))
            lines[i] = f"{found.group(1)}{SET_ENVIRONMENT}({region.group(1)!r}, {value})"
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
