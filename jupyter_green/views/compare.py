"""Alternatives side by side on one basis: instance types and Regions, as rows and as charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jupyter_green.catalog.instances import all_instance_types, find_instance, is_offered
from jupyter_green.catalog.prices import is_priced_in
from jupyter_green.catalog.regions import all_regions
from jupyter_green.footprint import estimate
from jupyter_green.footprint.carbon import GridBasis, grid
from jupyter_green.job import Job
from jupyter_green.views.charts import range_chart, scatter_chart
from jupyter_green.views.figures import figure

__all__ = ["compare_regions", "compare_types", "region_rows", "similar_types"]

_MOST_SIMILAR = 6
RATES_NOT_TOTALS = "Rates, not totals: a faster type runs shorter, so compare work by the hours that each would take."


def compare_types(job: Job, types: Sequence[str], *, grid_basis: GridBasis = "lifecycle") -> dict[str, Any]:
    """Return rows and a chart of the job on each type, in the given order, the job's own type first."""
    own = job.groups[0].instance_type if job.groups else None
    names = [name for name in dict.fromkeys([own, *types]) if isinstance(name, str)]
    rows = []
    for name in names:
        footprint = estimate(job.with_changes(instance_type=name, instance_groups=None), grid=grid_basis)
        rows.append(_row(name, footprint.rate.energy, footprint.rate.carbon, footprint.rate.cost, name == own))
    return {"rows": rows, "chart": scatter_chart(pareto_points(rows)), "note": RATES_NOT_TOTALS}


def pareto_points(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows whose carbon and cost are known as points, each told whether another beats it in both."""
    points = [
        {
            "label": row["label"],
            "low": row["carbon"]["low"] / 1000,
            "carbon": row["carbon"]["central"] / 1000,
            "high": row["carbon"]["high"] / 1000,
            "cost": row["cost"]["central"],
        }
        for row in rows
        if "central" in row["carbon"] and "central" in row["cost"]
    ]

    def is_beaten(point: dict[str, Any]) -> bool:
        return any(
            other["carbon"] <= point["carbon"] and other["cost"] <= point["cost"] and other is not point
            for other in points
        )

    return [{**point, "best": "no" if is_beaten(point) else "yes"} for point in points]


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
    """Return types SageMaker offers for this kind of job with as much of everything and nearest in size."""
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
