"""The hourly rate of a job's hardware: instances, groups, flexible lists, endpoints and serverless slots."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from reprlib import repr as short

from jupyter_green.catalog import tables
from jupyter_green.catalog.instances import InstanceType, instance_names, instance_or_proxy, is_known_size
from jupyter_green.catalog.prices import Price, hourly_price, is_priced_in, serverless_price
from jupyter_green.catalog.regions import Region, region_names
from jupyter_green.footprint import carbon, cost, energy, water
from jupyter_green.footprint.load import Load
from jupyter_green.footprint.result import Amounts, Basis, Input
from jupyter_green.job import InstanceGroup, Job, Kind, Status, Unknown
from jupyter_green.quantities import Quantity
from jupyter_green.wording import say_number, say_quantity

__all__ = ["NEEDS_REGION", "ComputeRate", "compute_rate", "plain_rate"]

#: Begins the note that says why carbon, water and cost are unknown.
NEEDS_REGION = "carbon, water and cost need a Region: "
#: Kinds of jobs whose hardware is the service's own choice, which no request names and no answer tells.
_MANAGED = frozenset({"automl", "labeling", "compilation", "evaluation", "mlflow-server", "athena", "glue"})
_TYPE_NOT_KNOWN = "not counted: its instance type is not known"


@dataclass(slots=True)
class ComputeRate:
    """Amounts per hour with the inputs and notes that explain them."""

    basis: Basis
    amounts: Amounts
    inputs: list[Input] | tuple[Input, ...] = field(default_factory=list)
    notes: tuple[str, ...] = ()


def compute_rate(job: Job, region: Region | None, load: Load, basis: carbon.GridBasis) -> ComputeRate:
    """Return what the job's hardware costs per hour while it runs (for a tuning job: one trial's)."""
    if job.mode == "serverless":
        return _serverless_rate(job, region, basis)
    if isinstance(job.instance_preferences, tuple) and job.instance_preferences:
        return _one_of(job, region, load, basis)
    groups = job.groups
    if not groups:
        is_managed = job.kind in _MANAGED or job.serverless_job is True
        note = "the service chooses the hardware and does not disclose it" if is_managed else _TYPE_NOT_KNOWN
        return ComputeRate("unknown", Amounts.unknown(), notes=(note,))
    inputs: list[Input] = []
    notes: list[str] = []
    for group in groups:
        _explain_group(job, group, region, load, inputs, notes)
    amounts = _amounts(
        groups, _prices_of(groups, region, job.kind), _volume_of(job), job.spot is True, region, load, basis
    )
    _explain_region(job, region, basis, inputs, notes)
    return ComputeRate("per hour", amounts, inputs, tuple(notes))


def plain_rate(job: Job, region: Region | None, load: Load, basis: carbon.GridBasis) -> tuple[Basis, Amounts]:
    """Return basis and amounts of ``compute_rate`` without what explains them, which takes most of its time."""
    if job.groups and job.mode != "serverless" and not job.instance_preferences:
        prices = _prices_of(job.groups, region, job.kind)
        return "per hour", _amounts(job.groups, prices, _volume_of(job), job.spot is True, region, load, basis)
    whole = compute_rate(job, region, load, basis)
    return whole.basis, whole.amounts


def _volume_of(job: Job) -> int:
    return job.volume_gb if isinstance(job.volume_gb, int) and job.volume_gb > 0 else 0


@lru_cache(maxsize=1024)
def _amounts(
    groups: tuple[InstanceGroup, ...],
    prices: tuple[Price | None, ...],
    volume_gb: int,
    spot: bool,
    region: Region | None,
    load: Load,
    basis: carbon.GridBasis,
) -> Amounts:
    """Return the rate of some instances; many jobs, and most sides of a comparison, run on the same ones.

    The prices are asked for each time: live ones replace those of the table while the kernel lives.
    """
    it_power, rest = Quantity.zero("kWh/h"), Amounts.zero()
    for group, price in zip(groups, prices, strict=True):
        power, amounts = _group_amounts(group, price, volume_gb, spot, load)
        it_power, rest = it_power + power, rest.plus(amounts)
    return _on_grid(it_power, rest, region, basis)


def _instance_of(group: InstanceGroup) -> InstanceType | None:
    """Return the type of a group whose draw can be counted."""
    if isinstance(group.instance_type, Unknown) or isinstance(group.instance_count, Unknown):
        return None
    return instance_or_proxy(group.instance_type)


def _prices_of(groups: tuple[InstanceGroup, ...], region: Region | None, kind: Kind) -> tuple[Price | None, ...]:
    return tuple(_price_of(_instance_of(group), region, kind) for group in groups)


def _price_of(instance: InstanceType | None, region: Region | None, kind: Kind) -> Price | None:
    return hourly_price(instance.name, region.code, kind) if instance is not None and region is not None else None


def _group_amounts(
    group: InstanceGroup, price: Price | None, volume_gb: int, spot: bool, load: Load
) -> tuple[Quantity, Amounts]:
    """Return IT power and the amounts that do not depend on the grid: embodied carbon and cost."""
    instance, count = _instance_of(group), group.instance_count
    if instance is None or isinstance(count, Unknown):
        return Quantity.unknown("kWh/h"), Amounts.unknown()
    power = energy.instance_power(instance, load)
    if volume_gb:
        power = power + energy.disk_power(volume_gb)
        power = Quantity(power.terms, power.unit)
    hourly = cost.hourly_cost(price)
    if spot:
        hourly = hourly * cost.spot_discount()
    amounts = Amounts(
        Quantity.zero("kWh/h"), Quantity.zero("gCO2e/h"), carbon.embodied(instance), Quantity.zero("L/h"), hourly
    )
    return power * count, amounts.times(count)


def _on_grid(it_power: Quantity, rest: Amounts, region: Region | None, basis: carbon.GridBasis) -> Amounts:
    """Return all amounts of some IT power in a Region."""
    used = it_power * energy.pue(region)
    if region is None:
        operational, litres = Quantity.unknown("gCO2e/h"), Quantity.unknown("L/h")
    else:
        operational = used * carbon.grid(region, basis)
        litres = it_power * water.water_intensity(region)
    return Amounts(used, operational, rest.embodied, litres, rest.cost)


def _explain_group(
    job: Job, group: InstanceGroup, region: Region | None, load: Load, inputs: list[Input], notes: list[str]
) -> None:
    """Add what the rate of a group rests on."""
    instance = _instance_of(group)
    if instance is None:
        notes.append(f"not counted: {_why_not(group)}")
        return
    origin = job.origin("instance_type" if job.instance_groups is None else "instance_groups")
    whence = origin.detail or origin.place or "the job itself"
    inputs.append(Input("instances", f"{group.instance_count} × {instance.name}", origin.status, whence))
    inputs.extend(_power_inputs(instance, load))
    if instance.proxied_for:
        said = f"{instance.name} is not in the tables: proxied by {instance.proxied_by}"
        notes.append(said if is_known_size(instance.name) else said + _did_you_mean(instance.name, instance_names()))
    elif region is not None and not is_priced_in(instance.name, region.code) and _is_sold(instance.name):
        notes.append(f"no list price of {instance.name} in {region.code} is known: it may not be offered there")
    inputs.append(_price_input(_price_of(instance, region, job.kind), "an instance-hour"))


@lru_cache(maxsize=256)
def _is_sold(name: str) -> bool:
    return any(is_priced_in(name, region) for region in region_names())


def _why_not(group: InstanceGroup) -> str:
    """Return why nobody can reckon with this group: its type, else its count."""
    for said in (group.instance_type, group.instance_count):
        if isinstance(said, Unknown):
            return said.reason
    hint = _did_you_mean(str(group.instance_type), instance_names())
    return f"{short(group.instance_type)} is not an instance type known here{hint}"


@lru_cache(maxsize=256)
def _did_you_mean(name: str, known: tuple[str, ...]) -> str:
    near = tables.nearest_names(name, known, 1)
    return f", did you mean {near[0]}?" if near else ""


def _explain_region(
    job: Job, region: Region | None, basis: carbon.GridBasis, inputs: list[Input], notes: list[str]
) -> None:
    """Add what the Region's figures rest on, and what Spot changes."""
    if region is None:
        where = job.region.reason if isinstance(job.region, Unknown) else "no Region given"
        if isinstance(job.region, str):
            where = f"Region {job.region} is not in the table{_did_you_mean(job.region, region_names())}"
        notes.append(f"{NEEDS_REGION}{where}")
    else:
        inputs.extend(_region_inputs(job, region, basis))
    if job.spot is True:
        notes.append("Spot: the discount is not known before the bill; energy and carbon are those of any other run")


def _one_of(job: Job, region: Region | None, load: Load, basis: carbon.GridBasis) -> ComputeRate:
    """Return the rate of a flexible list: the first type is central, the others widen the range."""
    assert isinstance(job.instance_preferences, tuple)
    rates = [
        compute_rate(
            job.with_changes(instance_preferences=None, instance_type=name, instance_groups=None), region, load, basis
        )
        for name in job.instance_preferences
    ]
    first = rates[0].amounts
    for other in rates[1:]:
        first = Amounts(
            first.energy.hull(other.amounts.energy),
            first.operational.hull(other.amounts.operational),
            first.embodied.hull(other.amounts.embodied),
            first.water.hull(other.amounts.water),
            first.cost.hull(other.amounts.cost),
        )
    note = f"one of {', '.join(job.instance_preferences)}: which one is not known before the start"
    return ComputeRate("per hour", first, rates[0].inputs, (*rates[0].notes, note))


def _serverless_rate(job: Job, region: Region | None, basis: carbon.GridBasis) -> ComputeRate:
    memory = job.get("serverless_memory_mb", None)
    if memory is None:
        note = "not counted: the memory size of the serverless endpoint is not known"
        return ComputeRate("unknown", Amounts.unknown(), notes=(note,))
    host, share = energy.serverless_embodied_share(memory)
    origin = job.origin("serverless_memory_mb")
    inputs = [
        Input("memory", f"{memory} MB", origin.status, origin.detail or "the job itself"),
        Input("vCPU per MB", "1 per 1,769 MB", "assumed", "AWS Lambda's ratio; SageMaker publishes none"),
        Input("power", f"that of {host.name} at 50–100 % load", "assumed", host.source, tables.ASSEMBLED),
    ]
    price = serverless_price(memory, region.code) if region else None
    inputs.append(_price_input(price, "a GB-second"))
    rest = Amounts(
        Quantity.zero("kWh/h"),
        Quantity.zero("gCO2e/h"),
        carbon.embodied(host) * share,
        Quantity.zero("L/h"),
        cost.serverless_cost(price, memory),
    )
    notes = [
        "per hour of requests running one at a time; nothing is counted while it is idle, though something stands by"
    ]
    if job.get("provisioned_concurrency", 0):
        notes.append("provisioned concurrency is billed while idle; its price is not in the tables")
    amounts = _on_grid(energy.serverless_power(memory), rest, region, basis)
    _explain_region(job, region, basis, inputs, notes)
    return ComputeRate("per busy hour", amounts, inputs, tuple(notes))


@lru_cache(maxsize=1024)
def _power_inputs(instance: InstanceType, load: Load) -> tuple[Input, ...]:
    inputs = []
    if instance.has_accelerator:
        inputs.append(Input("accelerator load", _say_load(load.accelerator), load.status, load.source))
    cpu = load.of_cpu(has_accelerator=instance.has_accelerator)
    inputs.append(Input("CPU load", _say_load(cpu), load.status, load.source))
    margin = f"±{instance.power_uncertainty:.0%}"
    chips = f"{instance.accelerator_count} × {instance.accelerator}, " if instance.has_accelerator else ""
    inputs.append(
        Input(
            "power model",
            f"{chips}{instance.processor}: {instance.power_method}, {margin}",
            "looked up",
            instance.source,
            tables.ASSEMBLED,
        )
    )
    return tuple(inputs)


def _region_inputs(job: Job, region: Region, basis: carbon.GridBasis) -> tuple[Input, ...]:
    origin = job.origin("region")
    told = Input("Region", region.code, origin.status, origin.detail or origin.place or "the job itself")
    return (told, *_table_inputs(region, basis))


@lru_cache(maxsize=256)
def _table_inputs(region: Region, basis: carbon.GridBasis) -> tuple[Input, ...]:
    direct = basis == "direct" and region.grid_direct is not None
    source = region.grid_direct_source if direct else region.grid_source
    return (
        Input("PUE", f"{region.pue:g}", "looked up", region.pue_source, region.pue_year),
        Input("grid", say_quantity(carbon.grid(region, basis)), "looked up", source, region.grid_year),
        Input(
            "water",
            say_quantity(water.water_intensity(region)),
            "looked up" if region.wue is not None else "assumed",
            region.wue_source or "none published",
            region.pue_year,
        ),
    )


@lru_cache(maxsize=1024)
def _price_input(price: Price | None, unit: str) -> Input:
    if price is None:
        return Input("list price", "unknown", "assumed", "no price row for this type and Region")
    status: Status = "assumed" if price.derived else "looked up"
    return Input("list price", f"${price.usd:.6g} {unit}", status, price.source, price.as_of)


def _say_load(load: tuple[float, float, float]) -> str:
    if load[0] == load[2]:
        return f"{say_number(load[1] * 100)} %"
    return f"{say_number(load[1] * 100)} % [{say_number(load[0] * 100)}–{say_number(load[2] * 100)}]"
