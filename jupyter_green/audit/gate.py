"""Gates: the report as a verdict for continuous integration."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from jupyter_green.audit.report import Level, Report
from jupyter_green.audit.sources import UsageError
from jupyter_green.quantities import Quantity
from jupyter_green.units import AMOUNTS, parse_amount
from jupyter_green.wording import say_count, say_quantity, say_value

__all__ = ["FAIL_ON", "Limit", "breach_of", "failing_findings", "parse_limit", "unjudged"]

FailOn = Literal["error", "warning", "note", "never"]
FAIL_ON: tuple[FailOn, ...] = ("error", "warning", "note", "never")
_SEVERITY: dict[Level, int] = {"note": 0, "warning": 1, "error": 2}


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount that a report must stay below or at; ``text`` is how it was written."""

    amount: float
    unit: str
    text: str


def parse_limit(text: str) -> Limit:
    """Return the limit that a text names, in the spelling that budgets have too; raises UsageError."""
    try:
        amount, unit = parse_amount(text)
    except ValueError:
        raise UsageError(f"--fail-over takes an amount such as {AMOUNTS}, not {text!r}") from None
    return Limit(amount, unit, text.strip())


def breach_of(report: Report, limit: Limit) -> str:
    """Return in one line how the report is over the limit, or an empty text.

    The central figure is compared: of the total for the expected hours where these are given, else of the rate per
    hour of all jobs at once. Jobs whose figure is unknown are not guessed; ``unjudged`` says how many.
    """
    figure, per = _figure(report, limit)
    if not figure.is_known or figure.central <= limit.amount:
        return ""
    allowed = say_value(limit.amount, limit.unit + per)
    return f"{say_quantity(figure)} is more than the {allowed} that --fail-over {limit.text} allows"


def unjudged(report: Report, limit: Limit) -> str:
    """Return in one line that a limit which is not breached was judged in part only or not at all, or an empty text."""
    figure, per = _figure(report, limit)
    busy = report.busy() if per else 0
    if figure.counted < figure.out_of:
        if figure.counted:
            counted = f"{figure.counted:,} of {figure.out_of:,} figures"
            return f"--fail-over {limit.text} was judged by {counted}: the others are not known"
        known = "the figure is not known" if figure.out_of == 1 else f"none of {figure.out_of:,} figures is known"
        return f"--fail-over {limit.text} could not be judged: {known}"
    if busy:
        return f"--fail-over {limit.text} does not count {say_count(busy, 'serverless endpoint')}: say --hours"
    return ""


def _figure(report: Report, limit: Limit) -> tuple[Quantity, str]:
    """Return the figure that a limit is about, and what it is per."""
    total = report.total()
    amounts = report.rate() if total is None else total
    figures: dict[str, Quantity] = {"gCO2e": amounts.carbon, "USD": amounts.cost, "kWh": amounts.energy}
    return figures[limit.unit], "/h" if total is None else ""


def failing_findings(report: Report, fail_on: str) -> int:
    """Return how many open findings are at least as severe as ``fail_on``."""
    if fail_on == "never":
        return 0
    least = _SEVERITY[fail_on]  # type: ignore[index]
    levels: Iterable[Level] = (finding.level for _, finding in report.findings)
    return sum(_SEVERITY[level] >= least for level in levels)
