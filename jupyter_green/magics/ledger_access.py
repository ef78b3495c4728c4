"""How commands reach the ledger: with everything written that the kernel has seen so far."""

from __future__ import annotations

from jupyter_green.ledger import Ledger
from jupyter_green.ledger.runs import Run, runs
from jupyter_green.magics.answer import Call, UserError

__all__ = ["ledger_of", "runs_asked_for"]


def ledger_of(call: Call) -> Ledger:
    """Return the ledger; raises UserError when the user keeps none."""
    recorder = call.session.recorder
    if not recorder.is_on:
        raise UserError("the ledger is off; %green config ledger=on keeps one from here on")
    recorder.drain()
    return recorder.ledger


def runs_asked_for(call: Call) -> list[Run]:
    """Return the runs of the last ``--days``; those never started only with ``--all``."""
    days = call.number("days")
    since = None if days is None else call.session.clock() - days * 86400
    return runs(ledger_of(call), since=since, started_only="all" not in call.options)
