from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from jupyter_green.audit.app import CLEAN, FINDINGS, main
from jupyter_green.audit.document import AuditOptions
from jupyter_green.audit.parquet import TABLES
from jupyter_green.audit.run import audit_all
from jupyter_green.audit.sources import gather

DOCS = Path(__file__).parents[3] / "docs" / "fleet.md"
ATHENA = {"string": "string", "int": "int", "double": "double", "boolean": "boolean"}


def rows(query: str) -> list[tuple[object, ...]]:
    return duckdb.connect().execute(query).fetchall()


def test_there_is_a_row_a_job_and_a_row_a_finding(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (fleet / "broken.ipynb").write_text('{"cells": [sagemaker', "utf-8")
    assert main(["notebooks", "--parquet", "out", "--fail-on", "never"]) in (CLEAN, 3)

    documents = list(audit_all(gather(["notebooks"]), AuditOptions()))
    findings = [finding for document in documents for finding in document.findings]
    assert rows("select count(*), count(distinct document) from 'out/jobs/*.parquet'") == [(40, 40)]
    assert rows("select count(*) from 'out/findings/*.parquet'") == [(len(findings),)]
    assert rows("select document from 'out/problems/*.parquet'") == [("notebooks/broken.ipynb",)]
    assert "40 jobs" in capsys.readouterr().out


def test_figures_are_those_of_the_report(fleet: Path) -> None:
    main(["notebooks", "--parquet", "out", "--region", "eu-north-1", "--hours", "2"])

    options = AuditOptions(region="eu-north-1")
    carbon = [d.jobs[0].footprint.rate.carbon.central for d in audit_all(gather(["notebooks"]), options)]
    written = rows(
        "select carbon_g_per_hour_central, carbon_g_total_central from 'out/jobs/*.parquet' order by document"
    )
    assert [row[0] for row in written] == pytest.approx(carbon)
    assert [row[1] for row in written] == pytest.approx([2 * one for one in carbon])


def test_tables_stand_beside_a_report_too_and_a_second_run_replaces_them(fleet: Path) -> None:
    for _ in range(2):
        assert main(["notebooks", "--parquet", "out", "--output", "report.json"]) == FINDINGS

    assert rows("select count(*) from 'out/jobs/*.parquet'") == [(40,)]
    assert Path("report.json").stat().st_size > 1000


def test_gates_judge_the_sums_when_no_document_is_kept(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notebooks", "--parquet", "out", "--fail-over", "1gCO2e"]) == FINDINGS
    assert "more than the 1.0 g" in capsys.readouterr().err
    assert main(["notebooks", "--parquet", "out", "--fail-over", "1000tCO2e"]) == CLEAN


def test_nothing_of_an_account_is_in_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("nb.py").write_text(
        "import boto3\nboto3.client('sagemaker').create_endpoint(EndpointName='team-123456789012\\ud800', "
        "EndpointConfigName='c')\n",
        "utf-8",
    )
    main(["nb.py", "--parquet", "out"])

    assert "123456789012" not in str(rows("select * from 'out/jobs/*.parquet'"))


def test_the_documented_columns_are_those_written() -> None:
    text = DOCS.read_text("utf-8")
    for table, columns in TABLES.items():
        section = text[text.index(f"CREATE EXTERNAL TABLE audit_{table} (") :]
        ddl = re.findall(r"^  `?(\w+)`? (\w+),?$", section[: section.index(")\nSTORED")], re.MULTILINE)
        assert ddl == [(name, ATHENA[kind]) for name, kind in columns.items()]


def test_the_documented_queries_run(fleet: Path) -> None:
    main(["notebooks", "--parquet", "audit"])
    queries = re.findall(r"```sql\n-- DuckDB.*?\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)

    assert len(queries) >= 2
    for query in queries:
        assert rows(query), query
