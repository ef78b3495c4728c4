"""Charts as Vega-Lite specifications: plain dictionaries that any Vega renderer draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_green.wording import say_number

__all__ = ["BAR", "GONE", "NOW", "POINT", "VEGA_LITE", "range_chart", "scatter_chart"]

VEGA_LITE = "https://vega.github.io/schema/vega-lite/v5.json"
#: Seen on white and on black alike: who draws the chart knows the page, we do not.
POINT, NOW = "#388e3c", "#1e88e5"
#: A range, and the range of what cannot be had.
BAR, GONE = "#66a96b", "#9e9e9e"


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
                        "condition": {"test": "!datum.allowed", "value": GONE},
                        "value": BAR,
                    },
                    "tooltip": tip,
                },
            },
            {
                "mark": {"type": "tick", "thickness": 2, "height": 12},
                "encoding": {
                    "y": label,
                    "x": {"field": "central", "type": "quantitative"},
                    "color": {"condition": {"test": "datum.current", "value": NOW}, "value": POINT},
                    "tooltip": tip,
                },
            },
        ],
    }


def scatter_chart(points: Sequence[Mapping[str, Any]], *, totals: bool = False) -> dict[str, Any]:
    """Return carbon against cost, one point an alternative, with the carbon range as a line through it.

    A point has ``label``, ``low``, ``carbon`` and ``high`` in kg, ``cost`` in USD, and ``best``: no other point beats
    it in both; today's is ``current``. Shape and words say that, not colour alone. With ``totals`` the figures are
    those of whole runs, each point has ``hours``, which its size shows, and ``best`` is one that no other beats in all
    three.
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
    mark: dict[str, Any] = {"type": "point", "filled": True, "color": POINT}
    encoding: dict[str, Any] = {**place, "y": carbon, "shape": best, "tooltip": tip}
    if totals:
        tip.append({"field": "hours", "title": "hours"})
        sizes = {"range": [40, 320], "zero": True}
        encoding["size"] = {"field": "hours", "type": "quantitative", "scale": sizes, "legend": None}
    else:
        mark["size"] = 80
    middle = max((float(point["cost"]) for point in points), default=0.0) / 2
    return {
        "$schema": VEGA_LITE,
        "data": {"values": [_named(point, middle) for point in points]},
        "width": "container",
        "height": 200,
        "config": {"view": {"stroke": None}},
        "layer": [
            {
                "mark": {"type": "rule", "opacity": 0.5, "color": BAR},
                "encoding": {**place, "y": {**carbon, "field": "low"}, "y2": {"field": "high"}},
            },
            {"mark": mark, "encoding": encoding},
            _names("right", 10, {**place, "y": carbon}),
            _names("left", -10, {**place, "y": carbon}),
        ],
    }


def _named(point: Mapping[str, Any], middle: float) -> dict[str, Any]:
    """Return the point with the name to write beside it: for the best and today's alone, on the side with room."""
    hours = f" · {say_number(point['hours'])} h" if "hours" in point else ""
    is_named = point["best"] == "yes" or bool(point.get("current"))
    side = "right" if point["cost"] <= middle else "left"
    return {**point, "name": f"{point['label']}{hours}" if is_named else "", "side": side}


def _names(side: str, dx: int, place: Mapping[str, Any]) -> dict[str, Any]:
    align = "left" if side == "right" else "right"
    return {
        "transform": [{"filter": f"datum.side === '{side}'"}],
        "mark": {"type": "text", "dx": dx, "align": align, "fontSize": 10},
        "encoding": {**place, "text": {"field": "name"}},
    }
