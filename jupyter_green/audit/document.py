"""One document from bytes to report: read with limits, analysed, placed; never executed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from jupyter_green.analysis import AdvisedJob, analyse, span_of
from jupyter_green.audit.limits import TooMuch, check_notebook, decode_text, what_is_wrong
from jupyter_green.audit.region_note import is_assumed, region_note
from jupyter_green.audit.report import DocumentReport, Finding, Level, Problem, ReportedJob
from jupyter_green.audit.traces import Traces, region_of_metadata, region_of_outputs, saved_lines, traces_of
from jupyter_green.practices import Advice, Context, find_practice
from jupyter_green.practices.suppression import (
    Suppression,
    is_suppressed,
    suppressions_in,
    suppressions_of_tags,
)
from jupyter_green.readers.cells import SourceCell, cells_of_notebook, notebook_language
from jupyter_green.readers.collecting import collection_paused
from jupyter_green.readers.source import mentions_aws_ml
from jupyter_green.swaps.edits import Rewrite
from jupyter_green.wording import say_count

__all__ = ["AuditOptions", "audit_document"]

_PYTHON = ("python", "ipython", "pyspark", "sagemath")
#: A change is read back with the whole document: so many jobs are read again for changes, and so many changes at least.
_MOST_READ_AGAIN = 10_000
_FEWEST_CHANGES = 20
_NO_ADVICE: tuple[Advice, ...] = ()
LAST_RESORT_REGION = "us-east-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOptions:
    """What an audit assumes and looks for: ``select`` and ``ignore`` name practices, by id or prefix.

    ``with_file_lines`` tells the line of each finding in the file, for tools that know no cells.
    ``region`` is the Region for jobs whose code names none, with ``region_source`` saying where it comes from.
    """

    context: Context = field(default_factory=Context)
    region: str | None = None
    region_source: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    with_rewrites: bool = False
    with_file_lines: bool = False

    def wants(self, practice: str) -> bool:
        """True when the practice is looked for."""
        if any(practice.startswith(prefix) for prefix in self.ignore):
            return False
        return not self.select or any(practice.startswith(prefix) for prefix in self.select)


def audit_document(name: str, data: bytes, options: AuditOptions) -> DocumentReport:
    """Return the report of one document; whatever is wrong with it becomes a problem in the report."""
    started = time.perf_counter()
    with collection_paused():
        try:
            wrong = what_is_wrong(name, data)
            if wrong:
                raise ValueError(wrong)
            if not mentions_aws_ml(data):
                return DocumentReport(name=name, seconds=time.perf_counter() - started)
            return _audit(name, data, options, started)
        except TooMuch as error:
            problem = Problem("unreadable", str(error))
        except (ValueError, RecursionError, MemoryError) as error:
            why = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
            problem = Problem("unreadable", f"it cannot be read: {why}")
        except Exception as error:  # a fault of ours must not cost the other documents their audit
            problem = Problem("internal", f"the audit failed: {type(error).__name__}")
    return DocumentReport(name=name, problems=(problem,), seconds=time.perf_counter() - started)


def _audit(name: str, data: bytes, options: AuditOptions, started: float) -> DocumentReport:
    if name.endswith(".py"):
        cells, notebook = [SourceCell(0, decode_text(data))], None
    else:
        notebook = check_notebook(data)
        language = notebook_language(notebook)
        if not any(language.startswith(known) for known in _PYTHON):
            speaks = Problem("skipped", f"its kernel speaks {language}, not Python")
            return DocumentReport(name=name, problems=(speaks,), seconds=time.perf_counter() - started)
        cells = cells_of_notebook(notebook)
    traces = traces_of(notebook)
    region, given = _region(options, traces)
    analysis = analyse(cells, options.context, region=region, otherwise=LAST_RESORT_REGION)
    suppressions = _suppressions(cells, traces)
    jobs, findings, used = [], [], set()
    room = max(_FEWEST_CHANGES, _MOST_READ_AGAIN // max(1, len(analysis.jobs))) if options.with_rewrites else 0
    is_cut = False
    for number, advised in enumerate(analysis.jobs, 1):
        wanted, unasked = advised.advice, _NO_ADVICE
        if options.select or options.ignore:
            wanted = tuple(item for item in advised.advice if options.wants(item.practice))
            unasked = tuple(item for item in advised.advice if item not in wanted)
        call = _call_text(analysis.sources, advised)
        jobs.append(ReportedJob(number, advised.found, advised.footprint, wanted, unasked))
        for item in wanted:
            rewrite = advised.rewrite(item) if room else None
            is_cut = is_cut or (options.with_rewrites and not room and item.can_apply)
            room -= rewrite is not None
            finding = _finding(analysis.sources, number, advised, item, rewrite, call, suppressions, options)
            if finding.suppressed is not None:
                used.add(finding.suppressed)
            findings.append(finding)
    if options.with_file_lines:
        findings = _with_file_lines(data, notebook is None, analysis.sources, findings)
    problems = [Problem("not understood", message, cell) for cell, message in analysis.reading.not_understood]
    problems += [Problem("internal", failure.error) for failure in analysis.failures]
    malformed = [cell.index for cell in cells if not cell.whole]
    if malformed:
        more, does = say_count(len(malformed) - 1, "more cell"), "does" if len(malformed) == 2 else "do"
        as_others = f", as {more} {does}" if len(malformed) > 1 else ""
        problems.append(Problem("not understood", f"it holds what is no text{as_others}: left out", malformed[0]))
    if is_cut:
        problems.append(Problem("skipped", f"it has {len(jobs):,} jobs: only the first changes were made ready"))
    return DocumentReport(
        name=name,
        jobs=tuple(jobs),
        findings=tuple(sorted(findings, key=lambda f: (f.cell, f.line, f.advice.practice))),
        problems=tuple(dict.fromkeys(problems)),
        unused_suppressions=tuple(one for one in suppressions if one not in used),
        sources=analysis.sources,
        region_note=region_note(analysis.reading, given) if any(is_assumed(job.found.job) for job in jobs) else "",
        deletes=tuple(cell for cell, _ in analysis.reading.deletes),
        built=analysis.reading.built,
        saved=tuple(saved_lines(traces)),
        seconds=time.perf_counter() - started,
    )


def _region(options: AuditOptions, traces: Traces) -> tuple[str | None, str]:
    """Return the Region that is known without the code, and where it was told; None where nothing tells one."""
    if options.region:
        return options.region, options.region_source
    found, place = region_of_outputs(traces), "outputs"
    if found is None:
        found, place = region_of_metadata(traces), "metadata"
    return found, f"seen in the notebook's {place}"


def _suppressions(cells: Sequence[SourceCell], traces: Traces) -> list[Suppression]:
    found: list[Suppression] = []
    for cell in [cell for cell in cells if "green:" in cell.source]:
        if cell.kind == "code":
            found.extend(suppressions_in(cell.source, cell.index))
    for index, tag in traces.tags:
        found.extend(suppressions_of_tags((tag,), index))
    return found


def _finding(
    sources: Sequence[str],
    number: int,
    advised: AdvisedJob,
    advice: Advice,
    rewrite: Rewrite | None,
    call: str,
    suppressions: Sequence[Suppression],
    options: AuditOptions,
) -> Finding:
    found = advised.found
    span = span_of(found, rewrite, tuple(advice.swap.changes) if advice.swap else ("instance_type",))
    cell = span.cell if span else found.cell
    source = sources[cell] if cell < len(sources) else ""
    start, end = (span.start, span.end) if span else (0, 0)
    line, column = _place(source, start)
    end_line, end_column = _place(source, end) if end > start else (line, column)
    practice = find_practice(advice.practice)
    silenced = None
    if suppressions:
        cells = (found.cell, *found.also_cells, cell)
        silenced = is_suppressed(advice.practice, cells, suppressions, options.context.today)
    level: Level = "error" if advice.fault else "warning" if advice.saving or advice.effects else "note"
    return Finding(
        advice=advice,
        phase=practice.phase if practice else "",
        job=number,
        cell=cell,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        level=level,
        code=call,
        suppressed=silenced,
        rewrite=rewrite,
    )


def _with_file_lines(
    data: bytes, is_python: bool, sources: Sequence[str], findings: Sequence[Finding]
) -> list[Finding]:
    """Return the findings with their lines in the file; a cell that cannot be found there keeps none."""
    if is_python:
        return [replace(finding, file_line=finding.line) for finding in findings]
    from jupyter_green.audit.literals import cell_literals, line_in_file

    text = decode_text(data)
    try:
        cells = cell_literals(text)
    except ValueError:
        return list(findings)
    placed = []
    for finding in findings:
        cell = cells[finding.cell] if finding.cell < len(cells) else None
        offset = sum(len(line) + 1 for line in sources[finding.cell].split("\n")[: finding.line - 1])
        placed.append(finding if cell is None else replace(finding, file_line=line_in_file(text, cell, offset)))
    return placed


def _place(source: str, offset: int) -> tuple[int, int]:
    before = source[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _call_text(sources: Sequence[str], advised: AdvisedJob) -> str:
    """Return the calls that make and start the job: what its fingerprint rests on."""
    found = advised.found
    texts = [
        sources[place.cell][place.start : place.end]
        for place in dict.fromkeys((found.made_at, found.started_at))
        if place is not None and place.cell < len(sources)
    ]
    return "|".join((found.kind, found.api, *texts))
