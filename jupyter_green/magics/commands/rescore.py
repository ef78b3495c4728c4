"""``%green rescore``: the ledger's runs under today's method, old and new side by side."""

from __future__ import annotations

from jupyter_green.catalog.tables import DATA_VERSION
from jupyter_green.footprint import METHOD_VERSION
from jupyter_green.ledger.rescore import Rescored, rescore
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import check_words
from jupyter_green.magics.ledger_access import runs_asked_for
from jupyter_green.quantities import total
from jupyter_green.views.history import run_words
from jupyter_green.views.table import Table
from jupyter_green.wording import say_count, say_number, say_quantity

SUMMARY = "old runs under today's method and tables, old and new; nothing is overwritten"
USAGE = "%green rescore [carbon | energy | water | cost] [--days N] [--all]"
_UNITS = {"carbon": "gCO2e", "energy": "kWh", "water": "L", "cost": "USD"}


def run(call: Call) -> Answer:
    """Return the runs with the figure that was written and the one that would be written now."""
    check_words(call, USAGE, most=1)
    figure = call.words[0] if call.words else "carbon"
    if figure not in _UNITS:
        raise UserError(f"runs can be rescored in {', '.join(_UNITS)}, not {figure!r}")
    found = rescore(runs_asked_for(call), figure)
    if not found:
        return Answer("No run with figures in the ledger yet.")
    notes = [f"Now: method {METHOD_VERSION}, tables {DATA_VERSION}. The rows in the ledger stay as they are."]
    both = [item for item in found if item.factor is not None and item.run.per == "run"]
    if both:
        old, new = (total((getattr(item, side) for item in both), _UNITS[figure]) for side in ("old", "new"))
        notes.insert(0, f"{say_count(len(both), 'whole run')}: {say_quantity(old)} then, {say_quantity(new)} now")
    if figure == "cost":
        notes.append("Cost is at list price: discounts by Spot and plans are in the old figure of a measured run only.")
    rows = tuple(_row(item) for item in found)
    return Answer.table(Table(("job", "then", "now", "times", "written by"), rows, frozenset({3}), notes=tuple(notes)))


def _row(item: Rescored) -> tuple[str, ...]:
    times = "" if item.factor is None else say_number(item.factor)
    return (run_words(item.run), say_quantity(item.old), say_quantity(item.new), times, item.note)
