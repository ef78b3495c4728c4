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
        "height": 18 * len(values),
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
    title = "no other is better in all three" if totals else "no other is better in both"
    best = {"field": "best", "type": "nominal", "title": title, "legend": {"orient": "bottom"}}
    mark: dict[str, Any] = {"type": "point", "filled": True, "color": POINT}
    encoding: dict[str, Any] = {**place, "y": carbon, "shape": best, "tooltip": tip}
    if totals:
        tip.append({"field": "hours", "title": "hours"})
        sizes = {"range": [40, 320], "zero": True}
        encoding["size"] = {"field": "hours", "type": "quantitative", "scale": sizes, "legend": None}
    else:
        mark["size"] = 80
    values = _named(points)
    places = sorted({value["place"] for value in values if value["name"]})
    return {
        "$schema": VEGA_LITE,
        "data": {"values": values},
        "width": "container",
        "height": 200,
        "config": {"view": {"stroke": None}},
        "layer": [
            {
                "mark": {"type": "rule", "opacity": 0.5, "color": BAR},
                "encoding": {**place, "y": {**carbon, "field": "low"}, "y2": {"field": "high"}},
            },
            {"mark": mark, "encoding": encoding},
            *(_names(one, {**place, "y": carbon}) for one in places),
        ],
    }


def _named(points: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the points with the name to write beside each, and where: for the best and today's alone.

    A name goes to the first place beside its point where no other name and no point is, else over a point, never over a
    name; without a place it stays away, and the list under the chart tells. The sizes are those of a narrow sidebar.
    """
    most_cost = max((float(point["cost"]) for point in points), default=0.0) or 1.0
    most_carbon = max((float(point["high"]) for point in points), default=0.0) or 1.0
    centres = [(_WIDTH * point["cost"] / most_cost, _HEIGHT * point["carbon"] / most_carbon) for point in points]
    dots = [(x - 5, y - 5, x + 5, y + 5) for x, y in centres]
    names: list[tuple[float, float, float, float]] = []
    values: dict[int, dict[str, Any]] = {}
    for number in sorted(range(len(points)), key=lambda number: not points[number].get("current")):
        point, centre = points[number], centres[number]
        hours = f" · {say_number(point['hours'])} h" if "hours" in point else ""
        name = f"{point['label']}{hours}"
        is_named = point["best"] == "yes" or bool(point.get("current"))
        boxes = {place: _box(centre, place, len(name)) for place in _PLACES} if is_named else {}
        free = [one for taken in ([*names, *dots], names) for one, box in boxes.items() if _is_free(box, taken)]
        place = free[0] if free else ""
        if place:
            names.append(boxes[place])
        values[number] = {**point, "name": name if place else "", "place": place}
    return [values[number] for number in range(len(points))]


_WIDTH, _HEIGHT = 200.0, 200.0
_LETTER, _LINE = 5.6, 11.0
_PLACES = [f"{side} {up}" for up in (0, 12, -12, 24, -24) for side in ("right", "left")]


def _box(centre: tuple[float, float], place: str, letters: int) -> tuple[float, float, float, float]:
    side, up = place.split()
    near, far = (10.0, 10.0 + letters * _LETTER) if side == "right" else (-10.0 - letters * _LETTER, -10.0)
    middle = centre[1] + float(up)
    return centre[0] + near, middle - _LINE / 2, centre[0] + far, middle + _LINE / 2


def _is_free(box: tuple[float, float, float, float], taken: Sequence[tuple[float, float, float, float]]) -> bool:
    left, low, right, high = box
    fits = left >= 0 and right <= _WIDTH + 10 and low >= -_LINE / 2 and high <= _HEIGHT + _LINE
    others = (right <= start or left >= end or high <= bottom or low >= top for start, bottom, end, top in taken)
    return fits and all(others)


def _names(written: str, place: Mapping[str, Any]) -> dict[str, Any]:
    side, up = written.split()
    dx, align = (10, "left") if side == "right" else (-10, "right")
    return {
        "transform": [{"filter": f"datum.place === '{written}'"}],
        "mark": {"type": "text", "dx": dx, "dy": -int(up), "align": align, "fontSize": 10},
        "encoding": {**place, "text": {"field": "name"}},
    }
