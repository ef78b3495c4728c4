"""``jupyter green audit``: read notebooks and Python files, report, fix, and gate."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jupyter_green.audit.sources import Source, UsageError, gather

if TYPE_CHECKING:
    from jupyter_green.audit.arguments import CommandLine
    from jupyter_green.audit.document import AuditOptions
    from jupyter_green.audit.report import DocumentReport, Report

__all__ = ["CLEAN", "FINDINGS", "UNREADABLE", "USAGE", "main"]

CLEAN, FINDINGS, USAGE, UNREADABLE = 0, 1, 2, 3


def main(argv: Sequence[str]) -> int:
    """Run the audit and return its exit code: 0 clean, 1 findings or a gate breached, 2 wrong usage, 3 unreadable."""
    from jupyter_green.audit.arguments import parse_arguments

    try:
        line = parse_arguments(argv)
        sources = gather(line.paths, rev=line.rev, exclude=line.exclude)
        if not sources:
            raise UsageError("no notebook and no Python file is there to audit")
        return _run(line, sources)
    except UsageError as error:
        print(f"jupyter green audit: {error}", file=sys.stderr)
        return USAGE
    except SystemExit as leaving:  # --help
        return int(leaving.code or 0)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN


def _run(line: CommandLine, sources: Sequence[Source]) -> int:
    from jupyter_green.audit.gate import parse_limit

    limits = [parse_limit(text) for text in line.fail_over]
    options = options_of(line)
    if line.fix or line.diff:
        from jupyter_green.audit.fixing import fix_all

        changed = fix_all(sources, options, unsafe=line.unsafe_fixes, write=line.fix and not line.diff)
        if line.diff:
            return FINDINGS if changed else CLEAN
    report = _report(line, sources, options)
    if line.baseline is not None:
        from jupyter_green.audit.baseline import read_baseline, without_known, write_baseline

        if line.write_baseline:
            count = write_baseline(line.baseline, report)
            print(f"{line.baseline.name}: {count} finding{'' if count == 1 else 's'} written", file=sys.stderr)
            return CLEAN
        report = without_known(report, read_baseline(line.baseline))
    _show(line, report)
    from jupyter_green.audit.gate import breach_of, failing_findings

    breaches = [said for limit in limits if (said := breach_of(report, limit))]
    for said in breaches:
        print(f"jupyter green audit: {said}", file=sys.stderr)
    if breaches or failing_findings(report, line.fail_on):
        return FINDINGS
    return UNREADABLE if any(not_read(document) for document in report.documents) else CLEAN


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
        with_rewrites=line.form in ("html", "json", "text", "markdown"),
        with_file_lines=line.form in ("sarif", "github"),
    )


def not_read(document: DocumentReport) -> bool:
    """True for a document of which nothing could be read, or whose audit failed."""
    return any(problem.kind in ("unreadable", "internal") for problem in document.problems)


def _report(line: CommandLine, sources: Sequence[Source], options: AuditOptions) -> Report:
    from jupyter_green.audit.progress import progress
    from jupyter_green.audit.report import Report
    from jupyter_green.audit.run import audit_all

    documents: list[DocumentReport] = []
    interrupted = False
    with progress(len(sources)) as done:
        try:
            for document in audit_all(sources, options, processes=line.processes, done=done):
                documents.append(document)
        except KeyboardInterrupt:
            interrupted = True
    return Report(
        documents=tuple(documents),
        hours=line.hours,
        assumed_region=line.region,
        interrupted=interrupted,
        grid=options.context.grid,
    )


def _show(line: CommandLine, report: Report) -> None:
    from jupyter_green.audit.writers import write

    text = write(report, line.form, redacted=line.redact)
    if line.output is None:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
        return
    try:
        line.output.write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(f"--output {line.output.name} cannot be written: {error.strerror or error}") from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
