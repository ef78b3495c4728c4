"""``%green whatif``: the job with some fields changed, re-estimated on the same basis."""

from __future__ import annotations

import dataclasses
from typing import Any, get_args

from jupyter_green.footprint.hours import as_hours
from jupyter_green.job import JOB_FIELDS, EndpointMode, Job
from jupyter_green.kernel.books import Entry
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import instance_argument, job_argument, region_argument
from jupyter_green.practices import Swap
from jupyter_green.swaps.complete import complete
from jupyter_green.swaps.legality import illegal
from jupyter_green.views.line import line_text, what_it_is
from jupyter_green.views.table import Table
from jupyter_green.wording import say_change, say_quantity, say_range

SUMMARY = "a job with other settings, re-estimated and compared; without settings, a panel to try them"
USAGE = "%green whatif JOB [field=value …]   such as spot=True instance_type=ml.g5.xlarge region=eu-north-1"
_FORM = {field.name: str(field.type) for field in dataclasses.fields(Job)}
_WORDS = {"true": True, "yes": True, "false": False, "no": False, "none": None}


def run(call: Call) -> Answer | None:
    """Return the job before and after, and the paired difference."""
    job, entry = job_argument(call, call.words[0] if call.words else None)
    changes = {name: value for name, value in call.options.items() if name not in ("hours", "job")}
    if not changes:
        return _panel(call, job, entry)
    return Answer.table(comparison(call, job, {name: _typed(name, text) for name, text in changes.items()}))


def comparison(call: Call, job: Job, changes: dict[str, Any]) -> Table:
    """Return before, after and difference of a job under changes, completed by what they require."""
    swap = complete(Swap(changes), job)
    after_job = swap.applied_to(job)
    context = call.session.context()
    hours = call.number("hours")
    before, after = context.estimate(job), context.estimate(after_job)
    rate, _, note = context.saving(job, swap)
    rows = []
    for name in ("carbon", "energy", "cost", "water"):
        now, then = getattr(before.rate, name), getattr(after.rate, name)
        change = getattr(rate, name) if rate is not None else None
        said = "not known" if change is None or not change.is_known else f"{say_change(change)} {_in_brackets(change)}"
        rows.append((name, say_quantity(now), say_quantity(then), said.strip()))
    notes = [note] if note else []
    if before.basis != after.basis:
        notes.append(f"not comparable per hour: before {before.basis}, after {after.basis}")
    if hours is not None and rate is not None and rate.carbon.is_known:
        time = as_hours(hours)
        notes.append(f"for {hours:g} h: {say_change(rate.carbon * time)} and {say_change(rate.cost * time)}")
    notes += [f"the platform refuses this: {rule}" for rule in illegal(after_job)]
    extra = {name: value for name, value in swap.changes.items() if name not in changes}
    if extra:
        notes.append("comes with it: " + ", ".join(f"{name}={value!r}" for name, value in extra.items()))
    title = f"{what_it_is(job)}   →   {what_it_is(after_job)}"
    return Table(("an hour", "now", "then", "change (same basis)"), tuple(rows), title=title, notes=tuple(notes))


def _in_brackets(change: Any) -> str:
    span = say_range(change)
    return f"[{span}]" if span else ""


def _typed(name: str, text: str) -> Any:
    if name not in JOB_FIELDS:
        from jupyter_green.catalog.tables import nearest_names

        near = nearest_names(name, JOB_FIELDS, 1)
        raise UserError(f"a job has no field {name!r}" + (f", did you mean {near[0]}?" if near else ""))
    if name == "instance_type" and text.lower() != "none":
        return instance_argument(text)
    if name == "region":
        return region_argument(text)
    form = _FORM[name]
    if text.lower() in _WORDS and ("bool" in form or _WORDS[text.lower()] is None):
        return _WORDS[text.lower()]
    if form.startswith("bool") and "str" not in form:
        raise UserError(f"{name} is True or False, not {text!r}")
    if name == "mode" and text not in get_args(EndpointMode):
        raise UserError(f"{name} is one of {', '.join(get_args(EndpointMode))}, not {text!r}")
    if form.startswith("tuple[str"):
        parts = tuple(part.strip() for part in text.split(","))
        return tuple(map(instance_argument, parts)) if name == "instance_preferences" else parts
    if form.startswith("tuple[int"):
        numbers = text.split(",")
        if len(numbers) != 2 or not all(part.strip().isdigit() for part in numbers):
            raise UserError(f"{name} needs two whole numbers such as 0,4, not {text!r}")
        return int(numbers[0]), int(numbers[1])
    if form.startswith(("tuple", "Mapping")):
        raise UserError(f"{name} holds more than a line can say")
    if form.startswith(("int", "float")):
        if not text.isdigit():
            raise UserError(f"{name} needs a whole number, not {text!r}")
        return int(text)
    return text


def _as_cell(call: Call, entry: Entry | None, changes: dict[str, Any]) -> str:
    """Return the job's cell with the changes in it; empty when the cells cannot say them."""
    written = call.session.notebook.find(entry) if entry is not None else None
    rewrite = written.rewrite(Swap(changes)) if written is not None and changes else None
    return written.changed(rewrite)[1] if written and rewrite and rewrite.edits else ""


def _panel(call: Call, job: Job, entry: Entry | None) -> Answer:
    from jupyter_green.views.whatif import whatif_panel

    name = call.words[0] if call.words else "1"
    now = line_text(call.session.context().estimate(job))
    hint = f"{now}\nSay what to change, such as %green whatif {name} spot=True"

    def write_cell(changes: dict[str, Any]) -> None:
        chosen = " ".join(f"{field}={value}" for field, value in changes.items())
        text = _as_cell(call, entry, changes) or f"%green whatif {name} {chosen}".rstrip()
        call.session.shell.set_next_input(text, replace=False)

    try:
        panel = whatif_panel(job, call.session.context(), write_cell)
    except ImportError:
        return Answer(hint)
    from IPython.display import display

    # What no front end draws as widgets is read as text: not the panel's inner structure, but what to do instead.
    display({**panel._repr_mimebundle_(), "text/plain": hint}, raw=True)
    return Answer("")
