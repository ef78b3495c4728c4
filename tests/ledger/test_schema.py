"""Every earlier version comes up to today's tables with its rows, or stays as it was."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from jupyter_green.ledger import Ledger, schema
from jupyter_green.ledger.runs import runs

DATA = Path(__file__).parent / "data"


def make(path: Path, version: int) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript((DATA / f"version_{version}.sql").read_text("utf-8"))
    return connection


def test_there_is_a_file_of_every_earlier_version() -> None:
    assert sorted(DATA.glob("version_*.sql")) == [DATA / f"version_{number}.sql" for number in range(schema.VERSION)]


@pytest.mark.parametrize("version", range(schema.VERSION))
def test_an_earlier_version_gets_the_tables_of_a_new_file(tmp_path: Path, version: int) -> None:
    old, new = make(tmp_path / "old.sqlite", version), sqlite3.connect(tmp_path / "new.sqlite", isolation_level=None)
    schema.migrate(old)
    schema.migrate(new)
    assert schema.version_of(old) == schema.version_of(new) == schema.VERSION
    sql = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    assert set(new.execute(sql)) <= set(old.execute(sql))


def test_the_rows_of_the_draft_are_taken_over_and_the_draft_stays(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    connection = make(path, 0)
    schema.migrate(connection)
    assert connection.execute("SELECT count(*) FROM estimates").fetchone() == (3,)
    connection.close()
    churn, live = runs(Ledger(path))
    assert (churn.row["kind"], churn.figure("carbon").central, churn.hours.central) == ("training", 285.0, 3.0)
    assert churn.per == "run"
    assert (live.per, live.figure("carbon").unit, live.row["instance_count"]) == ("hour", "gCO2e/h", 2)
    assert {run.row["method"] for run in (churn, live)} == {"0"}


def test_a_step_that_fails_leaves_the_old_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = make(tmp_path / "ledger.sqlite", 0)

    def fails(connection: sqlite3.Connection) -> None:
        schema._to_version_1(connection)
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(schema, "_STEPS", (fails,))
    with pytest.raises(sqlite3.OperationalError):
        schema.migrate(connection)
    assert schema.version_of(connection) == 0
    assert [name for (name,) in connection.execute("SELECT name FROM sqlite_master")] == ["estimates"]


def test_the_view_has_the_columns_that_are_promised(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "ledger.sqlite", isolation_level=None)
    schema.migrate(connection)
    assert tuple(c[0] for c in connection.execute("SELECT * FROM runs").description) == schema.RUN_COLUMNS
