"""``%green card``: a run's carbon for a model card, as tags, and as a score per functional unit."""

from __future__ import annotations

import json

from jupyter_green.footprint import Footprint, estimate
from jupyter_green.footprint.result import State
from jupyter_green.ledger.modelcard import job_tags, model_card
from jupyter_green.ledger.rows import load_of
from jupyter_green.ledger.runs import Run, runs
from jupyter_green.ledger.sci import parse_units, score
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import check_words, job_argument
from jupyter_green.magics.ledger_access import ledger_of
from jupyter_green.wording import say_number, say_quantity

SUMMARY = "a block for the model card in grams, tags for the job, and the SCI score per unit (--sci prediction=12000)"
USAGE = "%green card [JOB] [--hours H] [--sci UNIT=N]   ·   of a type: [--kind K] [--region R] [--count N]"


def run(call: Call) -> Answer:
    """Return the block, the tags and, where asked for, the score."""
    check_words(call, USAGE, most=1)
    footprint = _footprint(call)
    try:
        parts = [model_card(footprint), "", "Tags for the job (Key, Value):", json.dumps(job_tags(footprint))]
        if "sci" in call.options:
            parts += ["", _sci(footprint, call.options["sci"])]
    except ValueError as error:
        raise UserError(str(error)) from error
    return Answer("\n".join(parts))


def _footprint(call: Call) -> Footprint:
    """Return the footprint of a job of this notebook, else of the ledger, for the hours given or known."""
    name = call.words[0] if call.words else None
    hours = call.number("hours")
    grid = call.session.settings.grid
    try:
        job, entry = job_argument(call, name)
    except UserError:
        kept = [] if name is None or not call.session.recorder.is_on else runs(ledger_of(call))
        found = next((run for run in reversed(kept) if run.row["name"] == name), None)
        if found is None or found.job is None:
            raise
        return _written(found, hours)
    if hours is None and entry is not None:
        return call.session.footprint(entry)
    return estimate(job, hours=hours, grid=grid)


def _written(run: Run, hours: float | None) -> Footprint:
    """Return the footprint of a run of the ledger, under today's method."""
    assert run.job is not None
    load = load_of(run.row["load"]) if run.is_measured else None
    if hours is not None:
        return estimate(run.job, hours=hours, load=load, grid=run.grid)
    known = run.hours if run.hours.is_known else None
    state: State = "measured" if run.is_measured else "forecast"
    return estimate(run.job, hours=known, hours_from="the ledger", load=load, grid=run.grid, state=state)


def _sci(footprint: Footprint, text: str) -> str:
    name, units = parse_units(text)
    assert footprint.total is not None  # the card was written from it
    found = score(footprint.total.operational, footprint.total.embodied, units, name)
    return (
        f"SCI (ISO/IEC 21031): {say_quantity(found.per_unit)} per {name}, for {say_number(units)}: "
        f"operational {say_quantity(found.operational)}, embodied {say_quantity(found.embodied)}, location-based"
    )
