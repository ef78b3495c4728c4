"""Joining the ledgers of a team into one; what several of them hold stands there once."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from jupyter_green.ledger.schema import COLUMNS, TABLES, VERSION
from jupyter_green.ledger.store import Ledger, LedgerError, Row

__all__ = ["MergeError", "Merged", "Reader", "merge"]

#: Gives name and content of each ledger under an address; raises OSError where it cannot be read.
Reader = Callable[[str], Iterable[tuple[str, bytes]]]
_AT_ONCE = 5000
_HEAD = ("id", "at", "session", "notebook", "run")
_SQLITE = b"SQLite format 3\x00"


class MergeError(ValueError):
    """Raised when the merged ledger cannot be written; the message says why."""


@dataclass(slots=True)
class Merged:
    """What a merge did: rows that came new, rows that were there already, and files that could not be read."""

    files: int = 0
    new: int = 0
    known: int = 0
    problems: list[str] = field(default_factory=list)


def merge(sources: Sequence[str], target: Ledger, *, readers: Mapping[str, Reader] = MappingProxyType({})) -> Merged:
    """Append the rows of ledgers (``.sqlite``, or exported as JSON) to ``target``; it may hold some of them already.

    A source is a file, a folder, or an address, wildcards included: ``readers`` read those of a scheme such as ``s3``,
    fsspec the others. A row is known by its id, so merging again changes nothing; a job that two ledgers saw is one
    run. Raises MergeError when nothing can be kept.
    """
    merged = Merged()
    for source in sources:
        try:
            with _files(source, readers) as files:
                if not files:
                    merged.problems.append(f"{source}: there is no such file")
                for name, path in files:
                    _merge_file(name, path, target, merged)
        except (OSError, ImportError, ValueError) as error:
            if isinstance(error, MergeError):
                raise
            merged.problems.append(f"{source}: {_in_words(error)}")
    return merged


def _merge_file(name: str, path: Path, target: Ledger, merged: Merged) -> None:
    try:
        for rows in _chunks(path):
            before = _count(target)
            if not target.append(rows):
                raise MergeError(f"{target.path} cannot be written")
            fresh = _count(target) - before
            merged.new += fresh
            merged.known += len(rows) - fresh
    except (LedgerError, ValueError, OSError) as error:
        if isinstance(error, MergeError):
            raise
        merged.problems.append(f"{name}: {_in_words(error)}")
    else:
        merged.files += 1


def _count(ledger: Ledger) -> int:
    total = " + ".join(f"(SELECT count(*) FROM {table})" for table in TABLES)
    found = ledger.read(f"SELECT {total} AS n")
    return int(found[0]["n"]) if found else 0


def _chunks(path: Path) -> Iterator[list[Row]]:
    """Yield the rows of one ledger a few thousand at a time."""
    with path.open("rb") as file:
        is_sqlite = file.read(len(_SQLITE)) == _SQLITE
    yield from _of_ledger(path) if is_sqlite else _of_export(path)


def _of_ledger(path: Path) -> Iterator[list[Row]]:
    """Yield the rows of a ledger from a copy: somebody else's file is neither locked nor brought up to date."""
    with tempfile.TemporaryDirectory(prefix="jupyter-green-merge-") as folder:
        copy = Path(folder) / "copy.sqlite"
        _back_up(path, copy)
        source = Ledger(copy)
        for table in TABLES:
            last = ""
            while found := source.read(f"SELECT * FROM {table} WHERE id > ? ORDER BY id LIMIT {_AT_ONCE}", (last,)):
                yield [Row(table, row) for row in found]
                last = found[-1]["id"]


def _back_up(path: Path, copy: Path) -> None:
    """Copy a ledger with its log; raises LedgerError for a damaged one."""
    import sqlite3

    last: Exception | None = None
    for tail in ("?mode=ro", "?mode=ro&immutable=1"):
        try:
            with (
                contextlib.closing(sqlite3.connect(path.resolve().as_uri() + tail, uri=True)) as source,
                contextlib.closing(sqlite3.connect(copy)) as target,
            ):
                source.backup(target)
                return
        except sqlite3.DatabaseError as error:
            last = error
    raise LedgerError(f"it cannot be read: {last}")


def _of_export(path: Path) -> Iterator[list[Row]]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (UnicodeDecodeError, ValueError):
        content = None
    if not isinstance(content, dict) or "jupyter_green_ledger" not in content:
        raise ValueError("it is neither a ledger nor a JSON export of a whole one")
    if not isinstance(content["jupyter_green_ledger"], int) or content["jupyter_green_ledger"] > VERSION:
        raise ValueError("it was written by a newer jupyter_green")
    for table in TABLES:
        rows = content.get(table)
        found = [Row(table, _checked(table, row)) for row in rows] if isinstance(rows, list) else []
        for start in range(0, len(found), _AT_ONCE):
            yield found[start : start + _AT_ONCE]


def _checked(table: str, row: Any) -> dict[str, Any]:
    """Return a row of an export with the columns of the table alone; raises ValueError for what is no row."""
    if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in _HEAD):
        raise ValueError(f"a row of {table} is damaged")
    kept = {name: row[name] for name in COLUMNS[table] if name in row}
    if not all(value is None or isinstance(value, (str, int, float)) for value in kept.values()):
        raise ValueError(f"a row of {table} is damaged")
    return kept


@contextlib.contextmanager
def _files(source: str, readers: Mapping[str, Reader]) -> Iterator[list[tuple[str, Path]]]:
    """Yield names and local paths of a source; what lies elsewhere is copied for as long as it is needed."""
    if "://" not in source:
        path = Path(source).expanduser()
        if path.is_dir():
            found = sorted([*path.glob("*.sqlite"), *path.glob("*.json")])
        else:
            found = [path] if path.is_file() else []
        yield [(str(one), one) for one in found]
        return
    reader = readers.get(source.partition("://")[0])
    if reader is not None:
        with tempfile.TemporaryDirectory(prefix="jupyter-green-merge-") as folder:
            yield list(_written(reader(source), Path(folder)))
        return
    try:
        import fsspec
    except ImportError:
        raise ValueError("reading from a bucket needs fsspec: pip install 'jupyter-green[ledger]'") from None
    with tempfile.TemporaryDirectory(prefix="jupyter-green-merge-") as folder:
        copies = []
        for number, remote in enumerate(fsspec.open_files(source, "rb")):
            copy = Path(folder) / f"{number}"
            with remote as reader, copy.open("wb") as writer:
                _copy(reader, writer)
            copies.append((remote.path, copy))
        yield copies


def _written(found: Iterable[tuple[str, bytes]], folder: Path) -> Iterator[tuple[str, Path]]:
    for number, (name, content) in enumerate(found):
        path = folder / str(number)
        path.write_bytes(content)
        yield name, path


def _copy(reader: IO[bytes], writer: IO[bytes]) -> None:
    while block := reader.read(1 << 20):
        writer.write(block)


def _in_words(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error) or type(error).__name__
