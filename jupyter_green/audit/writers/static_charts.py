"""Charts in a file that runs no script: SVG through vl-convert where it is installed, else bars of HTML."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from jupyter_green.views.charts import BAR, GONE, NOW, POINT, range_chart

__all__ = ["bars_html", "chart_html"]

_WIDTH = 600
#: Colours of the specification -> variables of the page, so that a chart follows light and dark.
_COLOURS = {
    BAR: "var(--bar)",
    POINT: "var(--tick)",
    NOW: "var(--here)",
    GONE: "var(--gone)",
    "#111111": "var(--ink)",
    "#888888": "var(--quiet)",
    "#dddddd": "var(--rule)",
}


def chart_html(rows: Sequence[Mapping[str, Any]], title: str, scale: float, describe: str) -> str:
    """Return a chart of the rows' carbon with its range; ``describe`` is read to those who do not see it."""
    drawn = _svg(rows, title, scale)
    if drawn is None:
        return bars_html(rows)
    return f'<div class="svg" tabindex="0" role="img" aria-label="{escape(describe, quote=True)}">{drawn}</div>'


def bars_html(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the rows as bars on one common scale, with the figure in words beside each."""
    figures = [row["carbon"] for row in rows if "central" in row["carbon"]]
    low = min([0.0, *(f["low"] for f in figures)])
    width = max([0.0, *(f["high"] for f in figures)]) - low or 1.0
    parts = []
    for row in rows:
        told = row["carbon"]
        if "central" not in told:
            continue
        start, mid, end = (100 * (told[name] - low) / width for name in ("low", "central", "high"))
        state = " here" if row.get("current") else "" if row.get("allowed", True) else " gone"
        parts.append(
            f'<li><span class="label">{escape(row["label"])}</span><span class="track" aria-hidden="true">'
            f'<span class="span{state}" style="left:{start:.1f}%;width:{max(end - start, 0.5):.1f}%"></span>'
            f'<span class="at{state}" style="left:{mid:.1f}%"></span></span>'
            f'<span class="figure">{escape(told["text"])}</span></li>'
        )
    return f'<ul class="bars">{"".join(parts)}</ul>'


def _svg(rows: Sequence[Mapping[str, Any]], title: str, scale: float) -> str | None:
    try:
        import vl_convert
    except ImportError:
        return None
    spec = copy.deepcopy(range_chart(rows, "carbon", title, scale))
    spec["width"] = _WIDTH
    spec["background"] = None
    spec["padding"] = {"left": 12, "top": 5, "right": 12, "bottom": 5}
    text = {"labelColor": "#111111", "titleColor": "#888888", "domainColor": "#dddddd", "tickColor": "#dddddd"}
    spec["config"] = {
        "view": {"stroke": None},
        "font": "DejaVu Sans, Verdana, sans-serif",
        "axis": {**text, "grid": False, "labelFontSize": 11, "titleFontSize": 12, "titleFontWeight": "normal"},
        "axisY": {"labelLimit": 420, "domain": False, "ticks": False, "labelPadding": 8},
        "axisX": {"tickCount": 5},
    }
    for layer in spec["layer"]:
        layer["encoding"].pop("tooltip", None)
        layer["mark"]["opacity"] = 1  # the page's colours are made for its paper: nothing has to shine through
    try:
        svg: str = vl_convert.vegalite_to_svg(spec)
    except ValueError:
        return None
    return _for_the_page(svg)


def _for_the_page(svg: str) -> str:
    """Make the drawing follow the page's colours and width; it is one picture to a screen reader."""
    for colour, variable in _COLOURS.items():
        svg = svg.replace(f'"{colour}"', f'"{variable}"')
    svg = re.sub(r' aria-(?:label|roledescription|hidden)="[^"]*"| role="[^"]*"', "", svg)
    svg = re.sub(r' xmlns(?::\w+)?="[^"]*"', "", svg)
    told = re.compile(r'<svg ([^>]*?)width="(\d+)(?:\.\d+)?" height="[^"]*"')
    return told.sub(
        r'<svg aria-hidden="true" \1style="width:100%;max-width:\2px;height:auto;overflow:visible"', svg, count=1
    )
