"""``%green on``: show lines again."""

from __future__ import annotations

from jupyter_green.magics.answer import Answer, Call

SUMMARY = "show lines under cells again"
USAGE = "%green on"


def run(call: Call) -> Answer:
    """Switch the inline lines and the watch on."""
    call.session.quiet = False
    if call.extension is not None:
        call.extension.api_watch.install()
    return Answer("jupyter_green is on: a line appears under cells that build or start jobs.")
