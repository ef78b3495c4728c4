"""An audit whose documents are not kept: sums, counts and the gates' verdict, so that memory does not grow with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from jupyter_green.audit.gate import failing_findings
from jupyter_green.audit.report import DocumentReport, Report, once, sum_of_totals
from jupyter_green.audit.told import uncounted_said
from jupyter_green.footprint import Amounts
from jupyter_green.wording import say_count, say_quantity

__all__ = ["Tally"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums(Report):
    """A report that knows its sums without its documents."""

    rates: Amounts
    totals: Amounts | None
    busy_jobs: int

    def rate(self) -> Amounts:
        """Return the hourly rate of everything the code would start once, at the same time."""
        return self.rates

    def total(self) -> Amounts | None:
        """Return the total for the expected hours."""
        return self.totals

    def busy(self) -> int:
        """Return how many jobs emit while requests run only, which no hourly rate counts."""
        return self.busy_jobs


@dataclass(slots=True)
class Tally:
    """What is counted of each document before it is let go."""

    fail_on: str = "never"
    hours: float | None = None
    documents: int = 0
    jobs: int = 0
    findings: int = 0
    failing: int = 0
    not_read: int = 0
    busy: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    _rates: Amounts = field(default_factory=Amounts.zero)
    _totals: Amounts = field(default_factory=lambda: Amounts.zero(per_hour=False))
    _has_total: bool = False

    def add(self, report: Report) -> None:
        """Count what a report over one or more documents holds."""
        self.documents += len(report.documents)
        self.jobs += len(report.jobs)
        self.findings += len(report.findings)
        self.busy += report.busy()
        self.failing += failing_findings(report, self.fail_on)
        self._rates = self._rates.plus(once(job for _, job in report.jobs))
        total, has_total = sum_of_totals(job for _, job in report.jobs)
        self._totals, self._has_total = self._totals.plus(total), self._has_total or has_total
        for document in report.documents:
            self.problems.update(problem.kind for problem in document.problems)
            self.not_read += _is_not_read(document)

    def report(self) -> Report:
        """Return a report without documents that has the sums of all, for the gates."""
        return _Sums(
            documents=(),
            hours=self.hours,
            rates=self._rates,
            totals=self._totals if self._has_total else None,
            busy_jobs=self.busy,
        )

    def summary(self) -> str:
        """Return in a few lines what was found."""
        counted = ((self.jobs, "job"), (self.findings, "finding"), (self.documents, "document"))
        jobs, findings, documents = (say_count(count, word) for count, word in counted)
        said = f"{jobs}, {findings} in {documents}."
        if self._rates.carbon.is_known and self.jobs:
            said += (
                f" All jobs at once, an hour: {say_quantity(self._rates.carbon)} · {say_quantity(self._rates.cost)}."
            )
        elif uncounted := uncounted_said(self._rates):
            said += f" {uncounted[0].upper()}{uncounted[1:]}."
        told = ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.problems.items()))
        return said + (f"\nNot read, whole or in part: {told}." if told else "")


def _is_not_read(document: DocumentReport) -> bool:
    return any(problem.kind in ("unreadable", "internal") for problem in document.problems)
