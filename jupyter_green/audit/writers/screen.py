"""The report on a terminal that can show more than text: a table, weight and a little colour, through rich."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from jupyter_green.audit.grouping import Said, by_cell
from jupyter_green.audit.phases import PHASES, findings_by_phase
from jupyter_green.audit.places import cell_words, where
from jupyter_green.audit.redact import redact, without_controls
from jupyter_green.audit.report import DocumentReport, Report
from jupyter_green.audit.told import has_rate, runs_said, what_said, why_no_rate
from jupyter_green.audit.writers import terminal
from jupyter_green.wording import say_quantity, say_range

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = ["show"]


def show(report: Report, console: Console, *, redacted: bool = True) -> None:
    """Print the report; every text of a notebook goes through as text, so that no markup of it is followed."""
    from rich.table import Table
    from rich.text import Text

    def say(text: str, style: str = "") -> Text:
        return Text(redact(text) if redacted else without_controls(text), style)

    if report.jobs:
        table = Table(box=None, pad_edge=False, header_style="dim")
        with_runs = any(job.passes != 1 for _, job in report.jobs)
        for name in ("#", "where", "job", "carbon", "", "list price", *(("runs",) if with_runs else ())):
            table.add_column(name, justify="right" if name in ("carbon", "list price") else "left", overflow="fold")
        words = cell_words if len(report.documents) == 1 else where
        for document, job in report.jobs:
            rate, known = job.footprint.rate, has_rate(job)
            busy = " while requests run" if job.footprint.basis == "per busy hour" else ""
            table.add_row(
                say(str(job.number), "dim"),
                say(words(document.name, job.found.cell, job.found.line), "dim"),
                say(what_said(job)),
                say(say_quantity(rate.carbon, with_range=False) + busy, "bold")
                if known
                else say(why_no_rate(job), "dim"),
                say(say_range(rate.carbon) if known else "", "dim"),
                say(say_quantity(rate.cost, with_range=False) if known else ""),
                *([say(runs_said(job))] if with_runs else []),
            )
        console.print(table)
    for phase in PHASES:
        found = findings_by_phase(report, phase)
        if found:
            console.print(f"\n{phase.capitalize()}", style="bold", markup=False, highlight=False)
        for document, cell, group in by_cell(found):
            for said in group:
                _print_said(console, document, cell, said, say, alone=len(report.documents) == 1)
    console.print(say("\n".join(terminal.closing_lines(report, redacted=redacted))))


def _print_said(
    console: Console, document: DocumentReport, cell: int, said: Said, say: Callable[..., Text], *, alone: bool
) -> None:
    from rich.padding import Padding

    advice = said.first.advice
    words = cell_words if alone else where
    head = say(f"{words(document.name, cell, said.first.line)}  ", "dim")
    if advice.fault:
        head.append("fault ", "not dim bold yellow")
    head.append_text(say(advice.title, "not dim bold")).append(f"  {advice.practice}", "dim")
    if advice.can_apply and advice.swap is not None:
        head.append(f"  {advice.swap.fix} fix", "not bold green")
    console.print(Padding(head, (0, 0, 0, 2)))
    lines = [say(advice.message)]
    for saving in said.savings:
        jobs = f"{saving.jobs}: " if saving.jobs else ""
        lines.append(say(f"{jobs}{saving.text}", "" if saving.is_worse else "green"))
    lines += [say(said.basis, "dim")] if said.basis else []
    lines += [say(f"tell: {fact}", "yellow") for fact in advice.missing]
    lines += [say(f"also in {', '.join(said.elsewhere)}", "dim")] if said.elsewhere else []
    for line in lines:
        console.print(Padding(line, (0, 0, 0, 6)))
