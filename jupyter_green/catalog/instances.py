"""Instance types: what they hold, what they draw at which load, and for which kind of job SageMaker offers them."""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from jupyter_green.catalog import tables

__all__ = [
    "USES",
    "InstanceType",
    "PowerCurve",
    "all_instance_types",
    "find_instance",
    "instance_or_proxy",
    "is_known_size",
    "is_offered",
]

#: Job kind of our vocabulary -> column of instances.csv that says where SageMaker takes the type.
USES: Mapping[str, str] = {
    "training": "training",
    "tuning": "training",
    "endpoint": "hosting",
    "inference-component": "hosting",
    "processing": "processing",
    "transform": "transform",
    "notebook": "notebook",
    "studio": "studio",
    "cluster": "cluster",
    "optimization": "optimization",
}
_TYPE_PATTERN = re.compile(r"^ml\.[a-z0-9-]+\.[a-z0-9-]+$")
_PROXIED_UNCERTAINTY = 0.6


@dataclass(frozen=True, slots=True)
class PowerCurve:
    """Watts at idle, 10 %, 50 % and 100 % load; linear in between."""

    idle: float
    at_10: float
    at_50: float
    at_100: float

    def watts(self, load: float) -> float:
        """Return the watts at ``load`` between 0 and 1."""
        if load <= 0.1:
            return self.idle + (self.at_10 - self.idle) * max(load, 0.0) / 0.1
        if load <= 0.5:
            return self.at_10 + (self.at_50 - self.at_10) * (load - 0.1) / 0.4
        return self.at_50 + (self.at_100 - self.at_50) * (min(load, 1.0) - 0.5) / 0.5


@dataclass(frozen=True, slots=True, eq=False)
class InstanceType:
    """One row of instances.csv: sizes, power curves in watts of IT power, embodied gCO2e per hour and its range.

    There is one object a type, so identity is equality and look-ups by it are cheap.
    """

    name: str
    family: str
    processor: str
    architecture: str
    vcpus: int
    memory_gib: float
    accelerator: str
    accelerator_count: int
    accelerator_memory_gib: float
    cpu: PowerCurve
    memory: PowerCurve
    accelerators: PowerCurve
    platform: PowerCurve
    power_uncertainty: float
    embodied: tuple[float, float, float]
    power_method: str
    source: str
    uses: frozenset[str]
    attachable: bool = False
    proxied_for: str = ""

    @property
    def has_accelerator(self) -> bool:
        """True when the type carries GPUs or AWS chips."""
        return self.accelerator_count > 0

    @property
    def size(self) -> str:
        """The size part of the name, such as ``2xlarge``."""
        return self.name.rpartition(".")[2]

    @property
    def is_arm(self) -> bool:
        """True for Graviton and other 64-bit ARM types."""
        return self.architecture.startswith("arm")

    @property
    def proxied_by(self) -> str:
        """The type whose figures stand in for one that the table does not know; empty for a type of the table."""
        return self.power_method.partition(":")[2] if self.proxied_for else ""

    def watts(self, cpu_load: float, accelerator_load: float) -> float:
        """Return IT power in watts; the platform follows the accelerators where there are any, else the CPU."""
        platform_load = accelerator_load if self.has_accelerator else cpu_load
        return (
            self.cpu.watts(cpu_load)
            + self.memory.watts(cpu_load)
            + self.accelerators.watts(accelerator_load)
            + self.platform.watts(platform_load)
        )


@cache
def find_instance(name: str) -> InstanceType | None:
    """Return the type called ``name`` such as ``ml.g5.xlarge``, or None when the table has no row for it."""
    row = tables.find_row("instances", name)
    return None if row is None else _instance(row)


@cache
def instance_or_proxy(name: str) -> InstanceType | None:
    """Return the type, or a stand-in for a type the table does not know, marked ``proxied_for``.

    The stand-in is the same size of the same family, or the family's middle size; for a family that is not in the
    table, the middle one by watts of all types of the same letter and size. A name that is no instance type gives None.
    """
    found = find_instance(name)
    if found is not None:
        return found
    if not _TYPE_PATTERN.match(name):
        return None
    _, family, size = name.split(".")
    relatives = [t for t in all_instance_types() if t.family == family and not t.attachable]
    near = relatives or _related_family(family, size)
    if not near:
        return None
    model = next((t for t in near if t.size == size), None) or sorted(near, key=lambda t: t.vcpus)[len(near) // 2]
    return replace(
        model,
        name=name,
        power_uncertainty=max(_PROXIED_UNCERTAINTY, model.power_uncertainty),
        power_method=f"proxied:{model.name}",
        uses=frozenset(),
        proxied_for=name,
    )


def _related_family(family: str, size: str) -> list[InstanceType]:
    """Return types of the same letter (p, g, m, c, r …) and size; the middle one by watts stands for the family."""
    letter = re.match(r"[a-z]+", family)
    if letter is None:
        return []
    same = [t for t in all_instance_types() if re.match(r"[a-z]+", t.family)[0] == letter[0] and t.size == size]  # type: ignore[index]
    if not same:
        return []
    middle = statistics.median_low(t.watts(0.5, 0.5) for t in same)
    return [t for t in same if t.watts(0.5, 0.5) == middle]


@cache
def all_instance_types() -> tuple[InstanceType, ...]:
    """Return every type of the table, in the table's order."""
    return tuple(found for name in instance_names() if (found := find_instance(name)) is not None)


@cache
def instance_names() -> tuple[str, ...]:
    """Return the names of all types without reading the rest of the table."""
    return tables.first_column("instances")


@cache
def _sizes() -> frozenset[str]:
    return frozenset(name.rpartition(".")[2] for name in instance_names())


def is_known_size(name: str) -> bool:
    """True when some type has this one's size: a new family in a known size is proxied, a misspelt size a slip."""
    return name.rpartition(".")[2] in _sizes()


def is_offered(name: str, kind: str) -> bool | None:
    """Return whether SageMaker takes the type for that kind of job; None when kind or type is not in the table."""
    use, found = USES.get(kind), find_instance(name)
    return None if use is None or found is None else use in found.uses


def _instance(row: dict[str, str]) -> InstanceType:
    def value(column: str) -> float:
        return tables.number(row, column, "instances") if row[column] else 0.0

    def curve(part: str) -> PowerCurve:
        return PowerCurve(*(value(f"{part}_w_{load}") for load in ("idle", "10", "50", "100")))

    return InstanceType(
        name=row["instance_type"],
        family=row["family"],
        processor=row["processor"],
        architecture=row["architecture"],
        vcpus=int(value("vcpus")),
        memory_gib=value("memory_gib"),
        accelerator=row["accelerator"],
        accelerator_count=int(value("accelerator_count")),
        accelerator_memory_gib=value("accelerator_memory_gib"),
        cpu=curve("cpu"),
        memory=curve("memory"),
        accelerators=curve("accelerator"),
        platform=curve("platform"),
        power_uncertainty=value("power_rel_uncertainty"),
        embodied=(value("embodied_low"), value("embodied_gco2_per_hour"), value("embodied_high")),
        power_method=row["power_method"],
        source=row["source"].replace("accelerators.csv", "table of accelerators"),
        uses=frozenset(use for use in set(USES.values()) if row[use] == "true"),
        attachable=row["attachable_accelerator"] == "true",
    )
