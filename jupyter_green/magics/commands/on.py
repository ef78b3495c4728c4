"""``%green on``: show lines again."""

from __future__ import annotations

from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import check_words

SUMMARY = "show lines under cells again"
USAGE = "%green on"


def run(call: Call) -> Answer:
    """Switch the inline lines and the watch on."""
    check_words(call, USAGE, most=0)
    if call.session.shell is None:
        raise UserError("there is no notebook here to switch on; JUPYTER_GREEN_INLINE=1 does it for the next ones")
    call.session.quiet = False
    if call.extension is not None:
        call.extension.api_watch.install()
    return Answer("jupyter_green is on: a line appears under cells that build or start jobs.")
