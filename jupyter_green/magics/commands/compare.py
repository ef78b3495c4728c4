"""``%green compare``: instance types or Regions side by side, on the same basis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_green.catalog.regions import all_regions
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import instance_argument, job_argument, job_of_options, region_argument
from jupyter_green.views.charts import VEGA_LITE
from jupyter_green.views.compare import compare_regions, compare_types, similar_types
from jupyter_green.views.line import what_it_is
from jupyter_green.views.table import Table

SUMMARY = "instance types or Regions side by side, same basis"
USAGE = "%green compare [TYPE …] [--region R[,R…] | --region all] [--job JOB]"
_FIGURES = ("carbon", "energy", "cost")
_VEGA_MIME = "application/vnd.vegalite.v5+json"


def run(call: Call) -> Answer:
    """Return a table of alternatives, and a chart where the front end draws it."""
    if "job" not in call.options and call.words and not call.session.books.counted():
        job = job_of_options(call, call.words[0])
    else:
        job, _ = job_argument(call, call.options.get("job"))
    regions = call.options.get("region")
    basis = call.session.settings.grid
    if regions is not None and not call.words:
        every = [r.code for r in all_regions() if r.is_live and r.has_sagemaker]
        names = every if regions == "all" else [region_argument(name) for name in regions.split(",")]
        view = compare_regions(job, names, grid_basis=basis)
    else:
        types = [instance_argument(word) for word in call.words] or list(similar_types(job))
        if not types:
            raise UserError("say which types to compare with, such as %green compare ml.g5.12xlarge ml.g6.12xlarge")
        view = compare_types(job, types, grid_basis=basis)
    answer = Answer.table(_table(what_it_is(job), view))
    answer.data = {_VEGA_MIME: view["chart"]} if VEGA_LITE in str(view["chart"].get("$schema")) else {}
    return answer


def _table(title: str, view: Mapping[str, Any]) -> Table:
    rows = []
    for row in view["rows"]:
        cells = [
            row[name]["text"] + (f" [{row[name]['range']}]" if row[name].get("range") else "") for name in _FIGURES
        ]
        rows.append((("* " if row["current"] else "  ") + row["label"], *cells))
    return Table(("", "carbon", "energy", "list price"), tuple(rows), title=title, notes=(str(view["note"]),))


def _with_range(told: Mapping[str, Any]) -> str:
    span = f" [{told['range']}]" if told.get("range") else ""
    return f"{told['text']}{span}"
