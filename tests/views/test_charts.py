"""Charts say what they show without a word over another."""

from __future__ import annotations

from typing import Any

from jupyter_green.views.charts import range_chart, scatter_chart


def _point(label: str, cost: float, carbon: float, *, best: str = "yes", current: bool = False) -> dict[str, Any]:
    more = {"low": carbon * 0.3, "carbon": carbon, "high": carbon * 2, "best": best, "current": current}
    return {"label": label, "cost": cost, **more}


#: Two of these lie so close that their names covered each other.
CLOSE = [
    _point("ml.p3.16xlarge", 230, 8.0, best="no", current=True),
    _point("ml.g6.48xlarge", 130, 3.2),
    _point("ml.g7e.12xlarge", 83, 3.6),
    _point("ml.p4d.24xlarge", 200, 12, best="no"),
]


def _named(points: list[dict[str, Any]]) -> dict[str, str]:
    values = scatter_chart(points)["data"]["values"]
    return {value["name"]: value["place"] for value in values if value["name"]}


def test_only_the_best_and_todays_are_named_and_close_names_go_to_different_places() -> None:
    named = _named(CLOSE)
    assert set(named) == {"ml.p3.16xlarge", "ml.g6.48xlarge", "ml.g7e.12xlarge"}
    assert named["ml.g6.48xlarge"] != named["ml.g7e.12xlarge"]
    assert named["ml.p3.16xlarge"].startswith("left"), "to the right of it the chart ends"


def test_a_name_stands_over_a_point_rather_than_not_at_all() -> None:
    others = [_point("ml.g6e.24xlarge", 150, 4.5, best="no"), _point("ml.g5.48xlarge", 160, 6.2, best="no")]
    wide = _point("ml.g7.48xlarge", 290, 5.9, best="no") | {"high": 25.0}
    assert "ml.g7e.12xlarge" in _named([*CLOSE, *others, wide])


def test_each_place_that_is_used_has_its_layer_of_names() -> None:
    layers = [layer for layer in scatter_chart(CLOSE)["layer"] if layer["mark"]["type"] == "text"]
    tests = {layer["transform"][0]["filter"] for layer in layers}
    assert tests == {f"datum.place === '{place}'" for place in _named(CLOSE).values()}


def test_a_name_without_room_stays_away_rather_than_over_another() -> None:
    crowd = [_point(f"ml.g{i}.12xlarge", 100.0, 5.0, current=i == 39) for i in range(40)]
    named = _named(crowd)
    assert 0 < len(named) <= 10 and len(set(named.values())) == len(named)
    assert "ml.g39.12xlarge" in named, "today's type goes first"
    assert _named([]) == {}


def test_a_chart_of_ranges_is_as_high_as_its_rows() -> None:
    rows = [{"label": str(i), "grid": {"low": 1, "central": 2, "high": 3, "text": "2"}} for i in range(5)]
    chart = range_chart([*rows, {"label": "unknown", "grid": {}}], "grid", "g", 1.0)
    assert chart["height"] == 18 * 5 and len(chart["data"]["values"]) == 5
