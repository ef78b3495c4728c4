"""``%green off``: fall silent."""

from __future__ import annotations

from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import check_words

SUMMARY = "fall silent and stop watching AWS calls; %green on brings both back"
USAGE = "%green off"


def run(call: Call) -> Answer:
    """Switch the inline lines and the watch off."""
    check_words(call, USAGE, most=0)
    if call.session.shell is None:
        raise UserError("there is no notebook here to switch off; JUPYTER_GREEN_INLINE=0 does it for the next ones")
    call.session.quiet = True
    if call.extension is not None:
        call.extension.api_watch.uninstall()
    return Answer("jupyter_green is off: no line is shown and no AWS call is seen until %green on.")
