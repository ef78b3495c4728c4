"""Choosing a Region to suggest: the same hardware, a cleaner grid, and what it takes to move the data there."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from jupyter_green.catalog.prices import is_priced_in
from jupyter_green.catalog.regions import Region, all_regions, find_region, region_names
from jupyter_green.footprint.carbon import GridBasis, grid
from jupyter_green.job import Job
from jupyter_green.practices.context import Context
from jupyter_green.quantities import Quantity

__all__ = ["Robustness", "cleaner_region", "copy_emissions", "region_in", "robustness"]

Robustness = Literal["robust", "likely", "fragile"]
#: kWh a GB over the network. Least: Cloud Carbon Footprint, between data centres. Most: Aslan et al. 2018 (DOI
#: 10.1111/jiec.12630), fixed-line Internet with its access networks in 2015. Central: that figure on to 2022, if it
#: still halves every two years as they found; carrying it on is ours. Nobody publishes one for the network of AWS.
_KWH_PER_GB = (0.001, 0.005, 0.06)
_LEAST_GAIN = 0.2


def robustness(here: Region, there: Region, basis: GridBasis = "lifecycle") -> Robustness:
    """Return how sure it is that an hour there emits less, given the ranges of both grid factors and of PUE.

    *robust*: even the worst figures for there beat the best for here; *likely*: the worst for there beat the central
    ones for here, and the central ones for there the best for here; *fragile*: the ranges do not settle it.
    """
    (low, central, _), (_, other, worst) = _per_kwh(here, basis), _per_kwh(there, basis)
    if worst < low:
        return "robust"
    return "likely" if worst < central and other < low else "fragile"


def cleaner_region(job: Job, context: Context) -> Region | None:
    """Return the Region that emits least at worst, offers the job's hardware and is admitted by the allow-list."""
    here = find_region(job.region) if isinstance(job.region, str) else None
    if here is None:
        return None
    types = tuple(sorted({g.instance_type for g in job.groups if isinstance(g.instance_type, str)}))
    for there in _candidates(here, types, context.grid):
        if context.may_move_to(there.code) is not False:
            return there
    return None


def copy_emissions(gigabytes: float, here: Region, basis: GridBasis = "lifecycle") -> tuple[Quantity, Quantity]:
    """Return the energy in kWh and the carbon in gCO2e of copying data to another Region once."""
    energy = Quantity.between(*_KWH_PER_GB, "kWh", cause="energy of moving data") * gigabytes
    return energy, energy * grid(here, basis)


@lru_cache(maxsize=512)
def region_in(bucket: str) -> str:
    """Return the Region code that stands as a word in a bucket's name, or nothing."""
    words = re.compile(r"(?:^|-)(" + "|".join(map(re.escape, region_names())) + r")(?:-|$)")
    found = words.search(bucket)
    return found[1] if found else ""


@lru_cache(maxsize=4096)
def _candidates(here: Region, types: tuple[str, ...], basis: GridBasis) -> tuple[Region, ...]:
    """Return the Regions of the partition with a clear gain and every type on offer, the best at worst first."""
    now = _per_kwh(here, basis)[1]
    found = [
        there
        for there in all_regions()
        if there.is_live
        and there.has_sagemaker
        and there.partition == here.partition
        and there is not here
        and _per_kwh(there, basis)[1] < (1 - _LEAST_GAIN) * now
        and all(is_priced_in(name, there.code) for name in types)
    ]
    return tuple(sorted(found, key=lambda there: (_per_kwh(there, basis)[2], there.code)))


@lru_cache(maxsize=256)
def _per_kwh(region: Region, basis: GridBasis) -> tuple[float, float, float]:
    """Return grams per kWh at the server's plug, low, central and high: the grid factor times PUE."""
    factor, pue = grid(region, basis), region.pue_range
    return (factor.low * pue[0], factor.central * pue[1], factor.high * pue[2])
