"""``%green practices``: every practice this installation knows."""

from __future__ import annotations

from jupyter_green.magics.answer import Answer, Call
from jupyter_green.practices import all_practices
from jupyter_green.views.table import Table

SUMMARY = "every practice known here"
USAGE = "%green practices [TEXT]"


def run(call: Call) -> Answer:
    """Return the practices whose id, title or phase contains the text."""
    wanted = call.words[0].lower() if call.words else ""
    rows = tuple(
        (practice.id, practice.title, practice.phase, practice.fix)
        for practice in all_practices()
        if wanted in f"{practice.id} {practice.title} {practice.phase}".lower()
    )
    return Answer.table(
        Table(
            ("practice", "what to do", "phase", "fix"),
            rows,
            notes=(f"{len(rows)} {'practice' if len(rows) == 1 else 'practices'}",),
        )
    )
