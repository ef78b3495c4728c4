"""``%green ignore``: silence a practice for a job, with a reason and an expiry."""

from __future__ import annotations

import datetime
import re

from jupyter_green.kernel.explain import practice_named
from jupyter_green.kernel.silence import Silence, silences
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import job_argument
from jupyter_green.practices.suppression import last_day
from jupyter_green.views.table import Table

SUMMARY = "silence a practice for a job in this kernel; alone: what is silenced, and what silences nothing"
USAGE = '%green ignore [PRACTICE [JOB] [--until YYYY-MM] [--because "…"]]'
_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?")


def run(call: Call) -> Answer:
    """Silence the practice and give the comment that would keep it silent; without a name list what is silenced."""
    if not call.words:
        return _list(call)
    practice = practice_named(call.words[0])
    until = _until(call.options.get("until"))
    _, entry = job_argument(call, call.words[1] if len(call.words) > 1 else None)
    if entry is None:
        raise UserError("this job is not in the books yet; run the cell that builds it")
    call.session.books.change(entry, dismissed=entry.dismissed | {practice.id})
    because = f" because {call.options['because']}" if "because" in call.options else ""
    return Answer(
        f"{practice.id} is silent about this job.\n"
        f"To keep it so, put this into the cell:  # green: ignore[{practice.id}]{until}{because}"
    )


def _until(text: str | None) -> str:
    """Return the words of an expiry; raises UserError for what is no date or has passed."""
    if text is None:
        return ""
    day = last_day(text) if _DATE.fullmatch(text) else None
    if day is None or day == datetime.date.min:
        raise UserError(f"--until {text} is no month or day: write 2027-01 or 2027-01-15")
    if day < datetime.date.today():
        raise UserError(f"--until {text} has passed already")
    return f" until {text}"


def _list(call: Call) -> Answer:
    dismissed = [(name, entry) for entry in call.session.books.counted() for name in sorted(entry.dismissed)]
    rows = [
        (", ".join(sorted(one.said.practices)), one.where, _effect(one), one.said.reason)
        for one in silences(call.session)
    ]
    rows += [(name, f"job {entry.key}", "silent in this kernel", "") for name, entry in dismissed]
    if not rows:
        return Answer("Nothing is silenced. %green ignore PRACTICE [JOB] does it; %green practices lists the names.")
    return Answer.table(Table(("practice", "said in", "silences", "because"), tuple(rows)))


def _effect(silence: Silence) -> str:
    if silence.has_ended:
        return f"nothing: it ended on {silence.said.until}"
    return f"findings: {silence.findings}" if silence.findings else "nothing: it can go"
