"""``%green compare``: instance types or Regions side by side, on the same basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jupyter_green.catalog.regions import all_regions
from jupyter_green.job import Job
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import instance_argument, job_argument, job_of_options, region_argument
from jupyter_green.views.charts import VEGA_LITE
from jupyter_green.views.compare import compare_regions, compare_types, similar_types
from jupyter_green.views.line import what_it_is
from jupyter_green.views.table import Table

SUMMARY = "instance types or Regions side by side, same basis"
USAGE = "%green compare [TYPE …] [--region R[,R…] | --region all] [--job JOB]"
_EXAMPLE = "%green compare ml.g5.12xlarge --region all"
_FIGURES = ("carbon", "energy", "cost")
_VEGA_MIME = "application/vnd.vegalite.v5+json"


def run(call: Call) -> Answer:
    """Return a table of alternatives, and a chart where the front end draws it."""
    asked = call.options.get("region", "")
    regions = _regions(asked)
    types = [instance_argument(word) for word in call.words]
    side_by_side = "all" in asked or len(regions) > 1 or (bool(regions) and not types)
    if side_by_side and len(types) > 1:
        raise UserError("compare either types in one Region or Regions for one type")
    job = _job(call, types, None if side_by_side or not regions else regions[0])
    basis = call.session.settings.grid
    if side_by_side:
        view = compare_regions(job, regions, grid_basis=basis)
    else:
        types = types or list(similar_types(job))
        if not types:
            raise UserError("say which types to compare with, such as %green compare ml.g5.12xlarge ml.g6.12xlarge")
        view = compare_types(job, types, grid_basis=basis)
    answer = Answer.table(_table(what_it_is(job), view))
    answer.data = {_VEGA_MIME: view["chart"]} if VEGA_LITE in str(view["chart"].get("$schema")) else {}
    return answer


def _regions(asked: str) -> list[str]:
    if asked == "all":
        return [r.code for r in all_regions() if r.is_live and r.has_sagemaker]
    return [region_argument(name) for name in asked.split(",") if name]


def _job(call: Call, types: list[str], region: str | None) -> Job:
    """Return the job to compare: the one that is named, else the newest, else one on the first type."""
    named = call.options.get("job")
    plain = replace(call, options={name: text for name, text in call.options.items() if name != "region"})
    if named is None and not call.session.books.counted():
        if not types:
            raise UserError(f"no job seen yet: name a type, such as {_EXAMPLE}")
        job = job_of_options(plain, types[0])
    else:
        job, _ = job_argument(plain, named)
        if len(types) == 1 and region is None and "region" in call.options:
            job = job.with_changes(instance_type=types[0], instance_groups=None)
    return job if region is None else job.with_changes(region=region)


def _table(title: str, view: Mapping[str, Any]) -> Table:
    rows = []
    for row in view["rows"]:
        cells = [
            row[name]["text"] + (f" [{row[name]['range']}]" if row[name].get("range") else "") for name in _FIGURES
        ]
        rows.append((("* " if row["current"] else "  ") + row["label"], *cells))
    return Table(("", "carbon", "energy", "list price"), tuple(rows), title=title, notes=(str(view["note"]),))
