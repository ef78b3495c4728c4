"""The audit as Parquet tables, written while it runs: a row a job, a row a finding, a row a problem.

``docs/fleet.md`` documents the columns; the files are whole or not there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from jupyter_green.audit.redact import redact, safe_name, without_controls
from jupyter_green.audit.report import DocumentReport, Finding, ReportedJob
from jupyter_green.audit.sources import UsageError
from jupyter_green.catalog.tables import DATA_VERSION
from jupyter_green.footprint import METHOD_VERSION, Amounts

__all__ = ["TABLES", "ParquetTables"]

_ROWS_IN_A_GROUP = 4_096
_AMOUNTS = (("carbon", "carbon_g"), ("energy", "energy_kwh"), ("cost", "cost_usd"))
_CORNERS = ("low", "central", "high")


def _figures(suffix: str) -> dict[str, str]:
    return {f"{name}_{suffix}_{corner}": "double" for _, name in _AMOUNTS for corner in _CORNERS}


#: Table -> column -> type; every column may be null, which means not set or not known.
TABLES: dict[str, dict[str, str]] = {
    "jobs": {
        "document": "string",
        "job": "int",
        "cell": "int",
        "line": "int",
        "kind": "string",
        "name": "string",
        "api": "string",
        "via": "string",
        "instance_type": "string",
        "instance_count": "int",
        "region": "string",
        "passes": "int",
        "optional": "string",
        "mode": "string",
        "spot": "boolean",
        "deleted_later": "boolean",
        "basis": "string",
        **_figures("per_hour"),
        **_figures("total"),
        "method": "string",
        "data": "string",
    },
    "findings": {
        "document": "string",
        "job": "int",
        "cell": "int",
        "line": "int",
        "practice": "string",
        "title": "string",
        "phase": "string",
        "level": "string",
        "message": "string",
        "fix": "string",
        "confidence": "string",
        "fingerprint": "string",
        "suppressed": "boolean",
        **_figures("per_hour_change"),
    },
    "problems": {"document": "string", "kind": "string", "cell": "int", "message": "string"},
}


class ParquetTables:
    """Writes ``FOLDER/<table>/part-0.parquet``; on leaving, whatever was added is there, also after an interrupt."""

    def __init__(self, folder: Path, *, redacted: bool = True) -> None:
        self._folder = folder
        self._say: Callable[[str], str] = redact if redacted else without_controls
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
        self._writers: dict[str, Any] = {}
        self._arrow, self._parquet = _libraries()

    def __enter__(self) -> ParquetTables:
        try:
            for name in TABLES:
                (self._folder / name).mkdir(parents=True, exist_ok=True)
                self._writers[name] = self._parquet.ParquetWriter(
                    self._unfinished(name), self._schema(name), compression="zstd"
                )
        except OSError as error:
            raise UsageError(f"--parquet {self._folder.name} cannot be written: {error.strerror or error}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name, writer in self._writers.items():
            self._flush(name)
            writer.close()
            self._unfinished(name).replace(self._folder / name / "part-0.parquet")

    def add(self, document: DocumentReport) -> None:
        """Add the rows of one document."""
        name = without_controls(safe_name(document.name))
        self._rows["jobs"] += [self._job(name, job) for job in document.jobs]
        self._rows["findings"] += [self._finding(name, finding) for finding in document.findings]
        self._rows["problems"] += [
            {"document": name, "kind": one.kind, "cell": one.cell, "message": self._say(one.message)}
            for one in document.problems
        ]
        for table, rows in self._rows.items():
            if len(rows) >= _ROWS_IN_A_GROUP:
                self._flush(table)

    def _flush(self, name: str) -> None:
        rows = self._rows[name]
        if rows:
            self._writers[name].write_table(self._arrow.Table.from_pylist(rows, schema=self._schema(name)))
            rows.clear()

    def _schema(self, name: str) -> Any:
        arrow = self._arrow
        kinds = {"string": arrow.string(), "int": arrow.int32(), "double": arrow.float64(), "boolean": arrow.bool_()}
        return arrow.schema([(column, kinds[kind]) for column, kind in TABLES[name].items()])

    def _unfinished(self, name: str) -> Path:
        return self._folder / name / ".part-0.parquet"  # names that begin so are no data to DuckDB and Athena

    def _job(self, document: str, job: ReportedJob) -> dict[str, Any]:
        found, footprint = job.found, job.footprint
        told = footprint.job
        return {
            "document": document,
            "job": job.number,
            "cell": found.cell,
            "line": found.line,
            "kind": found.kind,
            "name": self._text(told.name),
            "api": found.api,
            "via": found.via,
            "instance_type": self._text(told.instance_type),
            "instance_count": _whole(told.instance_count),
            "region": self._text(told.region),
            "passes": job.passes,
            "optional": self._text(found.optional),
            "mode": self._text(told.mode),
            "spot": told.spot if isinstance(told.spot, bool) else None,
            "deleted_later": told.deleted_later if isinstance(told.deleted_later, bool) else None,
            "basis": footprint.basis,
            **_amounts(footprint.rate if footprint.basis in ("per hour", "per busy hour") else None, "per_hour"),
            **_amounts(footprint.total, "total"),
            "method": METHOD_VERSION,
            "data": DATA_VERSION,
        }

    def _finding(self, document: str, finding: Finding) -> dict[str, Any]:
        advice = finding.advice
        return {
            "document": document,
            "job": finding.job,
            "cell": finding.cell,
            "line": finding.line,
            "practice": advice.practice,
            "title": self._say(advice.title),
            "phase": finding.phase,
            "level": finding.level,
            "message": self._say(advice.message),
            "fix": advice.swap.fix if advice.swap is not None else None,
            "confidence": advice.confidence,
            "fingerprint": finding.fingerprint,
            "suppressed": finding.suppressed is not None,
            **_amounts(advice.saving, "per_hour_change"),
        }

    def _text(self, value: Any) -> str | None:
        return self._say(value) if isinstance(value, str) else None


def _amounts(amounts: Amounts | None, suffix: str) -> dict[str, float | None]:
    row: dict[str, float | None] = {}
    for attribute, name in _AMOUNTS:
        quantity = None if amounts is None else getattr(amounts, attribute)
        for corner in _CORNERS:
            known = quantity is not None and quantity.is_known
            row[f"{name}_{suffix}_{corner}"] = float(getattr(quantity, corner)) if known else None
    return row


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31 else None


def _libraries() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError("--parquet takes the extra fleet: pip install 'jupyter-green[fleet]'") from error
    return pyarrow, pyarrow.parquet
