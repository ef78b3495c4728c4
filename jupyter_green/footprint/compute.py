"""The hourly rate of a job's hardware: instances, groups, flexible lists, endpoints and serverless slots."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from jupyter_green.catalog import tables
from jupyter_green.catalog.instances import InstanceType, instance_names, instance_or_proxy, is_known_size
from jupyter_green.catalog.prices import Price, hourly_price, serverless_price
from jupyter_green.catalog.regions import Region, region_names
from jupyter_green.footprint import carbon, cost, energy, water
from jupyter_green.footprint.load import Load
from jupyter_green.footprint.result import Amounts, Basis, Input
from jupyter_green.job import InstanceGroup, Job, Status, Unknown
from jupyter_green.quantities import Quantity
from jupyter_green.wording import say_number, say_quantity

__all__ = ["NEEDS_REGION", "ComputeRate", "compute_rate"]

#: Begins the note that says why carbon, water and cost are unknown.
NEEDS_REGION = "carbon, water and cost need a Region: "


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
        note = "the service chooses the hardware and does not disclose it"
        return ComputeRate("unknown", Amounts.unknown(), notes=(note,))
    it_power, rate = Quantity.zero("kWh/h"), Amounts.zero()
    inputs: list[Input] = []
    notes: list[str] = []
    for group in groups:
        power, amounts = _group_rate(job, group, region, load, inputs, notes)
        it_power, rate = it_power + power, rate.plus(amounts)
    return _finish(job, region, load, basis, it_power, rate, inputs, notes)


def _group_rate(
    job: Job, group: InstanceGroup, region: Region | None, load: Load, inputs: list[Input], notes: list[str]
) -> tuple[Quantity, Amounts]:
    """Return IT power and the amounts that do not depend on the grid: embodied carbon and cost."""
    instance = None if isinstance(group.instance_type, Unknown) else instance_or_proxy(group.instance_type)
    count = group.instance_count
    if instance is None or isinstance(count, Unknown):
        notes.append(f"not counted: {_why_not(group, is_known_type=instance is not None)}")
        return Quantity.unknown("kWh/h"), Amounts.unknown()
    origin = job.origin("instance_type" if job.instance_groups is None else "instance_groups")
    inputs.append(
        Input(
            "instances", f"{count} × {instance.name}", origin.status, origin.detail or origin.place or "the job itself"
        )
    )
    inputs.extend(_power_inputs(instance, load))
    if instance.proxied_for:
        said = f"{instance.name} is not in the tables: proxied by {instance.proxied_by}"
        notes.append(said if is_known_size(instance.name) else said + _did_you_mean(instance.name, instance_names()))
    power = energy.instance_power(instance, load)
    if isinstance(job.volume_gb, int) and job.volume_gb > 0:
        power = power + energy.disk_power(job.volume_gb)
        power = Quantity(power.terms, power.unit)
    price = hourly_price(instance.name, region.code, job.kind) if region else None
    hourly = cost.hourly_cost(price)
    if job.spot is True:
        hourly = hourly * cost.spot_discount()
    _add_price_input(price, "an instance-hour", inputs)
    amounts = Amounts(
        Quantity.zero("kWh/h"), Quantity.zero("gCO2e/h"), carbon.embodied(instance), Quantity.zero("L/h"), hourly
    )
    return power * count, amounts.times(count)


def _why_not(group: InstanceGroup, *, is_known_type: bool) -> str:
    """Return why nobody can reckon with this group: its type, else its count."""
    if isinstance(group.instance_type, Unknown):
        return group.instance_type.reason
    if not is_known_type:
        hint = _did_you_mean(group.instance_type, instance_names())
        return f"{group.instance_type!r} is not an instance type known here{hint}"
    return str(getattr(group.instance_count, "reason", "not known"))


@lru_cache(maxsize=256)
def _did_you_mean(name: str, known: tuple[str, ...]) -> str:
    near = tables.nearest_names(name, known, 1)
    return f", did you mean {near[0]}?" if near else ""


def _finish(
    job: Job,
    region: Region | None,
    load: Load,
    basis: carbon.GridBasis,
    it_power: Quantity,
    rest: Amounts,
    inputs: list[Input],
    notes: list[str],
) -> ComputeRate:
    overhead = energy.pue(region)
    used = it_power * overhead
    if region is None:
        where = job.region.reason if isinstance(job.region, Unknown) else "no Region given"
        if isinstance(job.region, str):
            where = f"Region {job.region} is not in the table{_did_you_mean(job.region, region_names())}"
        notes.append(f"{NEEDS_REGION}{where}")
        operational, litres = Quantity.unknown("gCO2e/h"), Quantity.unknown("L/h")
    else:
        operational = used * carbon.grid(region, basis)
        litres = it_power * water.water_intensity(region)
        inputs.extend(_region_inputs(job, region, basis))
    if job.spot is True:
        notes.append("Spot: the discount is not known before the bill; energy and carbon are those of any other run")
    amounts = Amounts(used, operational, rest.embodied, litres, rest.cost)
    return ComputeRate("per hour", amounts, inputs, tuple(notes))


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
    _add_price_input(price, "a GB-second", inputs)
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
    load = Load((0, 0, 0), (0, 0, 0), (0, 0, 0))
    rate = _finish(job, region, load, basis, energy.serverless_power(memory), rest, inputs, notes)
    return ComputeRate("per busy hour", rate.amounts, rate.inputs, rate.notes)


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


def _add_price_input(price: Price | None, unit: str, inputs: list[Input]) -> None:
    if price is None:
        inputs.append(Input("list price", "unknown", "assumed", "no price row for this type and Region"))
        return
    status: Status = "assumed" if price.derived else "looked up"
    inputs.append(Input("list price", f"${price.usd:.6g} {unit}", status, price.source, price.as_of))


def _say_load(load: tuple[float, float, float]) -> str:
    if load[0] == load[2]:
        return f"{say_number(load[1] * 100)} %"
    return f"{say_number(load[1] * 100)} % [{say_number(load[0] * 100)}–{say_number(load[2] * 100)}]"
