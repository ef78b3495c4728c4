"""``%green promised``: each applied swap, what it promised and what the run obtained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_green.ledger.promised import Outcome, outcomes
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import check_words
from jupyter_green.magics.ledger_access import ledger_of
from jupyter_green.quantities import Quantity
from jupyter_green.views.table import Table
from jupyter_green.wording import say_change, say_range

SUMMARY = "promised against obtained for each applied swap, with the reason"
USAGE = "%green promised [carbon | energy | cost]"
_FIGURES = ("carbon", "energy", "cost")


def run(call: Call) -> Answer:
    """Return the applied swaps of the ledger, oldest first."""
    check_words(call, USAGE, most=1)
    figure = call.words[0] if call.words else "carbon"
    if figure not in _FIGURES:
        raise UserError(f"promises are kept for {', '.join(_FIGURES)}, not {figure!r}")
    found = outcomes(ledger_of(call), figure)
    if not found:
        return Answer("No swap in the ledger yet: %green apply writes one down with what it promises.")
    rows = tuple(_row(outcome) for outcome in found)
    return Answer.table(Table(("applied", "practice", "change", "promised", "obtained", "reason"), rows))


def _row(outcome: Outcome) -> tuple[str, ...]:
    return (
        outcome.at[:16].replace("T", " "),
        outcome.practice,
        _changes(outcome.changes),
        _say(outcome.promised) or "no figure",
        _say(outcome.obtained) or "not known",
        outcome.reason,
    )


def _say(change: Quantity) -> str:
    if not change.is_known:
        return ""
    span = say_range(change)
    return say_change(change) + (f" [{span}]" if span else "")


def _changes(changes: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}: {_word(before)} → {_word(after)}" for name, (before, after) in changes.items())


def _word(value: Any) -> str:
    return "not set" if value is None else str(value)
