"""The ``%%green hours=2`` line of a cell: it is taken out before the cell runs, so the cell runs as any other."""

from __future__ import annotations

__all__ = ["LINE", "hide_cell_line", "hours_of_cell", "options_of_cell"]

LINE = "%%green"


def options_of_cell(raw_cell: str) -> dict[str, str] | None:
    """Return the ``name=value`` options of a cell's first line, or None when it is no ``%%green`` line of options."""
    first = raw_cell.lstrip("\n").partition("\n")[0].strip()
    if not first.startswith(LINE):
        return None
    words = first.removeprefix(LINE).split()
    if not words or any("=" not in word for word in words):
        return None
    return {name: value for name, _, value in (word.partition("=") for word in words)}


def hours_of_cell(raw_cell: str) -> float | None:
    """Return the hours that a cell's ``%%green`` line gives, or None when there are none that can be used."""
    options = options_of_cell(raw_cell) or {}
    try:
        hours = float(options.get("hours", ""))
    except ValueError:
        return None
    return hours if 0 <= hours < 1e6 else None


def hide_cell_line(lines: list[str]) -> list[str]:
    """Turn a ``%%green`` line of options into a comment: an input transformer of IPython, without side effects."""
    text = "".join(lines)
    if options_of_cell(text) is None:
        return lines
    place = next(number for number, line in enumerate(lines) if line.strip())
    return [*lines[:place], "#" + lines[place], *lines[place + 1 :]]
