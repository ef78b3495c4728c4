"""Water: litres evaporated on site for each kWh of IT energy."""

from __future__ import annotations

from functools import lru_cache

from jupyter_green.catalog.regions import Region
from jupyter_green.quantities import Quantity

__all__ = ["water_intensity"]


@lru_cache(maxsize=1024)
def water_intensity(region: Region) -> Quantity:
    """Return the water usage effectiveness in L/kWh of IT energy: ±20 % for a site's figure, ±50 % for an average."""
    if region.wue is None:
        return Quantity.unknown("L/kWh")
    margin = 0.2 if "per-Region" in region.wue_source else 0.5
    low, high = region.wue * (1 - margin), region.wue * (1 + margin)
    return Quantity.between(low, region.wue, high, "L/kWh", cause=f"water use of {region.code}")
