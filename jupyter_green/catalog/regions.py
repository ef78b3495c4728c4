"""AWS Regions: the electricity behind them, their power and water usage effectiveness, each with source and year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jupyter_green.catalog import tables

__all__ = ["Region", "all_regions", "find_region", "region_names"]


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """One row of regions.csv: gCO2e/kWh (lifecycle and, where known, direct), PUE and L/kWh.

    There is one object a Region, so identity is equality and look-ups by it are cheap.
    """

    code: str
    name: str
    partition: str
    country: str
    grid: tuple[float, float, float]
    grid_source: str
    grid_year: str
    grid_direct: float | None
    grid_direct_source: str
    pue: float
    pue_is_site: bool
    pue_source: str
    pue_year: str
    wue: float | None
    wue_source: str
    matched_renewable: str
    has_sagemaker: bool
    is_live: bool

    @property
    def pue_range(self) -> tuple[float, float, float]:
        """PUE low, central, high: ±0.03 for a figure of the site, ±0.10 for a geographic average, never below 1."""
        margin = 0.03 if self.pue_is_site else 0.10
        return (max(1.0, self.pue - margin), self.pue, self.pue + margin)


@cache
def find_region(code: str) -> Region | None:
    """Return the Region with this code, such as ``eu-north-1``, or None."""
    row = tables.find_row("regions", code)
    return None if row is None else _region(row)


@cache
def all_regions() -> tuple[Region, ...]:
    """Return every Region of the table, in the table's order."""
    return tuple(found for code in region_names() if (found := find_region(code)) is not None)


@cache
def region_names() -> tuple[str, ...]:
    """Return the codes of all Regions."""
    return tables.first_column("regions")


def _region(row: dict[str, str]) -> Region:
    def value(column: str) -> float:
        return tables.number(row, column, "regions")

    return Region(
        code=row["region"],
        name=row["name"],
        partition=row["partition"],
        country=row["country"],
        grid=(value("grid_low"), value("grid_gco2_per_kwh"), value("grid_high")),
        grid_source=row["grid_source"],
        grid_year=row["grid_year"].replace("latest<=", "up to "),
        grid_direct=value("grid_direct_gco2_per_kwh") if row["grid_direct_gco2_per_kwh"] else None,
        grid_direct_source=row["grid_direct_source"],
        pue=value("pue"),
        pue_is_site="per-Region" in row["pue_source"],
        pue_source=row["pue_source"],
        pue_year=row["pue_year"],
        wue=value("wue_l_per_kwh") if row["wue_l_per_kwh"] else None,
        wue_source=row["wue_source"],
        matched_renewable=row["matched_100_renewable"],
        has_sagemaker=row["sagemaker_available"] == "true",
        is_live=row["status"] == "live",
    )
