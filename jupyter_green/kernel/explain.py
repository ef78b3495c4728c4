"""A practice explained in Markdown, with the user's own numbers filled in."""

from __future__ import annotations

import inspect
import textwrap

from jupyter_green.catalog.tables import nearest_names
from jupyter_green.kernel.books import Entry
from jupyter_green.kernel.session import Session
from jupyter_green.practices import Practice, all_practices, find_practice
from jupyter_green.views.advice import saving_text
from jupyter_green.views.line import line_text

__all__ = ["explain_practice", "practice_named", "practice_page"]


def practice_named(practice_id: str) -> Practice:
    """Return the practice; raises LookupError with the nearest name for one that does not exist."""
    practice = find_practice(practice_id)
    if practice is None:
        near = nearest_names(practice_id, [p.id for p in all_practices()], 1)
        hint = f"; did you mean {near[0]}?" if near else "; %green practices lists them"
        raise LookupError(f"there is no practice {practice_id!r}{hint}")
    return practice


def practice_page(practice: Practice) -> str:
    """Return the practice's documentation page as Markdown, made from its docstring."""
    lines = inspect.getdoc(type(practice)) or practice.title
    head, *rest = lines.splitlines()
    page = [f"## {head.rstrip('.')}", ""]
    for line in rest:
        if line and not line.startswith(" "):
            page += [f"**{line.strip()}**", ""]
        else:
            page.append(line.removeprefix("    "))
    return "\n".join(page)


def explain_practice(session: Session, practice_id: str, entry: Entry | None) -> str:
    """Return the page of a practice, headed by what it says about this job."""
    practice = practice_named(practice_id)
    page = practice_page(practice)
    entries = [entry] if entry is not None else list(session.books.counted())
    own: list[str] = []
    for one in entries:
        for advice in session.advice_for(one):
            if advice.practice != practice_id:
                continue
            own += [f"**Your job.** {line_text(session.footprint(one))}", "", advice.message]
            said = saving_text(advice)
            own += [f"Saving: {said}"] if said else []
            own += [f"- tell me: {fact}" for fact in advice.missing]
            own.append("")
    if not own:
        own = ["It says nothing about the jobs seen so far.", ""]
    return textwrap.dedent(page) + "\n\n" + "\n".join(own)
