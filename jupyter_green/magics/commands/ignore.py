"""``%green ignore``: silence a practice for a job, with a reason and an expiry."""

from __future__ import annotations

from jupyter_green.kernel.explain import practice_named
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import job_argument

SUMMARY = "silence a practice for a job in this kernel; says how to keep it in the notebook"
USAGE = '%green ignore PRACTICE [JOB] [--until YYYY-MM] [--because "…"]'


def run(call: Call) -> Answer:
    """Silence the practice and give the comment that would keep it silent."""
    if not call.words:
        raise UserError("say which practice: %green practices lists them")
    practice = practice_named(call.words[0])
    _, entry = job_argument(call, call.words[1] if len(call.words) > 1 else None)
    if entry is None:
        raise UserError("this job is not in the books yet; run the cell that builds it")
    call.session.books.change(entry, dismissed=entry.dismissed | {practice.id})
    until = f" until {call.options['until']}" if "until" in call.options else ""
    because = f" because {call.options['because']}" if "because" in call.options else ""
    return Answer(
        f"{practice.id} is silent about this job.\n"
        f"To keep it so, put this into the cell:  # green: ignore[{practice.id}]{until}{because}"
    )
