"""``jupyter green audit``: read notebooks and Python files, report, fix, and gate."""

from __future__ import annotations

import contextlib
import datetime
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from jupyter_green.audit.sources import Source, UsageError, gather

if TYPE_CHECKING:
    from collections import Counter

    from jupyter_green.audit.arguments import CommandLine
    from jupyter_green.audit.baseline import Key
    from jupyter_green.audit.document import AuditOptions
    from jupyter_green.audit.gate import Limit
    from jupyter_green.audit.report import DocumentReport, Report

__all__ = ["CLEAN", "FINDINGS", "INTERRUPTED", "UNREADABLE", "USAGE", "main"]

CLEAN, FINDINGS, USAGE, UNREADABLE, INTERRUPTED = 0, 1, 2, 3, 130


def main(argv: Sequence[str]) -> int:
    """Run the audit and return its exit code: 0 clean, 1 findings or a gate breached, 2 wrong usage,
    3 unreadable, 130 interrupted.
    """
    from jupyter_green.audit.arguments import parse_arguments

    try:
        line = parse_arguments(argv)
        sources = gather(line.paths, rev=line.rev, exclude=line.exclude, redacted=line.redact)
        if not sources:
            raise UsageError("no notebook and no Python file is there to audit")
        return _run(line, sources)
    except UsageError as error:
        print(f"jupyter green audit: {error}", file=sys.stderr)
        return USAGE
    except SystemExit as leaving:  # --help
        return int(leaving.code or 0)
    except KeyboardInterrupt:
        print("jupyter green audit: interrupted; no report is written", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN


def _run(line: CommandLine, sources: Sequence[Source]) -> int:
    from jupyter_green.audit.fleet_interrupt import interrupts_noted
    from jupyter_green.audit.gate import parse_limit

    limits = [parse_limit(text) for text in line.fail_over]
    known = _known_findings(line)
    _check_output(line)
    options = options_of(line)
    unwritten = 0
    if line.fix or line.diff:
        from jupyter_green.audit.fixing import fix_all

        write = line.fix and not line.diff
        changed, unwritten = fix_all(sources, options, unsafe=line.unsafe_fixes, write=write, redacted=line.redact)
        if line.diff:
            return FINDINGS if changed else CLEAN
    if not line.form:
        return _run_without_report(line, sources, options, limits, known) or (UNREADABLE if unwritten else CLEAN)
    report = _report(line, sources, options)
    if line.baseline is not None and line.write_baseline:
        from jupyter_green.audit.baseline import write_baseline
        from jupyter_green.wording import say_count

        count = write_baseline(line.baseline, report)
        print(f"{line.baseline.name}: {say_count(count, 'finding')} written", file=sys.stderr)
        return CLEAN
    if known is not None:
        from jupyter_green.audit.baseline import without_known

        report = without_known(report, known)
    with interrupts_noted():  # a report that is half written is of no use: only the second Ctrl-C gives it up
        _show(line, report)
    if report.interrupted:
        return INTERRUPTED
    from jupyter_green.audit.gate import breach_of, failing_findings

    breaches = [said for limit in limits if (said := breach_of(report, limit))]
    for said in breaches:
        print(f"jupyter green audit: {said}", file=sys.stderr)
    if breaches or failing_findings(report, line.fail_on):
        return FINDINGS
    return UNREADABLE if unwritten or any(not_read(document) for document in report.documents) else CLEAN


def _known_findings(line: CommandLine) -> Counter[Key] | None:
    """Return what the baseline knows, before anything is read that takes its time; None without one."""
    if line.baseline is None or line.write_baseline:
        return None
    from jupyter_green.audit.baseline import read_baseline

    return read_baseline(line.baseline)


def _check_output(line: CommandLine) -> None:
    """Raise UsageError for a place where no file can be, before anything is read that takes its time."""
    if line.output is not None and not line.output.parent.is_dir():
        raise UsageError(f"--output {line.output.name} cannot be written: there is no folder {line.output.parent}")


def options_of(line: CommandLine) -> AuditOptions:
    """Return what the audit is to assume and look for."""
    from jupyter_green.audit.document import AuditOptions
    from jupyter_green.practices import Context

    context = Context(
        today=datetime.date.today(),
        hours=line.hours,
        residency=line.residency,
        grid=line.grid,  # type: ignore[arg-type]
    )
    return AuditOptions(
        context=context,
        region=line.region,
        region_source=line.region_source,
        select=line.select,
        ignore=line.ignore,
        with_rewrites=line.form in ("html", "json", "markdown"),
        with_file_lines=line.form in ("sarif", "github"),
    )


def not_read(document: DocumentReport) -> bool:
    """True for a document of which nothing could be read, or whose audit failed."""
    return any(problem.kind in ("unreadable", "internal") for problem in document.problems)


def _report(line: CommandLine, sources: Sequence[Source], options: AuditOptions) -> Report:
    from jupyter_green.audit.report import Report

    documents: list[DocumentReport] = []
    interrupted = _stream(line, sources, options, documents.append)
    return Report(
        documents=tuple(documents),
        hours=line.hours,
        assumed_region=line.region,
        interrupted=interrupted,
        grid=options.context.grid,
    )


def _stream(
    line: CommandLine, sources: Sequence[Source], options: AuditOptions, take: Callable[[DocumentReport], object]
) -> bool:
    """Hand on each document's report as it comes, to the Parquet tables too; true when Ctrl-C ended it early."""
    from jupyter_green.audit.fleet_interrupt import interrupts_noted
    from jupyter_green.audit.progress import progress
    from jupyter_green.audit.run import audit_all

    with contextlib.ExitStack() as stack:
        tables = None
        if line.parquet is not None:
            from jupyter_green.audit.parquet import ParquetTables

            tables = stack.enter_context(ParquetTables(line.parquet, redacted=line.redact))
        done = stack.enter_context(progress(len(sources)))
        was_interrupted = stack.enter_context(interrupts_noted())
        reports = audit_all(
            sources, options, processes=line.processes, scheduler=line.scheduler, resume=line.resume, done=done
        )
        stack.enter_context(contextlib.closing(reports))
        try:
            for document in reports:
                if tables is not None:
                    tables.add(document)
                take(document)
                if was_interrupted():
                    return True
        except KeyboardInterrupt:
            return True
    return False


def _run_without_report(
    line: CommandLine,
    sources: Sequence[Source],
    options: AuditOptions,
    limits: Sequence[Limit],
    known: Counter[Key] | None,
) -> int:
    """Write the Parquet tables only, let every document go once it is counted, and judge the sums."""
    from jupyter_green.audit.baseline import without_known
    from jupyter_green.audit.fleet_tally import Tally
    from jupyter_green.audit.gate import breach_of
    from jupyter_green.audit.report import Report

    tally = Tally(fail_on=line.fail_on, hours=line.hours)

    def take(document: DocumentReport) -> None:
        one = Report(documents=(document,), hours=line.hours)
        tally.add(one if known is None else without_known(one, known))

    interrupted = _stream(line, sources, options, take)
    print(tally.summary() + ("\nInterrupted: what was read until then." if interrupted else ""))
    if interrupted:
        return INTERRUPTED
    breaches = [said for limit in limits if (said := breach_of(tally.report(), limit))]
    for said in breaches:
        print(f"jupyter green audit: {said}", file=sys.stderr)
    if breaches or tally.failing:
        return FINDINGS
    return UNREADABLE if tally.not_read else CLEAN


def _show(line: CommandLine, report: Report) -> None:
    from jupyter_green.audit.writers import write

    if line.output is None and line.form == "text" and sys.stdout.isatty() and _show_in_colour(line, report):
        return
    text = write(report, line.form, redacted=line.redact)
    if line.output is None:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
        return
    try:
        line.output.write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(f"--output {line.output.name} cannot be written: {error.strerror or error}") from error


def _show_in_colour(line: CommandLine, report: Report) -> bool:
    """Show the report through rich; False where that is not installed."""
    try:
        from rich.console import Console
    except ImportError:
        return False
    from jupyter_green.audit.writers.screen import show

    show(report, Console(highlight=False), redacted=line.redact)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
