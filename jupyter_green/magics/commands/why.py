"""``%green why``: the formula, every input with status, source and date, and the one that matters most."""

from __future__ import annotations

from jupyter_green.catalog.tables import ASSEMBLED, DATA_VERSION
from jupyter_green.footprint import Footprint, estimate
from jupyter_green.magics.answer import Answer, Call
from jupyter_green.magics.arguments import check_words, job_as_asked
from jupyter_green.views.line import what_it_is
from jupyter_green.views.table import Table
from jupyter_green.wording import say_number, say_quantity

SUMMARY = "how a figure came about: formula, inputs, sources, and what would sharpen it"
USAGE = "%green why [JOB]"
_FORMULA = (
    "energy = instances × hours × power(load) × PUE",
    "carbon = energy × grid of the Region + instances × hours × embodied share (location-based, SCI form)",
    "water  = IT energy × water usage effectiveness      cost = instances × hours × list price",
)


def run(call: Call) -> Answer:
    """Return the formula with the job's own inputs."""
    check_words(call, USAGE, most=1)
    job, entry = job_as_asked(call, call.words[0] if call.words else None)
    footprint = call.session.footprint(entry) if entry else estimate(job, grid=call.session.settings.grid)
    return Answer.table(inputs_table(footprint))


def inputs_table(footprint: Footprint) -> Table:
    """Return the inputs of an estimate as a table, headed by its results and the formula."""
    rows = tuple((i.name, i.value, i.status, i.source, i.date) for i in footprint.inputs)
    rate = footprint.rate
    head = [what_it_is(footprint.job)]
    if rate.energy.is_known and footprint.basis in ("per hour", "per busy hour"):
        named = {"energy": rate.energy, "carbon": rate.carbon, "price": rate.cost}
        head.append(" · ".join(say_quantity(q) if q.is_known else f"{name} unknown" for name, q in named.items()))
        head.append(f"of the carbon, embodied: {say_quantity(rate.embodied)}")
    notes = [*footprint.notes, *_widths(footprint)]
    notes.append(f"method {footprint.method}, tables {DATA_VERSION} (assembled {ASSEMBLED})")
    title = "\n".join([*head, *_FORMULA, ""])
    return Table(("input", "value", "status", "source", "date"), rows, title=title, notes=tuple(notes))


def _widths(footprint: Footprint) -> list[str]:
    carbon = footprint.rate.carbon if footprint.rate.carbon.is_known else footprint.rate.energy
    if not carbon.is_known or not carbon.terms:
        return []
    spread = {cause: width for cause, width in carbon.spread_by_cause().items() if width > 0}
    whole = sum(spread.values())
    if not whole:
        return []
    said = [f"{cause} {say_number(100 * width / whole)} %" for cause, width in list(spread.items())[:4]]
    return [f"What makes the range wide: {', '.join(said)}. A measured value of the first narrows it most."]
