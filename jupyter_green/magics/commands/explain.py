"""``%green explain``: a practice's page with your own numbers."""

from __future__ import annotations

from jupyter_green.kernel.explain import explain_practice
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import job_argument

SUMMARY = "why a practice speaks, on what evidence, with your own numbers"
USAGE = "%green explain PRACTICE [JOB]"


def run(call: Call) -> Answer:
    """Return the page of the practice."""
    if not call.words:
        raise UserError("say which practice: %green practices lists them")
    entry = job_argument(call, call.words[1])[1] if len(call.words) > 1 else None
    page = explain_practice(call.session, call.words[0], entry)
    return Answer(page, data={"text/markdown": page})
