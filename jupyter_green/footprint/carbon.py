"""Carbon: the grid of the Region for the electricity used, and the share of the hardware's making."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from jupyter_green.catalog.instances import InstanceType
from jupyter_green.catalog.regions import Region
from jupyter_green.quantities import Quantity

__all__ = ["GridBasis", "embodied", "grid"]

GridBasis = Literal["lifecycle", "direct"]


@lru_cache(maxsize=1024)
def grid(region: Region, basis: GridBasis = "lifecycle") -> Quantity:
    """Return the location-based grid factor in gCO2e/kWh; matched-renewable claims are never applied.

    ``direct`` takes the combustion-only official factor where one is known, else the lifecycle one.
    """
    low, central, high = region.grid
    if basis == "direct" and region.grid_direct is not None:
        central = region.grid_direct
        low, high = min(low, central), max(high, central)
    return Quantity.between(low, central, high, "gCO2e/kWh", cause=f"grid of {region.code}")


@lru_cache(maxsize=1024)
def embodied(instance: InstanceType) -> Quantity:
    """Return the embodied carbon of one instance-hour in gCO2e/h."""
    return Quantity.between(*instance.embodied, "gCO2e/h", cause="embodied carbon model")
