"""``%green history``: the jobs of the past, from the ledger."""

from __future__ import annotations

from jupyter_green.magics.answer import Answer, Call
from jupyter_green.magics.arguments import check_words
from jupyter_green.magics.ledger_access import runs_asked_for
from jupyter_green.views.history import history_chart, history_table

SUMMARY = "past jobs of all your kernels with what they came to, and a chart over the days"
USAGE = "%green history [--days N] [--last N] [--all]"
_VEGA_MIME = "application/vnd.vegalite.v5+json"
_NEWEST = 30


def run(call: Call) -> Answer:
    """Return the runs of the ledger as a table with totals, and as a chart."""
    check_words(call, USAGE, most=0)
    found = runs_asked_for(call)
    ledger = call.session.recorder.ledger
    waiting = f" {ledger.waiting:,} rows wait in memory: it cannot be written." if ledger.waiting else ""
    if not found:
        return Answer(
            "No job in the ledger yet: jobs started from a kernel with jupyter_green are kept in "
            f"{ledger.path}.{waiting}"
        )
    now = call.session.clock()
    newest = call.number("last")
    answer = Answer.table(history_table(found, now, newest=_NEWEST if newest is None else max(1, int(newest))))
    answer.data = {_VEGA_MIME: history_chart(found, now)}
    return answer
