"""The ledger as a file for other tools: Parquet, CSV or JSON, atomically."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jupyter_green.ledger.schema import COLUMNS, RUN_COLUMNS, TABLES, VERSION, is_number
from jupyter_green.ledger.store import Ledger

__all__ = ["FORMATS", "ExportError", "export"]

FORMATS = (".parquet", ".csv", ".json")


class ExportError(ValueError):
    """Raised when nothing can be exported; the message says what to do."""


def export(ledger: Ledger, path: Path, *, table: str = "") -> int:
    """Write one table, or the view ``runs``, and return the number of rows.

    JSON without a table holds all tables, and is what ``jupyter green merge`` reads beside ledgers. Raises ExportError.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise ExportError(f"the file's name must end in {', '.join(FORMATS[:-1])} or {FORMATS[-1]}, not {suffix!r}")
    if table and table not in (*TABLES, "runs"):
        raise ExportError(f"there is no table {table!r}: runs, {', '.join(TABLES)}")
    whole = suffix == ".json" and not table
    names = TABLES if whole else (table or "runs",)
    rows = {name: ledger.read(f"SELECT * FROM {name} ORDER BY {_order(name)}") for name in names}
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if suffix == ".json":
            content: Any = {"jupyter_green_ledger": VERSION, **rows} if whole else rows[names[0]]
            beside.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
        elif suffix == ".csv":
            _write_csv(beside, names[0], rows[names[0]])
        else:
            _write_parquet(beside, names[0], rows[names[0]])
        beside.replace(path)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}") from error
    finally:
        beside.unlink(missing_ok=True)
    return sum(map(len, rows.values()))


def columns_of(table: str) -> tuple[str, ...]:
    """Return the columns of a table, or of the view ``runs``."""
    return RUN_COLUMNS if table == "runs" else COLUMNS[table]


def _order(table: str) -> str:
    return "first_at, run" if table == "runs" else "at, id"


def _write_csv(path: Path, table: str, rows: Sequence[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns_of(table))
        writer.writeheader()
        writer.writerows({name: _tame(value) for name, value in row.items()} for row in rows)


def _tame(value: Any) -> Any:
    """Keep a text that begins like a formula from being run by a spreadsheet."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _write_parquet(path: Path, table: str, rows: Sequence[dict[str, Any]]) -> None:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise ExportError("Parquet needs pyarrow: pip install 'jupyter-green[ledger]', or export CSV or JSON") from None
    kinds = {True: pyarrow.float64(), False: pyarrow.string()}
    schema = pyarrow.schema(
        [(name, pyarrow.int64() if name == "instance_count" else kinds[is_number(name)]) for name in columns_of(table)]
    )
    parquet.write_table(pyarrow.Table.from_pylist(list(rows), schema=schema), path)
