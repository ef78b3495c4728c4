"""The estimate of one job: rate per hour, ceiling, total, and everything it was made of.

The method is the SCI form (ISO/IEC 21031), location-based: ``docs/method.md`` states it in full.
"""

from __future__ import annotations

from typing import get_args

from jupyter_green.catalog import tables
from jupyter_green.catalog.regions import Region, find_region
from jupyter_green.footprint import compute
from jupyter_green.footprint.carbon import GridBasis
from jupyter_green.footprint.hours import as_hours, ceiling_hours, expected_hours, parallel_jobs, trial_count
from jupyter_green.footprint.load import Load, default_load
from jupyter_green.footprint.result import Amounts, Basis, Footprint, Input, State
from jupyter_green.job import Job, Unknown
from jupyter_green.quantities import Quantity
from jupyter_green.unknown import COUNTED_WITH_FIRST_START
from jupyter_green.wording import say_quantity

__all__ = ["METHOD_VERSION", "estimate", "hourly_rate"]

METHOD_VERSION = "1"

_NOTHING_OF_ITS_OWN = {
    "inference-component": "it shares the instances of its endpoint, which are counted there",
    "model": "a model draws nothing until it is deployed",
    "feature-group": "writes and storage of a feature group are not estimated",
    "storage": "stored bytes are not estimated",
}
_STEPS_COUNTED = "its steps are counted one by one"
_STEPS_ELSEWHERE = "its steps are written elsewhere and are not counted"
_STEPS_WITH_FIRST_START = "its steps are counted once, with the first start"


def estimate(
    job: Job,
    *,
    hours: float | tuple[float, float, float] | Quantity | None = None,
    hours_from: str = "you",
    load: Load | None = None,
    grid: GridBasis = "lifecycle",
    state: State = "forecast",
) -> Footprint:
    """Return the footprint of ``job``, with a total only where ``hours`` says how long it runs.

    ``hours`` is wall time of the job (of one trial for a tuning job), as a number or a (low, central, high) range; a
    forecast counts no more of them than the job's time limit leaves it.
    ``load`` replaces the default load, for example by one measured after the run. Raises ValueError for negative hours
    and for a grid basis that does not exist.
    """
    if grid not in get_args(GridBasis):
        raise ValueError(f"the grid basis is {' or '.join(get_args(GridBasis))}, not {grid!r}")
    region = _region_of(job)
    used = load or default_load(job.kind)
    elsewhere = _counted_elsewhere(job)
    if elsewhere is not None:
        basis, rate, notes, inputs = elsewhere
    else:
        unit = compute.compute_rate(job, region, used, grid)
        basis, notes = unit.basis, unit.notes
        rate = unit.amounts.times(parallel_jobs(job)) if job.kind == "tuning" else unit.amounts
        inputs = (*unit.inputs, *_time_inputs(job))
    time, ended_by = None, ""
    if hours is not None:  # what was measured ran as long as it ran; what is expected ends at its limit
        time, ended_by = expected_hours(job, hours) if state == "forecast" else (as_hours(hours), "")
    total, total_label, hours_input = _total(job, rate, time, ended_by or hours_from, basis)
    limit = ceiling_hours(job) if basis == "per hour" else None
    return Footprint(
        job=job,
        basis=basis,
        rate=rate,
        total=total,
        total_label=total_label,
        ceiling_hours=limit and limit[0],
        ceiling_label=f"at most, by {limit[1]}" if limit else "",
        inputs=inputs + hours_input,
        notes=notes,
        state=state,
        method=METHOD_VERSION,
        data=tables.DATA_VERSION,
        hours=time,
        load=used,
        grid=grid,
    )


def hourly_rate(job: Job, *, grid: GridBasis = "lifecycle") -> tuple[Basis, Amounts]:
    """Return the basis and the rate of ``estimate`` alone, for the other side of a comparison."""
    elsewhere = _counted_elsewhere(job)
    if elsewhere is not None:
        return elsewhere[0], elsewhere[1]
    basis, amounts = compute.plain_rate(job, _region_of(job), default_load(job.kind), grid)
    return basis, amounts.times(parallel_jobs(job)) if job.kind == "tuning" else amounts


def _region_of(job: Job) -> Region | None:
    return find_region(job.region) if isinstance(job.region, str) else None


def _counted_elsewhere(job: Job) -> tuple[Basis, Amounts, tuple[str, ...], tuple[Input, ...]] | None:
    """Return the answer for a job that draws nothing of its own, or whose hardware nobody discloses."""
    if job.local and not isinstance(job.local, Unknown):
        note = "local mode: no AWS energy; what this machine draws is not counted here"
        return "nothing on AWS", Amounts.zero(), (note,), ()
    note = _note_on_steps(job) if job.kind == "pipeline" else _NOTHING_OF_ITS_OWN.get(job.kind, "")
    if note:
        return "counted elsewhere", Amounts.zero(), (note,), ()
    return None


def _note_on_steps(job: Job) -> str:
    if job.steps == COUNTED_WITH_FIRST_START:
        return _STEPS_WITH_FIRST_START
    return _STEPS_ELSEWHERE if isinstance(job.steps, Unknown) else _STEPS_COUNTED


def _time_inputs(job: Job) -> tuple[Input, ...]:
    if job.kind != "tuning":
        return ()
    trials, at_once = trial_count(job), parallel_jobs(job)
    status = job.origin("max_parallel_jobs").status
    return (
        Input("trials at once", str(at_once), status, job.origin("max_parallel_jobs").detail or "tuning definition"),
        Input(
            "trials at most",
            "unknown" if trials is None else str(trials),
            job.origin("max_jobs").status,
            "tuning definition",
        ),
    )


def _total(
    job: Job,
    rate: Amounts,
    time: Quantity | None,
    hours_from: str,
    basis: Basis,
) -> tuple[Amounts | None, str, tuple[Input, ...]]:
    if time is None or basis not in ("per hour", "per busy hour"):
        return None, "", ()
    told = Input("hours", say_quantity(time), "given" if hours_from == "you" else "looked up", hours_from)
    trials = trial_count(job)
    if trials is None:
        return None, "", (told,)
    if job.kind == "tuning":
        label = f"if every one of {trials} trials takes {say_quantity(time)}"
    else:
        label = f"for {say_quantity(time)}"
    return rate.times(1 / parallel_jobs(job)).times(time).times(trials), f"{label} (from {hours_from})", (told,)
