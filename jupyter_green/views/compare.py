"""Alternatives side by side on one basis: instance types and Regions, as rows and as charts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from jupyter_green.catalog.families import find_old_family
from jupyter_green.catalog.instances import all_instance_types, find_instance, is_offered
from jupyter_green.catalog.prices import is_priced_in
from jupyter_green.catalog.regions import all_regions
from jupyter_green.footprint import estimate
from jupyter_green.footprint.carbon import GridBasis, grid
from jupyter_green.job import Job
from jupyter_green.quantities import Quantity
from jupyter_green.views.charts import range_chart, scatter_chart
from jupyter_green.views.figures import figure

__all__ = ["HoursOf", "compare_regions", "compare_types", "even_times", "region_rows", "similar_types"]

#: Tells how long a job runs, as ``estimate`` takes it; None where nobody knows.
HoursOf = Callable[[Job], "float | tuple[float, float, float] | Quantity | None"]

_MOST_SIMILAR = 6
_HALVINGS = 24
TOTALS = "Totals where the hours are known. The best are those that no other beats in carbon, cost and time at once."
RATES_NOT_TOTALS = "Rates, not totals: a faster type runs shorter, so compare work by the hours that each would take."


def compare_types(
    job: Job, types: Sequence[str], *, hours: HoursOf | None = None, grid_basis: GridBasis = "lifecycle"
) -> dict[str, Any]:
    """Return rows and a chart of the job on each type, in the given order, the job's own type first.

    The chart compares totals once ``hours`` knows the time on two types, and rates until then: how long another type
    takes is never guessed. What can be said without it is ``even``: how many times as long as now a type may take
    before it emits as much.
    """
    own = job.groups[0].instance_type if job.groups else None
    names = [name for name in dict.fromkeys([own, *types]) if isinstance(name, str)]
    rows: list[dict[str, Any]] = []
    now: Quantity | None = None
    for name in names:
        other = job.with_changes(instance_type=name, instance_groups=None)
        whole = other.with_changes(max_runtime=None)  # what is compared is all of the work, whatever limit it has today
        footprint = estimate(whole, hours=hours(other) if hours else None, grid=grid_basis)
        rate, total = footprint.rate, footprint.total
        row = _row(name, rate.energy, rate.carbon, rate.cost, name == own)
        row["time"] = None if footprint.hours is None else figure(footprint.hours)
        row["total"] = None if total is None else {"carbon": figure(total.carbon), "cost": figure(total.cost)}
        now = rate.carbon if name == own else now
        even = None if now is None or name == own else even_times(now, rate.carbon)
        rows.append(row | {"even": None if even is None else figure(even)})
    has_totals = sum(row["total"] is not None for row in rows) > 1
    points = pareto_points(rows, totals=has_totals)
    note = TOTALS if has_totals else RATES_NOT_TOTALS
    return {"rows": rows, "chart": scatter_chart(points, totals=has_totals), "note": note}


def even_times(now: Quantity, other: Quantity) -> Quantity | None:
    """Return how many times as long ``other`` may run until it comes to as much as ``now``; None when unknown.

    Causes that both share, such as the grid, count once: the least is where ``other`` is still surely below, the most
    where it is surely above.
    """
    if not (now.is_known and other.is_known and other.low > 0 and now.low > 0):
        return None
    widest = (now.low / other.high, now.high / other.low)
    least = _turning_point(widest, lambda times: (now - other * times).low >= 0)
    most = _turning_point(widest, lambda times: (now - other * times).high >= 0)
    central = now.central / other.central
    return Quantity.between(min(least, central), central, max(most, central), cause="rates of the two types")


def _turning_point(bounds: tuple[float, float], holds: Callable[[float], bool]) -> float:
    low, high = bounds
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def pareto_points(rows: Sequence[Mapping[str, Any]], *, totals: bool = False) -> list[dict[str, Any]]:
    """Return the rows whose carbon and cost are known as points, each told whether another beats it.

    Beaten is who is matched or passed in carbon and cost, and with ``totals`` in time as well.
    """
    points = [_point(row, row["total"] if totals else row, totals) for row in rows if row.get("total") or not totals]
    known = [point for point in points if point is not None]
    axes = ("carbon", "cost", "hours") if totals else ("carbon", "cost")

    def is_beaten(point: dict[str, Any]) -> bool:
        return any(other is not point and all(other[axis] <= point[axis] for axis in axes) for other in known)

    return [{**point, "best": "no" if is_beaten(point) else "yes"} for point in known]


def _point(row: Mapping[str, Any], figures: Mapping[str, Any], with_time: bool) -> dict[str, Any] | None:
    carbon, cost = figures["carbon"], figures["cost"]
    if "central" not in carbon or "central" not in cost:
        return None
    point = {
        "label": row["label"],
        "low": carbon["low"] / 1000,
        "carbon": carbon["central"] / 1000,
        "high": carbon["high"] / 1000,
        "cost": cost["central"],
        "current": bool(row.get("current")),
    }
    return point | {"hours": row["time"]["central"]} if with_time else point


def compare_regions(job: Job, regions: Sequence[str], *, grid_basis: GridBasis = "lifecycle") -> dict[str, Any]:
    """Return rows and a chart of the job in each Region, its own first."""
    names = [name for name in dict.fromkeys([job.region, *regions]) if isinstance(name, str)]
    rows = []
    for name in names:
        footprint = estimate(job.with_changes(region=name), grid=grid_basis)
        rows.append(_row(name, footprint.rate.energy, footprint.rate.carbon, footprint.rate.cost, name == job.region))
    note = "Same work, same hardware. Moving the data costs energy and money that are not in these rates."
    return {"rows": rows, "chart": range_chart(rows, "carbon", "kg CO₂e per hour", 1000.0), "note": note}


def similar_types(job: Job) -> tuple[str, ...]:
    """Return types of current families that SageMaker offers for this kind of job: as large, and nearest in size."""
    own_name = job.groups[0].instance_type if job.groups else None
    own = find_instance(own_name) if isinstance(own_name, str) else None
    if own is None:
        return ()

    def fits(name: str) -> bool:
        return bool(is_offered(name, job.kind)) and (not isinstance(job.region, str) or is_priced_in(name, job.region))

    near = [
        t
        for t in all_instance_types()
        if t.name != own.name
        and t.has_accelerator == own.has_accelerator
        and t.accelerator_memory_gib >= own.accelerator_memory_gib
        and t.memory_gib >= 0.9 * own.memory_gib
        and t.vcpus >= (0 if own.has_accelerator else own.vcpus)
        and find_old_family(t.family) is None
        and fits(t.name)
    ]
    near.sort(key=lambda t: (t.watts(0.2, 0.6), t.name))
    best: dict[str, str] = {}
    for t in near:
        best.setdefault(t.family, t.name)
    return tuple(best.values())[:_MOST_SIMILAR]


def region_rows(
    current: str | None, allowed: Iterable[str] | None, *, grid_basis: GridBasis = "lifecycle"
) -> dict[str, Any]:
    """Return every live Region by grid intensity with its range; ``allowed`` are the admitted codes, None for all."""
    admitted = None if allowed is None else set(allowed)
    rows = [
        {
            "label": region.code,
            "region": region.code,
            "name": region.name,
            "grid": figure(grid(region, grid_basis)),
            "pue": region.pue,
            "source": f"{region.grid_source} ({region.grid_year})",
            "allowed": admitted is None or region.code in admitted,
            "current": region.code == current,
        }
        for region in sorted(all_regions(), key=lambda r: (r.grid[1], r.code))
        if region.is_live and region.has_sagemaker
    ]
    return {"rows": rows, "chart": range_chart(rows, "grid", "g CO₂e per kWh", 1.0)}


def _row(label: str, energy: Any, carbon: Any, cost: Any, current: bool) -> dict[str, Any]:
    return {
        "label": label,
        "energy": figure(energy),
        "carbon": figure(carbon),
        "cost": figure(cost),
        "current": current,
    }
