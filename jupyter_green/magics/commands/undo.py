"""``%green undo``: take the last applied change back."""

from __future__ import annotations

from jupyter_green.magics.answer import Answer, Call, UserError

SUMMARY = "take the last applied change back, in one step"
USAGE = "%green undo"


def run(call: Call) -> Answer:
    """Undo the newest change that was not taken back."""
    promise = call.session.promises.last()
    if promise is None:
        raise UserError("nothing was applied in this kernel")
    return Answer(f"{promise.advice.practice}: {call.session.promises.take_back(promise)}")
