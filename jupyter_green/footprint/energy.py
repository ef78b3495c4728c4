"""Energy: IT power of the instances at their load, their disks, and the data centre's overhead."""

from __future__ import annotations

from functools import lru_cache

from jupyter_green.catalog.instances import InstanceType, find_instance
from jupyter_green.catalog.regions import Region, all_regions
from jupyter_green.footprint.load import Load
from jupyter_green.quantities import Quantity

__all__ = ["disk_power", "instance_power", "pue", "serverless_power"]

_DISK_WH_PER_TB_HOUR = 1.2
_DISK_COPIES = 2
_MB_PER_VCPU = 1769  # Lambda's ratio of memory to vCPU; an assumption for serverless inference
_SERVERLESS_HOST = "ml.m6i.xlarge"


@lru_cache(maxsize=1024)
def instance_power(instance: InstanceType, load: Load) -> Quantity:
    """Return the IT power of one instance in kWh/h: its load curve times the uncertainty of the power model."""
    cpu = load.of_cpu(has_accelerator=instance.has_accelerator)
    low, central, high = (instance.watts(cpu[i], load.accelerator[i]) / 1000.0 for i in range(3))
    worker = "accelerators" if instance.has_accelerator else "CPUs"
    at_load = Quantity.between(low, central, high, "kWh/h", cause=f"load of the {worker}")
    return at_load * _model_error(instance)


def serverless_power(memory_mb: int) -> Quantity:
    """Return the IT power of one serverless request slot while a request runs, in kWh/h."""
    host = _serverless_host()
    share = memory_mb / _MB_PER_VCPU / host.vcpus
    half, full = host.watts(0.5, 0.0) * share / 1000.0, host.watts(1.0, 0.0) * share / 1000.0
    at_load = Quantity.between(half, (half + full) / 2, full, "kWh/h", cause="load while a request runs")
    return at_load * _model_error(host)


def serverless_embodied_share(memory_mb: int) -> tuple[InstanceType, float]:
    """Return the host that stands for serverless inference and the share of it that the memory size takes."""
    host = _serverless_host()
    return host, memory_mb / _MB_PER_VCPU / host.vcpus


def disk_power(volume_gb: float) -> Quantity:
    """Return the IT power of attached storage in kWh/h: SSD, kept twice."""
    watts = volume_gb / 1000.0 * _DISK_WH_PER_TB_HOUR * _DISK_COPIES
    return Quantity.between(0.5 * watts / 1000, watts / 1000, 2 * watts / 1000, "kWh/h", cause="disk power")


@lru_cache(maxsize=1024)
def pue(region: Region | None) -> Quantity:
    """Return the power usage effectiveness of a Region; without one, the span over all Regions."""
    if region is None:
        known = [r.pue for r in all_regions()]
        return Quantity.between(min(known), 1.15, max(known), cause="PUE of an unknown Region")
    return Quantity.between(*region.pue_range, cause=f"PUE of {region.code}")


def _model_error(instance: InstanceType) -> Quantity:
    r = instance.power_uncertainty
    chip = instance.accelerator or instance.processor
    stand_in = " (proxied)" if instance.proxied_for else ""
    return Quantity.between(1 - r, 1.0, 1 + r, cause=f"power model of {chip}{stand_in}")


def _serverless_host() -> InstanceType:
    host = find_instance(_SERVERLESS_HOST)
    if host is None:
        raise LookupError(f"{_SERVERLESS_HOST} is missing from the instance table")
    return host
