"""The tables of the ledger, version by version; ``docs/ledger.md`` says what each column means.

A version is reached by its step from the one before, inside one transaction, so a kill leaves the old or the new state.
A step that was released is never edited: a change of the tables is a new step.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3

__all__ = [
    "COLUMNS",
    "FIGURES",
    "RUN_COLUMNS",
    "TABLES",
    "VERSION",
    "NewerLedgerError",
    "is_number",
    "migrate",
    "version_of",
]

#: Figures of a footprint with their column stems; each has a low, central and high column.
FIGURES = {
    "energy": "energy_kwh",
    "operational": "operational_gco2e",
    "embodied": "embodied_gco2e",
    "carbon": "carbon_gco2e",
    "water": "water_l",
    "cost": "cost_usd",
}
_RANGES = tuple(f"{stem}_{end}" for stem in ("hours", *FIGURES.values()) for end in ("low", "central", "high"))
_PROMISED = tuple(
    f"promised_{FIGURES[name]}_{end}" for name in ("carbon", "energy", "cost") for end in ("low", "central", "high")
)
_HEAD = ("id", "at", "session", "notebook", "run")
#: The columns of each table in their order.
COLUMNS: dict[str, tuple[str, ...]] = {
    "jobs": (
        *_HEAD, "event", "kind", "name", "region", "instance_type", "instance_count", "framework", "code", "settings",
        "job",
    ),
    "footprints": (*_HEAD, "state", "per", *_RANGES, "load", "grid", "inputs", "notes", "method", "data"),
    "swaps": (
        *_HEAD, "swap", "event", "practice", "via", "fix", "changes", "promised_per", *_PROMISED, "undo", "reason",
        "method", "data",
    ),
    "budgets": (*_HEAD, "amount", "unit", "per"),
}  # fmt: skip
TABLES = tuple(COLUMNS)
_NUMBERS = frozenset({"amount", *_RANGES, *_PROMISED})
_OF_READING = ("run", "first_at", "started_at", "ended_at", "session", "notebook")
_OF_JOB = ("kind", "name", "region", "instance_type", "instance_count", "framework", "code", "settings", "job")
_OF_FOOTPRINT = ("state", "per", *_RANGES, "load", "grid", "method", "data")
#: The columns of the view ``runs``.
RUN_COLUMNS = (*_OF_READING, *_OF_JOB, *_OF_FOOTPRINT, "footprint_at")


class NewerLedgerError(RuntimeError):
    """Raised for a ledger that a newer jupyter_green wrote; it is left alone."""


def is_number(column: str) -> bool:
    """True for a column that holds a number with a fraction."""
    return column in _NUMBERS


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the file's tables; 0 for a new file and for the draft before version 1."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables to the current version; raises NewerLedgerError for a file from the future."""
    if version_of(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = version_of(connection)  # another kernel may have been quicker
        if found > VERSION:
            raise NewerLedgerError(f"it was written by a newer jupyter_green (tables of version {found})")
        for step in _STEPS[found:]:
            step(connection)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _to_version_1(connection: sqlite3.Connection) -> None:
    """Make the tables, their locks against change and the view; take over the rows of the draft if it is there."""
    for table, columns in COLUMNS.items():
        body = ", ".join(_column(name) for name in columns)
        connection.execute(f"CREATE TABLE {table} ({body})")
        connection.execute(f"CREATE INDEX {table}_by_run ON {table} (run, at)")
        for verb in ("UPDATE", "DELETE"):
            connection.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
            )
    connection.execute("CREATE INDEX jobs_by_code ON jobs (code, settings)")
    connection.execute(_RUNS)
    if connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'estimates'").fetchone():
        _take_over_draft(connection)


def _take_over_draft(connection: sqlite3.Connection) -> None:
    """Copy the draft's one table into jobs and footprints; it stays where it is, since nothing is ever deleted."""
    for row in connection.execute(
        "SELECT rowid, at, job_key, kind, instance_type, instance_count, region, hours, kwh, gco2e, usd, method, data "
        "FROM estimates ORDER BY rowid"
    ).fetchall():
        number, at, key, kind, instance, count, region, hours, kwh, gco2e, usd, method, data = row
        head: dict[str, Any] = {"at": at, "session": "draft", "notebook": "", "run": f"draft:{key}"}
        job = {"id": f"draft-job-{number}", "event": "started", "kind": kind, "instance_type": instance}
        job |= {"instance_count": count, "region": region, "job": "{}", "code": "", "settings": ""}
        _insert(connection, "jobs", head | job)
        figures: dict[str, Any] = {
            "id": f"draft-footprint-{number}",
            "state": "forecast",
            "method": method,
            "data": data,
        }
        figures |= {"per": "hour" if hours is None else "run", "inputs": "[]", "notes": "[]"}
        for stem, value in (("hours", hours), ("energy_kwh", kwh), ("carbon_gco2e", gco2e), ("cost_usd", usd)):
            figures |= {f"{stem}_{end}": value for end in ("low", "central", "high")}
        _insert(connection, "footprints", head | figures)


def _insert(connection: sqlite3.Connection, table: str, values: dict[str, Any]) -> None:
    names = [name for name in COLUMNS[table] if name in values]
    marks = ", ".join("?" * len(names))
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
    connection.execute(sql, [values[name] for name in names])


def _column(name: str) -> str:
    if name == "id":
        return "id TEXT PRIMARY KEY NOT NULL"
    if name in _HEAD:
        return f"{name} TEXT NOT NULL"
    kind = "REAL" if name in _NUMBERS else "INTEGER" if name == "instance_count" else "TEXT"
    return f"{name} {kind}"


# One row a job: its newest reading, when it began, and its best footprint (a measurement before any forecast).
_RUNS = f"""
CREATE VIEW runs AS
WITH reading AS (
  SELECT *,
    row_number() OVER (PARTITION BY run ORDER BY at DESC, rowid DESC) AS newest,
    min(at) OVER (PARTITION BY run) AS first_at,
    min(CASE event WHEN 'started' THEN at END) OVER (PARTITION BY run) AS started_at,
    max(CASE event WHEN 'ended' THEN at END) OVER (PARTITION BY run) AS ended_at
  FROM jobs
), best AS (
  SELECT *, row_number() OVER (PARTITION BY run ORDER BY state = 'measured' DESC, at DESC, rowid DESC) AS place
  FROM footprints
)
SELECT {", ".join(f"reading.{name}" for name in (*_OF_READING, *_OF_JOB))},
  {", ".join(f"best.{name}" for name in _OF_FOOTPRINT)}, best.at AS footprint_at
FROM reading LEFT JOIN best ON best.run = reading.run AND place = 1
WHERE newest = 1
"""

_STEPS: tuple[Callable[[Any], None], ...] = (_to_version_1,)
VERSION = len(_STEPS)
