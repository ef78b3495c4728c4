"""Choosing an instance type to suggest: legal for the kind of job, priced in the Region, alike in what matters."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from functools import lru_cache

from jupyter_green.catalog.instances import InstanceType, all_instance_types, find_instance, is_offered
from jupyter_green.catalog.prices import is_priced_in
from jupyter_green.dialects.images import framework_of_image
from jupyter_green.footprint.load import Load
from jupyter_green.job import Job, Kind, Unknown

__all__ = [
    "accelerated",
    "current_cpu_type",
    "has_own_image",
    "instance_of",
    "like_in",
    "share_accelerators",
    "with_fewer_accelerators",
]

_CURRENT_CPU_FAMILIES = ("m7i", "m6i")


def instance_of(job: Job) -> InstanceType | None:
    """Return the type the whole job runs on, or None when it is unknown, mixed, local or not in the tables."""
    if not isinstance(job.instance_type, str) or job.local or job.serverless_job:
        return None
    return find_instance(job.instance_type)


def has_own_image(job: Job) -> bool:
    """True when the job names an image that is not one of AWS's, whose contents nobody knows."""
    return isinstance(job.image, str) and not framework_of_image(job.image)[0]


def accelerated(job: Job) -> InstanceType | None:
    """Return the job's type when it carries GPUs or AWS chips."""
    found = instance_of(job)
    return found if found is not None and found.has_accelerator else None


def like_in(families: Iterable[str], model: InstanceType, job: Job) -> InstanceType | None:
    """Return a type of the families with as many accelerators and no less of their memory, of vCPUs and of memory.

    With accelerators the first family that has one wins; without, the type with the fewest vCPUs.
    """
    best: InstanceType | None = None
    for family in families:
        for one in _legal(family, job.kind, job.region):
            alike = one.accelerator_count == model.accelerator_count and one.vcpus >= model.vcpus
            roomy = one.accelerator_memory_gib >= model.accelerator_memory_gib
            roomy = roomy and (model.has_accelerator or one.memory_gib >= 0.9 * model.memory_gib)
            if alike and roomy and (best is None or one.vcpus < best.vcpus):
                best = one
        if best is not None and model.has_accelerator:
            break
    return best


def with_fewer_accelerators(model: InstanceType, needed: int, job: Job) -> InstanceType | None:
    """Return the smallest type of the same family with at least ``needed`` and fewer accelerators than ``model``."""
    share = needed / model.accelerator_count
    found = [
        one
        for one in _legal(model.family, job.kind, job.region)
        if needed <= one.accelerator_count < model.accelerator_count and one.vcpus >= share * model.vcpus
    ]
    return min(found, key=lambda one: (one.accelerator_count, one.vcpus), default=None)


def current_cpu_type(vcpus: int, job: Job) -> InstanceType | None:
    """Return the smallest general-purpose type without accelerators that has at least ``vcpus``."""
    for family in _CURRENT_CPU_FAMILIES:
        found = [one for one in _legal(family, job.kind, job.region) if one.vcpus >= vcpus]
        if found:
            return min(found, key=lambda one: one.vcpus)
    return None


def share_accelerators(load: Load, devices: float) -> Load:
    """Return the load with the accelerators' part spread over so many times the devices, never above full."""
    low, central, high = (min(1.0, value / devices) for value in load.accelerator)
    return dataclasses.replace(load, accelerator=(low, central, high))


@lru_cache(maxsize=1024)
def _legal(family: str, kind: Kind, region: str | Unknown | None) -> tuple[InstanceType, ...]:
    """Return the types of a family that such a job can run on, in the Region as far as it is known."""
    return tuple(
        one
        for one in all_instance_types()
        if one.family == family
        and not one.attachable
        and is_offered(one.name, kind)
        and (not isinstance(region, str) or is_priced_in(one.name, region))
    )
