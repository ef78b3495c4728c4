"""Exports hold what the ledger holds, and the queries of the documentation run on them."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import duckdb
import pytest
import sqlglot
from pyarrow import parquet

from jupyter_green.ledger import Ledger
from jupyter_green.ledger.export import ExportError, export
from jupyter_green.ledger.rows import AppliedSwap, Scribe
from jupyter_green.ledger.runs import runs
from jupyter_green.ledger.schema import COLUMNS, RUN_COLUMNS, TABLES
from jupyter_green.practices import Advice, Swap
from tests.ledger.conftest import START, TRAINING, measured, named, started

DOCUMENT = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text("utf-8")


def queries(engine: str) -> list[str]:
    return re.findall(rf"```sql {engine}\n(.*?)```", DOCUMENT, re.DOTALL)


@pytest.fixture
def full(ledger: Ledger, scribe: Scribe) -> Ledger:
    ledger.append(measured(scribe, TRAINING, 2.0) + measured(scribe, named("churn-2"), 3.0, at=START + 1e6))
    ledger.append(started(scribe, named("=cmd|' /C calc'!A0"), at=START + 2e6))
    search = named("search", kind="tuning", max_jobs=4, max_parallel_jobs=2)
    ledger.append(measured(scribe, search, 1.0, at=START + 3e6))
    swap = Swap({"spot": True, "max_wait": 7200})
    advice = Advice(practice="managed-spot-training", title="t", message="m", job=TRAINING, swap=swap)
    ledger.append([scribe.swap(AppliedSwap("1", advice, swap, "cell"), TRAINING, "object:1", "applied", START)])
    ledger.append([scribe.budget(5000.0, "gCO2e", "week", START)])
    return ledger


def test_parquet_holds_the_runs_with_their_types(full: Ledger, tmp_path: Path) -> None:
    assert export(full, tmp_path / "runs.parquet") == 4
    table = parquet.read_table(tmp_path / "runs.parquet")
    assert tuple(table.column_names) == RUN_COLUMNS
    assert str(table.schema.field("carbon_gco2e_central").type) == "double"
    found = {row["run"]: row for row in table.to_pylist()}
    for run in runs(full):
        assert found[run.run]["carbon_gco2e_central"] == run.row["carbon_gco2e_central"]


def test_csv_holds_the_same_and_runs_no_formula(full: Ledger, tmp_path: Path) -> None:
    assert export(full, tmp_path / "runs.csv") == 4
    with (tmp_path / "runs.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == RUN_COLUMNS
    assert {row["name"] for row in rows} >= {"churn-1", "churn-2", "'=cmd|' /C calc'!A0"}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("suffix", ["csv", "json", "parquet"])
def test_every_table_can_be_exported(full: Ledger, tmp_path: Path, table: str, suffix: str) -> None:
    (counted,) = full.read(f"SELECT count(*) AS n FROM {table}")
    assert export(full, tmp_path / f"x.{suffix}", table=table) == counted["n"] > 0


def test_json_without_a_table_is_all_of_it(full: Ledger, tmp_path: Path) -> None:
    count = export(full, tmp_path / "mine.json")
    content = json.loads((tmp_path / "mine.json").read_text("utf-8"))
    assert content["jupyter_green_ledger"] == 1
    assert sum(len(content[table]) for table in TABLES) == count
    assert set(content["jobs"][0]) == set(COLUMNS["jobs"])


@pytest.mark.parametrize(("name", "table", "message"), [("x.xlsx", "", "must end in"), ("x.csv", "nope", "no table")])
def test_what_cannot_be_exported_is_said(full: Ledger, tmp_path: Path, name: str, table: str, message: str) -> None:
    with pytest.raises(ExportError, match=message):
        export(full, tmp_path / name, table=table)
    assert list(tmp_path.glob("x.*")) == []


def test_a_file_that_cannot_be_written_leaves_nothing_behind(full: Ledger, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        export(full, tmp_path / "nowhere" / "x.csv")


def test_the_documents_name_every_column() -> None:
    stems = {re.sub(r"_(low|central|high)$", "", name) for columns in COLUMNS.values() for name in columns}
    missing = {stem for stem in stems | set(RUN_COLUMNS[1:4]) if f"`{stem}`" not in DOCUMENT}
    assert missing == set()


# -- the queries shown ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", queries("duckdb"))
def test_the_duckdb_queries_run(full: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    monkeypatch.chdir(tmp_path)
    export(full, Path("runs.parquet"))
    export(full, Path("swaps.csv"), table="swaps")
    assert len(duckdb.connect().execute(query).fetchall()) >= 1


def test_the_weeks_of_the_query_add_up_to_the_ledger(
    full: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    export(full, Path("runs.parquet"))
    rows = duckdb.connect().execute(queries("duckdb")[0]).fetchall()
    whole = sum(run.figure("carbon").central for run in runs(full) if run.per == "run") / 1000
    assert sum(row[3] for row in rows) == pytest.approx(whole, abs=0.001 * len(rows))


def test_the_athena_table_has_the_columns_of_the_export() -> None:
    made = sqlglot.parse_one(queries("athena")[0], read="athena")
    columns = [column.name for column in made.find_all(sqlglot.exp.ColumnDef)]
    assert tuple(columns) == RUN_COLUMNS
    kinds = {column.name: column.kind.sql() for column in made.find_all(sqlglot.exp.ColumnDef)}
    assert kinds["instance_count"] == "BIGINT"
    assert kinds["cost_usd_high"] == "DOUBLE"


@pytest.mark.parametrize("query", queries("athena")[1:])
def test_the_athena_queries_run_when_said_in_another_dialect(full: Ledger, tmp_path: Path, query: str) -> None:
    export(full, tmp_path / "runs.parquet")
    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW green_runs AS SELECT * FROM '{tmp_path / 'runs.parquet'}'")
    (translated,) = sqlglot.transpile(query, read="athena", write="duckdb")
    # Counted, since Python gets a moment with its zone from DuckDB only where pytz is installed.
    (found,) = connection.execute(f"SELECT count(*) FROM ({translated})").fetchone()
    assert found >= 1
