"""Alternatives side by side: same basis, the current one first, and what no other beats."""

from __future__ import annotations

from jupyter_green.catalog.families import find_old_family
from jupyter_green.job import Job
from jupyter_green.quantities import Quantity
from jupyter_green.views.compare import (
    compare_regions,
    compare_types,
    even_times,
    pareto_points,
    region_rows,
    similar_types,
)

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


def test_whole_runs_are_compared_once_the_time_on_two_types_is_known() -> None:
    times = {"ml.g5.12xlarge": 3.0, "ml.g6.12xlarge": (1.0, 2.0, 3.0)}
    view = compare_types(JOB, similar_types(JOB), hours=lambda job: times.get(str(job.instance_type)))
    known = [row["label"] for row in view["rows"] if row["total"] is not None]
    assert known == [row["label"] for row in view["rows"] if row["label"] in times]
    assert {point["hours"] for point in view["chart"]["data"]["values"]} == {3.0, 2.0}
    assert "size" in view["chart"]["layer"][1]["encoding"] and "Totals" in view["note"]


def test_the_chart_names_what_is_best_and_what_is_used_now() -> None:
    points = compare_types(JOB, similar_types(JOB))["chart"]["data"]["values"]
    named = [point for point in points if point["name"]]
    assert all(point["best"] == "yes" or point["current"] for point in named) and len(named) < len(points)
    assert sum(point["current"] for point in named) == 1


def test_the_time_on_one_type_alone_compares_no_runs() -> None:
    view = compare_types(JOB, similar_types(JOB), hours=lambda job: 3.0 if job == JOB else None)
    assert view["rows"][0]["time"]["central"] == 3.0 and "Rates, not totals" in view["note"]
    assert "hours" not in view["chart"]["data"]["values"][0]


def test_a_run_that_is_only_faster_is_among_the_best() -> None:
    def row(label: str, carbon: float, cost: float, hours: float) -> dict[str, object]:
        total = {"carbon": {"low": 1, "central": carbon, "high": 9e9}, "cost": {"central": cost}}
        return {"label": label, "total": total, "time": {"central": hours}}

    rows = [row("slow", 1, 1, 9), row("fast", 2, 2, 1), row("bad", 3, 3, 2), {"label": "unknown", "total": None}]
    points = pareto_points(rows, totals=True)
    assert {point["label"]: point["best"] for point in points} == {"slow": "yes", "fast": "yes", "bad": "no"}


def test_the_even_time_does_not_count_a_shared_unknown_twice() -> None:
    grid = Quantity.between(100, 200, 400, "gCO2e/kWh", cause="grid")
    now, other = grid * Quantity.exactly(4, "kWh/h"), grid * Quantity.exactly(2, "kWh/h")
    even = even_times(now, other)
    assert even is not None and abs(even.low - 2) < 1e-3 and abs(even.high - 2) < 1e-3
    apart = even_times(now, Quantity.between(200, 400, 800, "gCO2e/h", cause="another grid"))
    assert apart is not None and apart.low < 0.6 and apart.high > 7.9
    assert even_times(now, Quantity.unknown("gCO2e/h")) is None


def test_no_old_family_is_offered_instead_of_an_old_one() -> None:
    for name in ("ml.p3.16xlarge", "ml.p2.xlarge", "ml.m4.xlarge", "ml.g5.12xlarge"):
        names = similar_types(JOB.with_changes(instance_type=name))
        assert names and not [one for one in names if find_old_family(one)]


def test_similar_types_hold_as_much_and_are_offered() -> None:
    names = similar_types(JOB)
    assert names and "ml.g5.12xlarge" not in names and not any(name.startswith("ml.c") for name in names)


def test_regions_are_compared_for_the_same_work() -> None:
    view = compare_regions(JOB, ["eu-north-1"])
    assert view["rows"][1]["carbon"]["central"] < view["rows"][0]["carbon"]["central"]


def test_regions_that_data_may_not_enter_are_marked() -> None:
    rows = region_rows("us-east-1", ["eu-north-1"])["rows"]
    assert [row["region"] for row in rows if row["allowed"]] == ["eu-north-1"]
