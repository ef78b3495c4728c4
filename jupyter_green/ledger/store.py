"""The file itself: rows are appended in one transaction each, several kernels at once, and a failure is told once.

No connection is kept: each use opens the file anew. So nothing is shared over threads or forks, and a file that was
replaced is noticed. Rows that cannot be written wait in memory and go with the next ones.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jupyter_green.ledger.aside import inode_of, set_aside, shared
from jupyter_green.ledger.place import is_on_network_disk
from jupyter_green.ledger.schema import COLUMNS, VERSION, NewerLedgerError, migrate, version_of

if TYPE_CHECKING:
    import sqlite3

__all__ = ["Ledger", "LedgerError", "Row"]

_MOST_WAITING = 10_000
_CHECKED_UP_TO = 64 * 2**20  # bytes; a larger file is only found damaged where it is read
_DAMAGED = ("malformed", "not a database", "file is encrypted")
_BUSY = ("locked", "busy")


class LedgerError(LookupError):
    """Raised when the ledger cannot be read; the message says why in one line."""


class Row(NamedTuple):
    """One row to append: the table and the values by column; columns left out stay empty."""

    table: str
    values: Mapping[str, Any]


class Ledger:
    """The ledger at ``path``; ``warn`` is called once, with one line, when it cannot be written.

    ``patience`` is how many seconds a writer waits for other kernels.
    """

    def __init__(self, path: Path, *, warn: Callable[[str], None] = lambda line: None, patience: float = 10.0) -> None:
        self.path = path
        self.patience = patience
        self._warn = warn
        self._warned = False
        self._waiting: deque[Row] = deque(maxlen=_MOST_WAITING)
        self._checked: int | None = None
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many rows could not be written yet."""
        return len(self._waiting)

    # -- writing ------------------------------------------------------------------------------------------------------

    def append(self, rows: Sequence[Row]) -> bool:
        """Append rows, all or none, after those that still wait; False when they have to wait. Never raises."""
        with self._lock:
            self._waiting.extend(rows)
            for _ in range(2):  # a damaged file is set aside and the rows go into a new one
                seen = inode_of(self.path)
                try:
                    self._write(list(self._waiting))
                except Exception as error:
                    if not (_is_damage(error) and self._set_aside(seen)):
                        self._tell(f"the ledger {self.path} cannot be written: {_in_words(error)}; rows wait in memory")
                        return False
                else:
                    self._waiting.clear()
                    return True
            return False

    def _write(self, rows: Sequence[Row]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with shared(self.path), self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            for table, values in rows:
                names = [name for name in COLUMNS[table] if name in values]
                marks = ", ".join("?" * len(names))
                # A commit that failed half-way may have reached the disk: the row's id keeps it from standing twice.
                sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING"
                connection.execute(sql, [_storable(values[name]) for name in names])
            connection.execute("COMMIT")

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Open for writing, in today's tables; wait for other kernels up to the limit of patience."""
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))  # nobody else's business
        deadline = time.monotonic() + self.patience
        while True:
            connection = self._connect()
            try:
                self._prepare(connection)
                break
            except Exception as error:
                connection.close()
                if not _is_busy(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)  # SQLite does not wait by itself where the log is being made
        try:
            yield connection
        finally:
            connection.close()

    def _connect(self) -> sqlite3.Connection:
        import sqlite3

        return sqlite3.connect(self.path, timeout=self.patience, isolation_level=None)

    def _prepare(self, connection: sqlite3.Connection) -> None:
        inode = inode_of(self.path)
        if inode != self._checked and self.path.stat().st_size <= _CHECKED_UP_TO:
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if verdict != "ok":
                raise LedgerError(f"malformed: {verdict}")
        mode = "delete" if is_on_network_disk(self.path.parent) else "wal"
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != mode:
            connection.execute(f"PRAGMA journal_mode = {mode}")
        connection.execute("PRAGMA synchronous = FULL")
        migrate(connection)
        self._checked = inode

    def _set_aside(self, seen: int | None) -> bool:
        try:
            new = set_aside(self.path, seen)
        except OSError:
            return False
        if new is not None:
            self._tell(f"the ledger was damaged: it is kept as {new}, and a new one is begun")
        return True

    def _tell(self, line: str) -> None:
        if not self._warned:
            self._warned = True
            self._warn(line)

    # -- reading ------------------------------------------------------------------------------------------------------

    def read(self, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Return the rows of a query as dictionaries; none where there is no ledger yet. Raises LedgerError."""
        try:
            if not self.path.exists():  # raises where a folder above may not be entered
                return []
            with shared(self.path), contextlib.closing(self._connect_to_read()) as connection:
                found = connection.execute(sql, tuple(values))
                names = [column[0] for column in found.description]
                return [dict(zip(names, row, strict=True)) for row in found]
        except Exception as error:
            raise LedgerError(f"the ledger {self.path} cannot be read: {_in_words(error)}") from error

    def _connect_to_read(self) -> sqlite3.Connection:
        import sqlite3

        last: Exception | None = None
        for tail in ("?mode=ro", "?mode=ro&immutable=1"):  # where nothing can be written, the log cannot be shared
            connection = sqlite3.connect(self.path.resolve().as_uri() + tail, uri=True, timeout=self.patience)
            try:
                found = version_of(connection)
            except sqlite3.OperationalError as error:
                connection.close()
                last = error
                continue
            if found > VERSION:
                connection.close()
                raise NewerLedgerError(f"it was written by a newer jupyter_green (tables of version {found})")
            if found == VERSION:
                return connection
            connection.close()
            with self._opened():  # older tables are brought up to date first
                pass
            return sqlite3.connect(self.path.resolve().as_uri() + tail, uri=True, timeout=self.patience)
        assert last is not None
        raise last


def _storable(value: Any) -> Any:
    """Return a value that SQLite takes: one odd name must not keep all rows after it from being written."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", errors="replace").decode("utf-8")
    return str(value) if isinstance(value, int) and abs(value) >= 2**63 else value


def _is_damage(error: Exception) -> bool:
    return any(word in str(error) for word in _DAMAGED)


def _is_busy(error: Exception) -> bool:
    return any(word in str(error) for word in _BUSY)


def _in_words(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error) or type(error).__name__
