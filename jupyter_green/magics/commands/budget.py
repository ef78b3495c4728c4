"""``%green budget``: an amount that is asked about when a job would exceed it."""

from __future__ import annotations

from jupyter_green.ledger import Ledger
from jupyter_green.ledger.budget import Budget, budgets_of, spent_of
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import check_words
from jupyter_green.magics.ledger_access import ledger_of
from jupyter_green.units import parse_amount
from jupyter_green.wording import say_count, say_number, say_quantity

SUMMARY = "an amount a week or a notebook: asked about when a job starts that exceeds it"
USAGE = "%green budget [5kg | 5kgCO2e | 100USD | $100 | 20kWh | off] [--per week | notebook]"


def run(call: Call) -> Answer:
    """Set or withdraw a budget, then return those in force with what is spent of them."""
    check_words(call, USAGE, most=1)
    ledger = ledger_of(call)
    per = call.options.get("per", "week")
    if per not in ("week", "notebook"):
        raise UserError(f"a budget is per week or per notebook, not per {per!r}")
    scribe, now = call.session.recorder.scribe, call.session.clock()
    notebook = scribe.notebook
    if call.words and call.words[0] == "off":
        gone = [budget for budget in budgets_of(ledger, notebook) if "per" not in call.options or budget.per == per]
        ledger.append([scribe.budget(None, budget.unit, budget.per, now) for budget in gone])
    elif call.words:
        try:
            amount, unit = parse_amount(call.words[0])
        except ValueError as error:
            raise UserError(str(error)) from None
        if not ledger.append([scribe.budget(amount, unit, per, now)]):
            raise UserError("the budget could not be written to the ledger")
    found = budgets_of(ledger, notebook)
    if not found:
        return Answer("No budget is set. %green budget 5kg --per week sets one.")
    lines = [_say(ledger, budget, now) for budget in found]
    return Answer("\n".join([*lines, "In CI: jupyter green audit --fail-over 5kg sets a hard limit."]))


def _say(ledger: Ledger, budget: Budget, now: float) -> str:
    spent = spent_of(ledger, budget, now)
    share = ""
    if spent.total.is_known and budget.amount > 0:
        share = f", {say_number(100 * spent.total.central / budget.amount)} %"
    return f"Budget {budget}: spent {say_quantity(spent.total)} in {say_count(spent.runs, 'run')}{share}"
