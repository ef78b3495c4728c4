"""Alternatives side by side: same basis, the current one first, and what no other beats."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.views.compare import compare_regions, compare_types, pareto_points, region_rows, similar_types

JOB = Job(kind="training", instance_type="ml.g5.12xlarge", instance_count=1, region="us-east-1")


def test_the_current_type_comes_first_and_once() -> None:
    view = compare_types(JOB, ["ml.g6.12xlarge", "ml.g5.12xlarge"])
    assert [(row["label"], row["current"]) for row in view["rows"]] == [
        ("ml.g5.12xlarge", True),
        ("ml.g6.12xlarge", False),
    ]
    assert "Rates, not totals" in view["note"]


def test_the_chart_sets_carbon_against_cost() -> None:
    values = compare_types(JOB, similar_types(JOB))["chart"]["data"]["values"]
    assert len(values) > 2 and {"low", "carbon", "high", "cost", "best"} <= set(values[0])
    assert {"yes"} <= {value["best"] for value in values}


def test_a_point_that_another_beats_in_both_is_not_best() -> None:
    def row(label: str, carbon: float, cost: float) -> dict[str, object]:
        return {"label": label, "carbon": {"low": 1, "central": carbon, "high": 9e9}, "cost": {"central": cost}}

    points = pareto_points(
        [row("good", 1000, 1), row("worse", 2000, 2), row("cheap", 3000, 0.5), row("x", 1, 1) | {"cost": {}}]
    )
    assert {point["label"]: point["best"] for point in points} == {"good": "yes", "worse": "no", "cheap": "yes"}


def test_similar_types_hold_as_much_and_are_offered() -> None:
    names = similar_types(JOB)
    assert names and "ml.g5.12xlarge" not in names and not any(name.startswith("ml.c") for name in names)


def test_regions_are_compared_for_the_same_work() -> None:
    view = compare_regions(JOB, ["eu-north-1"])
    assert view["rows"][1]["carbon"]["central"] < view["rows"][0]["carbon"]["central"]


def test_regions_that_data_may_not_enter_are_marked() -> None:
    rows = region_rows("us-east-1", ["eu-north-1"])["rows"]
    assert [row["region"] for row in rows if row["allowed"]] == ["eu-north-1"]
