"""The file holds what was written, whatever happens to it; a failure is one line."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from jupyter_green.ledger import Ledger, LedgerError, Row


def row(identity: str, **more: object) -> Row:
    head = {"id": identity, "at": "2026-11-22T10:00:00.000Z", "session": "s", "notebook": "", "run": "r"}
    return Row("jobs", {**head, "event": "seen", "kind": "training", "job": "{}", **more})


def ids(ledger: Ledger) -> list[str]:
    return [found["id"] for found in ledger.read("SELECT id FROM jobs ORDER BY id")]


def test_a_ledger_that_nobody_wrote_is_empty_and_makes_no_file(ledger: Ledger) -> None:
    assert ledger.read("SELECT * FROM jobs") == []
    assert not ledger.path.parent.exists()


def test_rows_are_there_after_they_were_appended(ledger: Ledger) -> None:
    assert ledger.append([row("a"), row("b")])
    assert ids(ledger) == ["a", "b"]


def test_the_file_is_the_users_alone(ledger: Ledger) -> None:
    ledger.append([row("a")])
    assert ledger.path.stat().st_mode & 0o077 == 0
    assert ledger.path.parent.stat().st_mode & 0o077 == 0


def test_a_row_written_twice_stands_once(ledger: Ledger) -> None:
    assert ledger.append([row("a")]) and ledger.append([row("a"), row("b")])
    assert ids(ledger) == ["a", "b"]


@pytest.mark.parametrize("sql", ["UPDATE jobs SET kind = 'x'", "DELETE FROM jobs"])
def test_rows_cannot_be_changed_or_deleted(ledger: Ledger, sql: str) -> None:
    ledger.append([row("a")])
    with sqlite3.connect(ledger.path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(sql)


def test_the_log_is_written_ahead_and_to_the_disk(ledger: Ledger) -> None:
    ledger.append([row("a")])
    with sqlite3.connect(ledger.path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_on_a_network_disk_the_log_is_not_shared(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_green.ledger.store.is_on_network_disk", lambda folder: True)
    assert ledger.append([row("a")]) and ledger.append([row("b")])
    with sqlite3.connect(ledger.path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert ids(ledger) == ["a", "b"]


def test_odd_values_keep_no_row_from_being_written(ledger: Ledger, warnings: list[str]) -> None:
    assert ledger.append([row("a", name="\ud800 name"), row("b", instance_count=2**80), row("c")])
    assert ids(ledger) == ["a", "b", "c"]
    assert warnings == []


def test_many_threads_write_at_once(ledger: Ledger) -> None:
    others = [Ledger(ledger.path) for _ in range(8)]

    def write(number: int) -> None:
        for serial in range(5):
            assert others[number].append([row(f"{number}-{serial}")])

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids(ledger)) == 40


def test_sqlite_is_imported_only_when_a_ledger_is_used() -> None:
    lines = in_a_child(
        """
import sys
import jupyter_green.ledger, jupyter_green.ledger.runs, jupyter_green.ledger.past, jupyter_green.ledger.budget
import jupyter_green.kernel.recorder
print(sorted({"sqlite3", "pyarrow", "fsspec", "duckdb"} & set(sys.modules)))
"""
    )
    assert lines == ["[]"]


# -- what can go wrong ------------------------------------------------------------------------------------------------


def test_a_locked_file_makes_rows_wait_and_they_come_with_the_next(ledger: Ledger, warnings: list[str]) -> None:
    ledger.append([row("a")])
    blocker = sqlite3.connect(ledger.path, isolation_level=None)
    blocker.execute("BEGIN EXCLUSIVE")
    assert not ledger.append([row("b")])
    assert not ledger.append([row("c")])
    assert len(warnings) == 1
    assert "locked" in warnings[0]
    blocker.execute("ROLLBACK")
    blocker.close()
    assert ledger.append([row("d")])
    assert ids(ledger) == ["a", "b", "c", "d"]
    assert ledger.waiting == 0


@pytest.mark.parametrize("how", ["header", "middle", "cut"])
def test_a_damaged_file_is_set_aside_and_kept_whole(ledger: Ledger, warnings: list[str], how: str) -> None:
    ledger.append([row(f"{number:04}", job="x" * 500) for number in range(400)])
    with sqlite3.connect(ledger.path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    data = bytearray(ledger.path.read_bytes())
    if how == "header":
        data[:100] = b"\x00" * 100
        data[:12] = b"not a ledger"
    elif how == "middle":
        data[len(data) // 2 : len(data) // 2 + 20_000] = b"\xff" * 20_000
    else:
        del data[len(data) // 3 :]
    ledger.path.write_bytes(data)
    fresh = Ledger(ledger.path, warn=warnings.append)
    assert fresh.append([row("new")])
    assert ids(fresh) == ["new"]
    (aside,) = [path for path in ledger.path.parent.iterdir() if ".damaged-" in path.name and "-wal" not in path.name]
    assert aside.read_bytes()[-5000:] == bytes(data[-5000:])
    assert len(aside.read_bytes()) == len(data)
    assert len(warnings) == 1
    assert aside.name in warnings[0]


def test_only_one_of_several_kernels_sets_a_damaged_file_aside(ledger: Ledger) -> None:
    ledger.path.parent.mkdir()
    ledger.path.write_bytes(b"not a ledger" * 100)
    others = [Ledger(ledger.path) for _ in range(6)]
    barrier = threading.Barrier(6)

    def write(number: int) -> None:
        barrier.wait()
        assert others[number].append([row(f"{number}")])

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([path for path in ledger.path.parent.iterdir() if path.name.startswith("ledger.sqlite.damaged-")]) == 1
    assert ids(ledger) == [str(number) for number in range(6)]


def test_a_file_of_a_newer_version_is_left_alone(ledger: Ledger, warnings: list[str]) -> None:
    ledger.append([row("a")])
    with sqlite3.connect(ledger.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = ledger.path.read_bytes()
    assert not ledger.append([row("b")])
    assert ledger.path.read_bytes() == before
    assert "newer jupyter_green" in warnings[0]
    with pytest.raises(LedgerError, match="newer jupyter_green"):
        ledger.read("SELECT * FROM jobs")


def test_a_place_that_cannot_be_written_is_one_warning(tmp_path: Path, warnings: list[str]) -> None:
    (tmp_path / "file").write_text("here")
    ledger = Ledger(tmp_path / "file" / "ledger.sqlite", warn=warnings.append)
    for _ in range(3):
        assert not ledger.append([row("a")])
    assert len(warnings) == 1
    assert "cannot be written: file exists; rows wait in memory" in warnings[0]


def in_a_child(code: str, *arguments: str) -> list[str]:
    """Run code in another process and return the lines it prints."""
    answer = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *arguments],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=60,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.splitlines()


WRITE = """
import os, sys
from pathlib import Path
sys.path.insert(0, os.getcwd())
from tests.ledger.test_store import ids, row
from jupyter_green.ledger import Ledger
path = Path(sys.argv[1])
"""


def test_a_full_disk_loses_nothing_that_was_there(ledger: Ledger) -> None:
    """A limit on the size of files stands in for the full disk: SQLite's writes fail in the middle."""
    ledger.append([row(f"{number:03}", job="x" * 300) for number in range(100)])
    lines = in_a_child(
        WRITE
        + """
import resource
ledger = Ledger(path, warn=print)
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 40_000, hard))
print(ledger.append([row(f"big-{number}", job="y" * 5000) for number in range(200)]), ledger.waiting)
print(ledger.append([row("more")]), ledger.waiting)
print(len(ids(ledger)))
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
print(ledger.append([row("last")]), ledger.waiting, len(ids(ledger)))
""",
        str(ledger.path),
    )
    assert "cannot be written" in lines[0]
    assert lines[1:] == ["False 200", "False 201", "100", "True 0 302"]
    with sqlite3.connect(ledger.path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_read_only_home_is_read_and_not_written(ledger: Ledger, tmp_path: Path) -> None:
    ledger.append([row("a")])
    for path in (tmp_path, *tmp_path.parents):
        if path.owner() == ledger.path.owner() and path.stat().st_mode & 0o777 == 0o700:
            path.chmod(0o755)  # pytest's own folders: whoever the child becomes must get through them
    ledger.path.parent.chmod(0o555)
    for path in ledger.path.parent.iterdir():
        path.chmod(0o444)
    lines = in_a_child(
        WRITE
        + """
import urllib.parse  # whoever the child becomes may not be able to read Python's own folder
if os.getuid() == 0:
    os.setuid(65534)  # who may do everything finds nothing read-only
ledger = Ledger(path, warn=print)
print(ids(ledger), ledger.append([row("b")]), ledger.append([row("c")]), ids(ledger))
""",
        str(ledger.path),
    )
    ledger.path.parent.chmod(0o755)
    assert "cannot be written" in lines[0]
    assert lines[1:] == ["['a'] False False ['a']"]


def test_a_forked_child_writes_too(ledger: Ledger) -> None:
    ledger.append([row("parent")])
    child = os.fork()
    if child == 0:
        os._exit(0 if ledger.append([row("child")]) else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert ids(ledger) == ["child", "parent"]


def test_reading_brings_an_older_file_up_to_date(ledger: Ledger) -> None:
    ledger.path.parent.mkdir()
    with sqlite3.connect(ledger.path) as connection:
        connection.executescript((Path(__file__).parent / "data" / "version_0.sql").read_text())
    connection.close()
    assert len(ledger.read("SELECT * FROM runs")) == 2
