"""How hard a job's processors work: defaults for each kind of job before the run, metrics after it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from jupyter_green.job import Status

__all__ = ["DEFAULT_LOADS", "Load", "default_load", "measured_load"]

Range = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Load:
    """Low, central and high load (0–1) of accelerators, of CPUs beside accelerators and of CPUs without any."""

    accelerator: Range
    cpu_beside: Range
    cpu_alone: Range
    status: Status = "assumed"
    source: str = "default of the method for this kind of job"

    def of_cpu(self, *, has_accelerator: bool) -> Range:
        """Return the CPU load that fits the instance."""
        return self.cpu_beside if has_accelerator else self.cpu_alone


_TRAINING = Load((0.15, 0.60, 1.00), (0.05, 0.20, 0.50), (0.30, 0.70, 1.00))
_BATCH = Load((0.10, 0.50, 1.00), (0.05, 0.25, 0.60), (0.20, 0.50, 1.00))
_HOSTING = Load((0.03, 0.25, 0.70), (0.02, 0.15, 0.50), (0.05, 0.25, 0.70))
_NOTEBOOK = Load((0.00, 0.05, 0.50), (0.01, 0.05, 0.30), (0.01, 0.10, 0.50))

DEFAULT_LOADS = MappingProxyType(
    {
        "training": _TRAINING,
        "tuning": _TRAINING,
        "cluster": _TRAINING,
        "processing": _BATCH,
        "transform": _BATCH,
        "monitoring-schedule": _BATCH,
        "optimization": _BATCH,
        "compilation": _BATCH,
        "endpoint": _HOSTING,
        "notebook": _NOTEBOOK,
    }
)

#: GPUUtilization is time with a kernel running, not power: accelerator load is this share of it (low, central, high).
_POWER_PER_UTILISATION: Range = (0.45, 0.80, 1.00)


def default_load(kind: str) -> Load:
    """Return the load assumed before the run for that kind of job; batch work where the kind is not in the table."""
    return DEFAULT_LOADS.get(kind, _BATCH)


def measured_load(kind: str, *, cpu: float | None, accelerator: float | None, source: str) -> Load:
    """Return the load from utilisation metrics between 0 and 1, already divided by the number of devices.

    What was not measured keeps its default range.
    """
    base = default_load(kind)
    gpu = base.accelerator
    if accelerator is not None:
        share = min(max(accelerator, 0.0), 1.0)
        gpu = tuple(share * f for f in _POWER_PER_UTILISATION)  # type: ignore[assignment]
    cpu_range = None if cpu is None else (min(max(cpu, 0.0), 1.0),) * 3
    return Load(gpu, cpu_range or base.cpu_beside, cpu_range or base.cpu_alone, "looked up", source)
