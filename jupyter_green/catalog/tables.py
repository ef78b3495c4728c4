"""Reading the packaged CSV tables, one line at a time where one line is all that is needed."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

__all__ = ["ASSEMBLED", "DATA_VERSION", "CatalogError", "data_folder", "find_row", "nearest_names", "rows"]

#: The day the tables were assembled; see ``data/PROVENANCE.md``.
ASSEMBLED = "2026-11-22"
DATA_VERSION = "2026.11.22"


class CatalogError(RuntimeError):
    """Raised when a packaged table is missing or damaged; the message says what to do."""


def data_folder() -> Path:
    """Return the folder that holds the packaged tables."""
    return Path(__file__).parent / "data"


@cache
def _text(table: str) -> str:
    path = data_folder() / f"{table}.csv"
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(table, type(error).__name__) from error
    if not text.endswith("\n") or "," not in text.partition("\n")[0]:
        raise _damaged(table, "it is cut short")
    return text


@cache
def _columns(table: str) -> tuple[str, ...]:
    return tuple(_text(table).partition("\n")[0].split(","))


def find_row(table: str, *key: str) -> dict[str, str] | None:
    """Return the first row of ``table`` whose leading columns equal ``key``, or None.

    The line is found by its start, so a look-up does not read the whole table into objects. Where the key has several
    columns, the rows that share the first one have to stand together.
    """
    if any("," in part or "\n" in part or not part for part in key):
        return None
    text = _text(table)
    if len(key) == 1:
        start = _line_starts(table).get(key[0], -1)
    else:
        start = text.find("\n" + ",".join(key) + ",", *_block(table, key[0])) + 1
    if start <= 0:
        return None
    return _row(table, next(csv.reader([text[start : text.index("\n", start)]])))


@cache
def _block(table: str, first: str) -> tuple[int, int]:
    """Return where the rows with this first column begin and end: searching all rows takes a hundred times as long."""
    text, begins = _text(table), f"\n{first},"
    start = text.find(begins)
    return (start, text.index("\n", text.rfind(begins) + 1)) if start >= 0 else (0, 0)


@cache
def _line_starts(table: str) -> dict[str, int]:
    """Return where each row begins, by its first column: all rows one by one must not search the text every time."""
    starts: dict[str, int] = {}
    place = 0
    for line in _text(table).splitlines(keepends=True):
        if place:
            starts.setdefault(line.partition(",")[0], place)
        place += len(line)
    return starts


def rows(table: str) -> Iterator[dict[str, str]]:
    """Yield every row of ``table`` as a mapping of column to text."""
    for values in csv.reader(_text(table).splitlines()[1:]):
        yield _row(table, values)


def first_column(table: str) -> tuple[str, ...]:
    """Return the first column of ``table``: its keys, in order, without parsing the rest."""
    return tuple(line.partition(",")[0] for line in _text(table).splitlines()[1:])


_LONGEST_NAME = 100


def nearest_names(name: str, candidates: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Return the candidates nearest to ``name``, best first, for "did you mean …?"."""
    if len(name) > _LONGEST_NAME:
        return ()  # no slip of the pen, and comparing it would take long
    names = list(candidates)
    near = difflib.get_close_matches(name, names, n=max(1, len(names)), cutoff=0.6)
    # Of names that are equally near, the alphabet decides: us-east-1 before us-west-1.
    ranked = sorted(near, key=lambda one: (-difflib.SequenceMatcher(None, one, name).ratio(), one))
    return tuple(ranked[:limit])


def number(row: dict[str, str], column: str, table: str) -> float:
    """Return one cell as a number; raises CatalogError when the table is damaged there."""
    try:
        return float(row[column])
    except (KeyError, ValueError) as error:
        raise _damaged(table, f"no number in column {column}") from error


def _row(table: str, values: list[str]) -> dict[str, str]:
    columns = _columns(table)
    if len(values) != len(columns):
        raise _damaged(table, f"a row has {len(values)} of {len(columns)} columns")
    return dict(zip(columns, values, strict=True))


def _damaged(table: str, why: str) -> CatalogError:
    return CatalogError(f"the packaged table {table}.csv is damaged ({why}); reinstall jupyter-green")
