"""The command line of ``jupyter green audit``: its options, with what pyproject.toml and the environment say."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_green.audit.settings import assumed_region, checked_hours, known_practices, listed, project_settings
from jupyter_green.audit.sources import UsageError
from jupyter_green.audit.stdout import show
from jupyter_green.audit.writers import FORMATS

__all__ = ["CommandLine", "OneLineParser", "parse_arguments"]

_SUFFIXES = {".html": "html", ".htm": "html", ".md": "markdown", ".json": "json", ".sarif": "sarif", ".txt": "text"}
_BELOW_ZERO = re.compile(r"-[\d.$]")
_DESCRIPTION = (
    "Find every SageMaker job that notebooks and Python files would start, without running anything; estimate its "
    "carbon, energy and cost; say what to change."
)
_EPILOG = (
    "Exit codes: 0 nothing to say, or nothing that fails; 1 findings, or a gate is breached; 2 wrong usage, or an "
    "output that cannot be written; 3 documents could not be read (and nothing else failed); 130 interrupted."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandLine:
    """Everything the command was told."""

    paths: tuple[str, ...]
    rev: str
    exclude: tuple[str, ...]
    form: str
    output: Path | None
    region: str | None
    region_source: str
    hours: float | None
    grid: str
    residency: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fix: bool
    unsafe_fixes: bool
    diff: bool
    fail_on: str
    fail_over: tuple[str, ...]
    baseline: Path | None
    write_baseline: bool
    redact: bool
    processes: int
    scheduler: str
    resume: Path | None
    parquet: Path | None


def parse_arguments(argv: Sequence[str]) -> CommandLine:
    """Return the command line completed by the settings; raises UsageError, and SystemExit for ``--help``."""
    told = _parser().parse_args(_with_limits_joined(argv))
    settings = project_settings(Path.cwd())

    def either(name: str, default: Any = None) -> Any:
        given = getattr(told, name.replace("-", "_"))
        return settings.get(name, default) if given is None else given

    if told.diff and (told.output not in (None, "-") or told.write_baseline or told.parquet):
        raise UsageError("--diff only shows changes: leave out --output, --write-baseline and --parquet")
    output = None if told.diff else either("output")
    form = either("format") or (_SUFFIXES.get(Path(output).suffix.lower()) if output else None)
    if form is None:  # tables alone keep no document in memory
        form = "" if told.parquet and not output and not told.write_baseline else "text"
    fail_over = tuple(either("fail-over", ()))
    region, region_source = assumed_region(told.region, settings)
    if told.write_baseline and not either("baseline"):
        raise UsageError("--write-baseline needs the file: --baseline FILE --write-baseline")
    return CommandLine(
        paths=tuple(told.paths),
        rev=told.rev,
        exclude=listed(either("exclude", ())),
        form=form,
        output=Path(output) if output and output != "-" else None,
        region=region,
        region_source=region_source,
        hours=checked_hours(told.hours, settings),
        grid=settings.get("grid", "lifecycle"),
        residency=tuple(settings.get("residency", ())),
        select=known_practices("select", told.select, settings, "--select"),
        ignore=known_practices("ignore", told.ignore, settings, "--ignore"),
        fix=told.fix or told.unsafe_fixes,
        unsafe_fixes=told.unsafe_fixes,
        diff=told.diff,
        # A limit or a baseline of its own is a gate: without --fail-on it alone decides.
        fail_on=either("fail-on", "never" if fail_over else "note"),
        fail_over=fail_over,
        baseline=Path(either("baseline")) if either("baseline") else None,
        write_baseline=told.write_baseline,
        redact=bool(either("redact", True)),
        processes=max(1, either("processes", 1)),
        scheduler=told.scheduler,
        resume=Path(told.resume) if told.resume else None,
        parquet=Path(told.parquet) if told.parquet else None,
    )


def _parser() -> argparse.ArgumentParser:
    parser = OneLineParser(prog="jupyter green audit", description=_DESCRIPTION, epilog=_EPILOG)
    add = parser.add_argument
    add(
        "paths", nargs="*", metavar="PATH", help="files, folders, globs, REV:PATH, URLs such as s3://…, or -; default ."
    )
    add("--rev", default="", metavar="REV", help="read the paths from this git revision")
    add("--exclude", action="append", metavar="PATTERN", help="leave out matching files and folders")
    add("--format", choices=sorted(FORMATS), help="form of the report; default by the name of the output, else text")
    add("--output", "-o", metavar="FILE", help="write the report to a file")
    add("--region", metavar="REGION", help="Region for jobs whose code names none")
    add("--hours", type=float, metavar="H", help="hours each job is expected to run; without it only rates are shown")
    add("--select", action="append", metavar="ID", help="look for these practices only, by id or its beginning")
    add("--ignore", action="append", metavar="ID", help="do not look for these practices")
    add("--fix", action="store_true", help="write safe changes into the files")
    add("--unsafe-fixes", action="store_true", help="also write changes that may alter a result")
    add("--diff", action="store_true", help="show the changes without writing them")
    add("--fail-on", choices=("error", "warning", "note", "never"), help="least level that makes the exit code 1")
    add(
        "--fail-over",
        action="append",
        metavar="LIMIT",
        help="fail above 10kg (of CO2e), 50USD, $50 or 20kWh; an hour's without --hours",
    )
    add("--baseline", metavar="FILE", help="findings in this file are known: only new ones are shown and fail")
    add("--write-baseline", action="store_true", help="write the findings of this run to the baseline")
    add(
        "--no-redact", dest="redact", action="store_false", default=None, help="keep account ids, ARNs, roles and paths"
    )
    add("--processes", type=int, metavar="N", help="processes to audit with; default 1")
    add("--scheduler", default="", metavar="URL", help="audit on the Dask cluster whose scheduler answers at tcp://…")
    add("--resume", metavar="FILE", help="keep in this file what is finished, and go on from what it holds")
    add("--parquet", metavar="FOLDER", help="write tables of jobs, findings and problems while it runs")
    return parser


class OneLineParser(argparse.ArgumentParser):
    """A parser whose complaint is one line."""

    def error(self, message: str) -> Any:
        """Raise UsageError instead of printing the usage and leaving."""
        raise UsageError(message)

    def print_help(self, file: Any = None) -> None:
        """Write the help as everything else is written; raises UsageError where that fails."""
        show(self.format_help())


def _with_limits_joined(argv: Sequence[str]) -> list[str]:
    """Return the words with ``--fail-over -5kg`` as one: argparse takes what begins so for an option."""
    words: list[str] = []
    for word in argv:
        if words and words[-1] == "--fail-over" and _BELOW_ZERO.match(word):
            words[-1] += f"={word}"
        else:
            words.append(word)
    return words
