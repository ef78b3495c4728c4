"""``jupyter green audit``: read notebooks and Python files, report, fix, and gate."""

from __future__ import annotations

import contextlib
import datetime
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
    """Run the audit and return its exit code.

    0 clean, 1 findings or a gate breached, 2 wrong usage or an output that cannot be written, 3 unreadable,
    130 interrupted.
    """
    from jupyter_green.audit.arguments import parse_arguments

    try:
        line = parse_arguments(argv)
        sources = gather(line.paths, rev=line.rev, exclude=line.exclude, redacted=line.redact)
        if not sources:
            raise UsageError("no notebook and no Python file is there to audit")
        return _run(line, sources)
    except UsageError as error:
        _complain(str(error))
        return USAGE
    except SystemExit as leaving:  # --help
        return int(leaving.code or 0)
    except KeyboardInterrupt:
        _complain("interrupted; no report is written")
        return INTERRUPTED
    except BrokenPipeError:  # the reader, such as head, has seen enough
        return CLEAN


def _run(line: CommandLine, sources: Sequence[Source]) -> int:
    from jupyter_green.audit.fleet_interrupt import interrupts_noted
    from jupyter_green.audit.gate import parse_limit
    from jupyter_green.audit.targets import check_targets

    limits = [parse_limit(text) for text in line.fail_over]
    known = _known_findings(line)
    check_targets(line, sources)
    options = options_of(line)
    failed = 0
    if line.fix or line.diff:
        from jupyter_green.audit.fixing import fix_all

        write = line.fix and not line.diff
        changed, failed = fix_all(
            sources, options, unsafe=line.unsafe_fixes, write=write, redacted=line.redact, known=known
        )
        if line.diff:
            return FINDINGS if changed else UNREADABLE if failed else CLEAN
    if not line.form:
        return _run_without_report(line, sources, options, limits, known) or (UNREADABLE if failed else CLEAN)
    report = _report(line, sources, options)
    if known is not None:
        from jupyter_green.audit.baseline import without_known

        report = without_known(report, known)
    with interrupts_noted():  # what is half written is of no use: only the second Ctrl-C gives it up
        if line.output is not None or not line.write_baseline:
            _show(line, report)
        if line.write_baseline and not report.interrupted:
            _write_baseline(line, report)
    if report.interrupted:
        kept = "; the baseline is left as it was" if line.write_baseline else ""
        _complain(f"interrupted when {len(report.documents):,} of {len(sources):,} documents were read{kept}")
        return INTERRUPTED
    if not line.write_baseline:
        from jupyter_green.audit.gate import failing_findings

        if _is_breached(report, limits) or failing_findings(report, line.fail_on):
            return FINDINGS
    return UNREADABLE if failed or any(map(not_read, report.documents)) else CLEAN


def _is_breached(report: Report, limits: Sequence[Limit]) -> bool:
    """True when a limit is breached; what is over, and what nobody could judge, is told."""
    from jupyter_green.audit.gate import breach_of, unjudged

    breaches = [breach_of(report, limit) for limit in limits]
    for limit, breach in zip(limits, breaches, strict=True):
        if said := breach or unjudged(report, limit):
            _complain(said)
    return any(breaches)


def _write_baseline(line: CommandLine, report: Report) -> None:
    """Write the baseline, and tell what is in it and what is not."""
    from jupyter_green.audit.baseline import write_baseline
    from jupyter_green.wording import say_count

    if line.baseline is None:
        return
    said = f"{line.baseline.name}: {say_count(write_baseline(line.baseline, report), 'finding')} written"
    if line.select or line.ignore:
        said += ", of the practices that --select and --ignore leave only"
    unread = sum(map(not_read, report.documents))
    if unread:
        said += f"; {say_count(unread, 'document')} could not be read and {'is' if unread == 1 else 'are'} not in it"
    print(said, file=sys.stderr)


def _complain(said: str) -> None:
    print(f"jupyter green audit: {said}", file=sys.stderr)


def _known_findings(line: CommandLine) -> Counter[Key] | None:
    """Return what the baseline knows, before anything is read that takes its time; None without one."""
    if line.baseline is None or line.write_baseline:
        return None
    from jupyter_green.audit.baseline import read_baseline

    return read_baseline(line.baseline)


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
    from jupyter_green.audit.report import Report
    from jupyter_green.audit.stdout import show

    tally = Tally(fail_on=line.fail_on, hours=line.hours)

    def take(document: DocumentReport) -> None:
        one = Report(documents=(document,), hours=line.hours)
        tally.add(one if known is None else without_known(one, known))

    interrupted = _stream(line, sources, options, take)
    show(f"{tally.summary()}\n" + ("Interrupted: what was read until then.\n" if interrupted else ""))
    if interrupted:
        return INTERRUPTED
    if _is_breached(tally.report(), limits) or tally.failing:
        return FINDINGS
    return UNREADABLE if tally.not_read else CLEAN


def _show(line: CommandLine, report: Report) -> None:
    from jupyter_green.audit.stdout import show
    from jupyter_green.audit.writers import write

    if line.output is None and line.form == "text" and sys.stdout.isatty() and _show_in_colour(line, report):
        return
    text = write(report, line.form, redacted=line.redact)
    if line.output is None:
        show(text)
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
