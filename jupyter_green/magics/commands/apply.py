"""``%green apply``: carry an advised swap into the cell, or onto the live object."""

from __future__ import annotations

from typing import Any

from jupyter_green.kernel.books import Entry
from jupyter_green.kernel.explain import practice_named
from jupyter_green.kernel.promises import Promise
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import job_argument
from jupyter_green.practices import Advice
from jupyter_green.swaps.complete import complete
from jupyter_green.swaps.objects import SwapRefused, apply_to_object
from jupyter_green.swaps.verify import verify_object
from jupyter_green.views.advice import saving_text

SUMMARY = "write the advised change as a new version of the cell; --object changes the live object"
USAGE = "%green apply PRACTICE [JOB] [--object]"


def run(call: Call) -> Answer:
    """Apply the swap of a practice, show what changes, and keep what is needed to undo it."""
    if not call.words:
        raise UserError("say which practice: %green advise lists what can be applied")
    entry, advice = _advice(call)
    if advice.missing:
        raise UserError(f"{advice.practice} needs to know first: {'; '.join(advice.missing)}")
    if not advice.can_apply:
        raise UserError(f"{advice.practice} is for you to write: %green explain {advice.practice} shows how")
    if "object" in call.options:
        return _to_object(call, entry, advice)
    return _to_cell(call, entry, advice)


def _advice(call: Call) -> tuple[Entry, Advice]:
    practice_named(call.words[0])
    if len(call.words) > 1:
        entry = job_argument(call, call.words[1])[1]
        entries = [entry] if entry is not None else []
    else:
        entries = list(reversed(call.session.books.counted()))
    for entry in entries:
        for advice in call.session.advice_for(entry):
            if advice.practice == call.words[0]:
                return entry, advice
    raise UserError(f"{call.words[0]} says nothing about {'this job' if len(call.words) > 1 else 'the jobs seen'}")


def _to_cell(call: Call, entry: Entry, advice: Advice) -> Answer:
    session = call.session
    assert advice.swap is not None
    written = session.notebook.find(entry)
    if written is None:
        raise UserError("the call that makes this job was not found in the cells; try --object to change it live")
    rewrite = written.rewrite(advice.swap)
    if rewrite.refused:
        raise UserError(f"nothing was changed: {rewrite.refused}")
    if not rewrite.edits:
        return Answer("The cell says so already.")
    before, after = written.changed(rewrite)
    session.shell.set_next_input(after, replace=False)

    def undo() -> str:
        session.shell.set_next_input(before, replace=False)
        return "the cell as it was before is ready below"

    session.promises.add(Promise(advice, complete(advice.swap, entry.job), entry.key, undo, "cell"))
    lines = [
        rewrite.diff,
        "",
        "The new version of the cell is ready below: run it. %green undo brings the old one back.",
    ]
    lines += [f"Cell {other + 1} changes too; the diff shows it." for other in rewrite.cells[1:]]
    lines += list(rewrite.notes)
    return Answer("\n".join([*lines, *_promised(advice)]))


def _to_object(call: Call, entry: Entry, advice: Advice) -> Answer:
    session = call.session
    value = next((held for held in list(call.names.values()) if id(held) == entry.object_id), None)
    if value is None:
        raise UserError("the object is gone, or stands in no variable; apply it to the cell instead")
    assert advice.swap is not None
    try:
        applied = apply_to_object(value, advice.swap, entry.job)
    except SwapRefused as error:
        raise UserError(str(error)) from error

    def undo() -> str:
        applied.undo()
        session.look_again(value, entry)
        return "the object is as it was before"

    session.promises.add(Promise(advice, applied.swap, entry.key, undo, "object"))
    lines = [f"{name}: {_say(applied.before.get(name))} → {_say(new)}" for name, new in applied.swap.changes.items()]
    lines += [str(verdict) for verdict in verify_object(applied) if verdict.ok is not True]
    session.look_again(value, entry)
    return Answer("\n".join([*lines, *_promised(advice), "%green undo takes it back."]))


def _promised(advice: Advice) -> list[str]:
    said = saving_text(advice)
    return [f"Promised: {said}"] if said else []


def _say(value: Any) -> str:
    return "not set" if value is None else repr(value)
