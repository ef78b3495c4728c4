"""The ``%%green hours=2`` line of a cell: it is taken out before the cell runs, so the cell runs as any other."""

from __future__ import annotations

import re

__all__ = ["LINE", "hide_cell_line", "hours_of_cell", "options_of_cell", "problem_of_cell"]

LINE = "%%green"
_OPTION = r"(?:--)?([A-Za-z_]\w*)\s*=\s*(\S+)|--([A-Za-z_]\w*)\s+([^\s-]\S*)"  # hours=2, --hours=2, --hours 2
_OPTIONS = re.compile(rf"{LINE}((?:\s+(?:{_OPTION}))+)\s*")
_MOST_HOURS = 1e6


def options_of_cell(raw_cell: str) -> dict[str, str] | None:
    """Return the ``name=value`` options of a cell's first line, or None when it is no ``%%green`` line of options."""
    first = raw_cell.lstrip("\n").partition("\n")[0]
    found = _OPTIONS.fullmatch(first) if first.startswith(LINE) else None
    if found is None:
        return None
    return {name or flag: value or told for name, value, flag, told in re.findall(_OPTION, found[1])}


def hours_of_cell(raw_cell: str) -> float | None:
    """Return the hours that a cell's ``%%green`` line gives, or None when there are none that can be used."""
    options = options_of_cell(raw_cell) or {}
    try:
        hours = float(options.get("hours", ""))
    except ValueError:
        return None
    return hours if 0 <= hours < _MOST_HOURS else None


def problem_of_cell(raw_cell: str) -> str:
    """Return what is wrong with a cell's ``%%green`` line, in one line; empty when nothing is."""
    options = options_of_cell(raw_cell)
    if options is None:
        return ""
    strange = [name for name in options if name != "hours"]
    if strange:
        return f"{LINE} knows hours=2, not {strange[0]!r}; the cell runs without it"
    if hours_of_cell(raw_cell) is None:
        return f"{LINE} hours={options['hours']} cannot be: give a number of 0 or more; the cell runs without it"
    return ""


def hide_cell_line(lines: list[str]) -> list[str]:
    """Turn a ``%%green`` line of options into a comment: an input transformer of IPython, without side effects."""
    text = "".join(lines)
    if options_of_cell(text) is None:
        return lines
    place = next(number for number, line in enumerate(lines) if line.strip())
    return [*lines[:place], "#" + lines[place], *lines[place + 1 :]]
