"""``%green regions``: Regions by the carbon of their electricity."""

from __future__ import annotations

from jupyter_green.catalog.regions import region_names
from jupyter_green.magics.answer import Answer, Call
from jupyter_green.magics.arguments import check_words
from jupyter_green.views.compare import region_rows
from jupyter_green.views.table import Table

SUMMARY = "Regions by grid intensity, with PUE and what data residency admits"
USAGE = "%green regions"
_VEGA_MIME = "application/vnd.vegalite.v5+json"


def run(call: Call) -> Answer:
    """Return the Regions with their grid factor, PUE and source."""
    check_words(call, USAGE, most=0)
    context = call.session.context()
    allowed = [code for code in region_names() if context.may_move_to(code)] if context.residency else None
    current = call.session.settings.assumed_region()
    view = region_rows(current, allowed, grid_basis=call.session.settings.grid)
    rows = tuple(
        (
            ("* " if row["current"] else "  ") + row["region"],
            row["name"],
            f"{row['grid']['text']} [{row['grid']['range']}]",
            f"{row['pue']:g}",
            "yes" if row["allowed"] else "no",
            row["source"],
        )
        for row in view["rows"]
    )
    note = "Location-based averages; contracts for renewable energy are not in them. A move has its own cost."
    headers = ("Region", "place", "grid", "PUE", "allowed", "source")
    answer = Answer.table(Table(headers, rows, frozenset({3}), notes=(note,)))
    answer.data = {_VEGA_MIME: view["chart"]}
    return answer
