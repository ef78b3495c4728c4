"""``%green jobs``: a row a job."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_green.kernel.books import Entry
from jupyter_green.kernel.session import Session
from jupyter_green.magics.answer import Answer, Call
from jupyter_green.magics.arguments import check_words
from jupyter_green.views.line import what_it_is
from jupyter_green.views.table import Table
from jupyter_green.wording import say_quantity

SUMMARY = "the jobs seen, a row each"
USAGE = "%green jobs"


def run(call: Call) -> Answer:
    """Return the table of jobs."""
    check_words(call, USAGE, most=0)
    entries = call.session.books.counted()
    return Answer.table(jobs_table(call.session, entries)) if entries else Answer("No SageMaker job seen yet.")


def jobs_table(session: Session, entries: Sequence[Entry]) -> Table:
    """Return the jobs with their rates and states, numbered as other commands take them."""
    rows = []
    for number, entry in enumerate(entries, 1):
        footprint = session.footprint(entry)
        rate = footprint.rate
        per_hour = footprint.basis in ("per hour", "per busy hour")
        rows.append(
            (
                str(number),
                what_it_is(entry.job),
                str(entry.job.cell or ""),
                say_quantity(rate.carbon) if per_hour else footprint.notes[0] if footprint.notes else footprint.basis,
                say_quantity(rate.energy, with_range=False) if per_hour else "",
                say_quantity(rate.cost, with_range=False) if per_hour else "",
                footprint.state + (" (while requests run)" if footprint.basis == "per busy hour" else ""),
            )
        )
    return Table(("#", "job", "cell", "carbon", "energy", "list price", "state"), tuple(rows), frozenset({0, 2}))
