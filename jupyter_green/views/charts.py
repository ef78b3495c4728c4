"""Charts as Vega-Lite specifications: plain dictionaries that any Vega renderer draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["VEGA_LITE", "range_chart", "scatter_chart"]

VEGA_LITE = "https://vega.github.io/schema/vega-lite/v5.json"


def range_chart(rows: Sequence[Mapping[str, Any]], figure: str, title: str, scale: float) -> dict[str, Any]:
    """Return bars from low to high with a tick at the central value, one a row, in the rows' order.

    ``scale`` divides the figures into the unit that ``title`` names.
    """
    values = [
        {
            "label": row["label"],
            "low": row[figure]["low"] / scale,
            "central": row[figure]["central"] / scale,
            "high": row[figure]["high"] / scale,
            "text": row[figure]["text"],
            "current": bool(row.get("current")),
            "allowed": bool(row.get("allowed", True)),
        }
        for row in rows
        if "central" in row[figure]
    ]
    order = [value["label"] for value in values]
    label = {"field": "label", "type": "nominal", "sort": order, "title": None}
    tip = [{"field": "label", "title": "what"}, {"field": "text", "title": title}]
    return {
        "$schema": VEGA_LITE,
        "data": {"values": values},
        "width": "container",
        "height": {"step": 18},
        "config": {"view": {"stroke": None}, "axis": {"grid": False}},
        "layer": [
            {
                "mark": {"type": "bar", "height": 6, "cornerRadius": 3, "opacity": 0.55},
                "encoding": {
                    "y": label,
                    "x": {"field": "low", "type": "quantitative", "title": title, "scale": {"zero": True}},
                    "x2": {"field": "high"},
                    "color": {
                        "condition": {"test": "!datum.allowed", "value": "#9e9e9e"},
                        "value": "#66a96b",
                    },
                    "tooltip": tip,
                },
            },
            {
                "mark": {"type": "tick", "thickness": 2, "height": 12},
                "encoding": {
                    "y": label,
                    "x": {"field": "central", "type": "quantitative"},
                    "color": {"condition": {"test": "datum.current", "value": "#0d47a1"}, "value": "#1b5e20"},
                    "tooltip": tip,
                },
            },
        ],
    }


def scatter_chart(points: Sequence[Mapping[str, Any]], *, totals: bool = False) -> dict[str, Any]:
    """Return carbon against cost, one point an alternative, with the carbon range as a line through it.

    A point has ``label``, ``low``, ``carbon`` and ``high`` in kg, ``cost`` in USD, and ``best``: no other point beats
    it in both. Shape and words say that, not colour alone. With ``totals`` the figures are those of whole runs, each
    point has ``hours``, which its size shows, and ``best`` is one that no other beats in all three.
    """
    per = "" if totals else " per hour"
    place = {"x": {"field": "cost", "type": "quantitative", "title": f"USD{per}"}}
    carbon = {"field": "carbon", "type": "quantitative", "title": f"kg CO₂e{per}"}
    tip = [
        {"field": "label", "title": "what"},
        {"field": "carbon", "title": f"kg CO₂e{per}", "format": ".2~r"},
        {"field": "cost", "title": f"USD{per}", "format": ".2~r"},
    ]
    title = "beaten in all three by none" if totals else "beaten in both by none"
    best = {"field": "best", "type": "nominal", "title": title, "legend": {"orient": "bottom"}}
    mark: dict[str, Any] = {"type": "point", "filled": True, "color": "#1b5e20"}
    encoding: dict[str, Any] = {**place, "y": carbon, "shape": best, "tooltip": tip}
    if totals:
        tip.append({"field": "hours", "title": "hours"})
        encoding["size"] = {
            "field": "hours",
            "type": "quantitative",
            "title": "hours",
            "scale": {"range": [40, 320]},
            "legend": {"orient": "bottom"},
        }
    else:
        mark["size"] = 80
    return {
        "$schema": VEGA_LITE,
        "data": {"values": [dict(point) for point in points]},
        "width": "container",
        "height": 200,
        "config": {"view": {"stroke": None}},
        "layer": [
            {
                "mark": {"type": "rule", "opacity": 0.5, "color": "#66a96b"},
                "encoding": {**place, "y": {**carbon, "field": "low"}, "y2": {"field": "high"}},
            },
            {"mark": mark, "encoding": encoding},
            {
                "mark": {"type": "text", "dx": 8, "align": "left", "fontSize": 10},
                "encoding": {**place, "y": carbon, "text": {"field": "label"}},
            },
        ],
    }
