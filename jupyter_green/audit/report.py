"""The report model: what one document or many would start, what to change, and what could not be read."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from jupyter_green.catalog.tables import DATA_VERSION
from jupyter_green.footprint import METHOD_VERSION, Amounts, Footprint
from jupyter_green.footprint.carbon import GridBasis
from jupyter_green.practices import Advice
from jupyter_green.practices.suppression import Suppression
from jupyter_green.readers.source import FoundJob
from jupyter_green.swaps.edits import Rewrite
from jupyter_green.wording import say_count

__all__ = [
    "COUNTED_ONCE",
    "DocumentReport",
    "Finding",
    "Level",
    "Problem",
    "Report",
    "ReportedJob",
    "SavedLine",
    "once",
    "sum_of_totals",
    "total_of",
]

Level = Literal["error", "warning", "note"]
#: What a job's rate has to be per for it to count in the rate of all jobs at once; what is unknown counts as missing.
COUNTED_ONCE = ("per hour", "unknown")


@dataclass(frozen=True, slots=True)
class ReportedJob:
    """One job of a document: where its call stands and what it would cost.

    ``number`` counts from 1 in the document. ``passes`` is how often a loop starts it, None when that is not known.
    ``unasked`` is what practices say that were not to be looked for: the Lens is answered all the same.
    """

    number: int
    found: FoundJob
    footprint: Footprint
    advice: tuple[Advice, ...]
    unasked: tuple[Advice, ...] = ()

    @property
    def passes(self) -> int | None:
        """How many times the code starts it; None when only the run tells."""
        return self.found.passes


@dataclass(frozen=True, slots=True)
class Finding:
    """What a practice says about one job, with the place it is about.

    ``cell`` is the 0-based index among all cells, ``line`` and ``end_line`` count from 1 in that cell, columns from 1.
    ``code`` says the job's kind and SDK and the calls that make and start it. ``rewrite`` is made on demand by the
    fixer and the HTML writer. ``file_line`` is the line of the file itself, 0 where it was not asked for.
    """

    advice: Advice
    phase: str
    job: int
    cell: int
    line: int
    column: int
    end_line: int
    end_column: int
    level: Level
    code: str
    suppressed: Suppression | None = None
    rewrite: Rewrite | None = None
    file_line: int = 0

    @property
    def fingerprint(self) -> str:
        """A name of the finding that survives edits of other cells, and of the layout of its own, for a baseline."""
        said = f"{self.advice.practice}|{''.join(self.code.split())}"
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def is_fixable(self) -> bool:
        """True when the audit can write the change into the cell."""
        return self.rewrite is not None and bool(self.rewrite.edits) and not self.rewrite.refused


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was not read: a whole document, a cell or a statement."""

    kind: Literal["unreadable", "skipped", "not understood", "internal"]
    message: str
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class SavedLine:
    """What the kernel extension said about a job when the notebook was run, as its output was saved.

    ``state`` is ``forecast``, ``running``, ``measured`` or ``stopped``; the rest is text to show.
    """

    cell: int
    what: str
    state: str
    figures: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReport:
    """Everything about one notebook or file. ``sources`` are the texts of its cells by index, for showing only.

    ``built`` are the cell and the kind of job of each object that no call starts: no job, and not counted.
    """

    name: str
    jobs: tuple[ReportedJob, ...] = ()
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    unused_suppressions: tuple[Suppression, ...] = ()
    sources: tuple[str, ...] = ()
    region_note: str = ""
    deletes: tuple[int, ...] = ()
    built: tuple[tuple[int, str], ...] = ()
    saved: tuple[SavedLine, ...] = ()
    seconds: float = 0.0

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """The findings that no suppression silences."""
        return tuple(finding for finding in self.findings if finding.suppressed is None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Report:
    """The result of an audit over documents, in the order they were given; two are never compared by what they hold."""

    documents: tuple[DocumentReport, ...]
    hours: float | None = None
    assumed_region: str | None = None
    interrupted: bool = False
    method: str = METHOD_VERSION
    data: str = DATA_VERSION
    notes: tuple[str, ...] = ()
    grid: GridBasis = "lifecycle"

    @property
    def jobs(self) -> tuple[tuple[DocumentReport, ReportedJob], ...]:
        """Every job with its document."""
        return tuple((document, job) for document in self.documents for job in document.jobs)

    @property
    def findings(self) -> tuple[tuple[DocumentReport, Finding], ...]:
        """Every finding that is not suppressed, with its document."""
        return tuple((document, finding) for document in self.documents for finding in document.open_findings)

    @property
    def region_notes(self) -> tuple[str, ...]:
        """Which Region was assumed where none is written, the most frequent first, with how many documents it is."""
        counted = Counter(document.region_note for document in self.documents if document.region_note)
        whole = len(self.documents)
        if set(counted.values()) == {whole}:
            return tuple(counted)
        return tuple(f"{count:,} of {say_count(whole, 'document')}: {note}" for note, count in counted.most_common())

    def rate(self) -> Amounts:
        """Return the hourly rate of everything the code would start once, at the same time."""
        return once(job for _, job in self.jobs)

    def total(self) -> Amounts | None:
        """Return the total for the expected hours, every known loop pass counted; None when no hours are expected."""
        return total_of(job for _, job in self.jobs)

    def busy(self) -> int:
        """Return how many jobs emit while requests run only, which no hourly rate counts."""
        return sum(job.footprint.basis == "per busy hour" for _, job in self.jobs)


def total_of(jobs: Iterable[ReportedJob]) -> Amounts | None:
    """Return the sum of the jobs' totals, every known loop pass counted; None where no job has one."""
    whole, is_any = sum_of_totals(jobs)
    return whole if is_any else None


def sum_of_totals(jobs: Iterable[ReportedJob]) -> tuple[Amounts, bool]:
    """Return the sum, and whether any job has a total; what an update replaces is counted as the update has it."""
    totals, is_any = [], False
    for job in jobs:
        if job.found.replaced:
            continue
        if job.footprint.total is not None:
            totals.append(job.footprint.total.times(job.passes or 1))
            is_any = True
        elif job.footprint.basis == "unknown":
            totals.append(Amounts.unknown(per_hour=False))
    return _sum(totals, Amounts.zero(per_hour=False)), is_any


def once(jobs: Iterable[ReportedJob] | Sequence[ReportedJob]) -> Amounts:
    """Return the sum of the jobs' hourly rates, without what has none of its own and what an update replaces."""
    rates = [job.footprint.rate for job in jobs if job.footprint.basis in COUNTED_ONCE and not job.found.replaced]
    return _sum(rates, Amounts.zero())


def _sum(amounts: Sequence[Amounts], nothing: Amounts) -> Amounts:
    """Return the sum, made in halves: one after the other, a long sum would be gone through for each of its terms."""
    if len(amounts) < 2:
        return amounts[0] if amounts else nothing
    half = len(amounts) // 2
    return _sum(amounts[:half], nothing).plus(_sum(amounts[half:], nothing))
