"""``%green off``: fall silent."""

from __future__ import annotations

from jupyter_green.magics.answer import Answer, Call

SUMMARY = "fall silent and stop watching AWS calls; %green on brings both back"
USAGE = "%green off"


def run(call: Call) -> Answer:
    """Switch the inline lines and the watch off."""
    call.session.quiet = True
    if call.extension is not None:
        call.extension.api_watch.uninstall()
    return Answer("jupyter_green is off: nothing is shown or watched until %green on.")
