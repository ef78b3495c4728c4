"""The what-if panel: a job's settings as widgets, with live figures on the same basis."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from jupyter_green.catalog.instances import USES, all_instance_types
from jupyter_green.catalog.regions import all_regions
from jupyter_green.job import Job
from jupyter_green.practices import Context, Swap
from jupyter_green.swaps.complete import complete
from jupyter_green.swaps.legality import illegal
from jupyter_green.views.line import what_it_is
from jupyter_green.wording import say_change, say_quantity, say_range

__all__ = ["figures_html", "whatif_panel"]

#: As wide as there is room: a table of four columns broke each figure in two where a report stands beside the notebook.
_PANEL = "max-width:560px;line-height:1.5"
_TRACK = "height:6px;border-radius:3px;background:rgba(128,128,128,0.2);margin:2px 0"
_BAR = "height:6px;border-radius:3px;background:#66a96b;margin-left:{left}%;width:{width}%"


def whatif_panel(job: Job, context: Context, write_cell: Callable[[dict[str, Any]], None]) -> Any:
    """Return an ipywidgets panel for the job; ``write_cell`` gets the chosen changes when the user asks for a cell.

    Raises ImportError where ipywidgets is not installed.
    """
    import ipywidgets as widgets

    use = USES.get(job.kind, "training")
    types = [t.name for t in all_instance_types() if use in t.uses]
    own = job.groups[0].instance_type if job.groups and isinstance(job.groups[0].instance_type, str) else None
    regions = [r.code for r in all_regions() if r.is_live and r.has_sagemaker]
    fields: dict[str, Any] = {}
    if own is not None:
        fields["instance_type"] = widgets.Combobox(value=own, options=types, description="type", ensure_option=True)
        count = job.get("instance_count", 1)
        fields["instance_count"] = widgets.BoundedIntText(value=count, min=1, max=1000, description="count")
    region = job.region if isinstance(job.region, str) and job.region in regions else None
    fields["region"] = widgets.Dropdown(options=regions, value=region, description="Region")
    if job.kind in ("training", "tuning"):
        fields["spot"] = widgets.Checkbox(value=job.spot is True, description="Spot")
    if job.kind == "tuning" and isinstance(job.max_jobs, int):
        fields["max_jobs"] = widgets.BoundedIntText(value=job.max_jobs, min=1, max=10000, description="max jobs")
    hours = widgets.BoundedFloatText(value=context.hours or 1.0, min=0.0, max=1e5, step=0.5, description="hours")
    figures = widgets.HTML()
    button = widgets.Button(description="Write this as a cell")

    def changes() -> dict[str, Any]:
        chosen = {name: field.value for name, field in fields.items() if field.value is not None}
        return {name: value for name, value in chosen.items() if value != getattr(job, name)}

    def renew(_: Any = None) -> None:
        figures.value = figures_html(job, changes(), context, hours.value)

    for field in (*fields.values(), hours):
        field.observe(renew, names="value")
    button.on_click(lambda _: write_cell(changes()))
    renew()
    return widgets.VBox([widgets.VBox([*fields.values(), hours]), figures, button])


def figures_html(job: Job, changes: dict[str, Any], context: Context, hours: float) -> str:
    """Return the figures now and then as HTML: a bar from low to high each, and the paired difference."""
    swap = complete(Swap(changes), job)
    after_job = swap.applied_to(job)
    refused = illegal(after_job)
    before, after = context.estimate(job), context.estimate(after_job)
    rows = [
        _row("now", job, before.rate, before, after),
        _row("then", after_job, after.rate, before, after),
    ]
    lines = rows
    rate, _, note = context.saving(job, swap)
    if rate is not None and rate.carbon.is_known and rate.cost.is_known and changes:
        said = f"{say_change(rate.carbon * hours)} and {say_change(rate.cost * hours)}"
        lines.append(f"<p>In {hours:g} h: <b>{escape(said.replace('/h', ''))}</b> {escape(note)}</p>")
    lines += [f"<p>The platform refuses this: {escape(rule)}</p>" for rule in refused]
    return f'<div style="{_PANEL}">{"".join(lines)}</div>'


def _row(label: str, job: Job, rate: Any, *both: Any) -> str:
    what = f"<b>{label}</b> {escape(what_it_is(job))}"
    if not rate.carbon.is_known:
        return f"<p>{what}<br>carbon unknown</p>"
    widest = max((f.rate.carbon.high for f in both if f.rate.carbon.is_known), default=1.0) or 1.0
    left, right = (round(100 * value / widest) for value in (rate.carbon.low, rate.carbon.high))
    bar = f'<div style="{_TRACK}"><div style="{_BAR.format(left=left, width=max(right - left, 1))}"></div></div>'
    carbon = escape(say_quantity(rate.carbon, with_range=False))
    rest = escape(f"[{say_range(rate.carbon)}] · {say_quantity(rate.cost)}")
    return f'<div style="margin:8px 0">{what}{bar}<b>{carbon}</b> {rest}</div>'
