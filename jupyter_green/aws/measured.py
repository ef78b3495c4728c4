"""From a job's record and its load to a measured footprint: running time for energy, billed time for money."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from jupyter_green.footprint import Amounts, Footprint, estimate
from jupyter_green.footprint.carbon import GridBasis
from jupyter_green.footprint.hours import as_hours
from jupyter_green.footprint.load import Load, measured_load
from jupyter_green.footprint.result import Input
from jupyter_green.job import Job
from jupyter_green.practices import Metrics
from jupyter_green.readers.records import Record
from jupyter_green.wording import say_duration

__all__ = ["IDLE", "load_of", "measured_footprint", "run_amounts", "serverless_footprint", "summed_footprint"]

_NOTHING = (0.0, 0.0, 0.0)
#: The load of instances that wait for the next job.
IDLE = Load(_NOTHING, _NOTHING, _NOTHING, "looked up", "nothing runs")


def load_of(job: Job, metrics: Metrics | None) -> Load | None:
    """Return the measured load of a job, or None where CloudWatch told nothing that power depends on."""
    if metrics is None or (metrics.cpu is None and metrics.accelerator is None):
        return None
    return measured_load(job.kind, cpu=metrics.cpu, accelerator=metrics.accelerator, source=metrics.source)


def run_amounts(record: Record, load: Load | None, grid: GridBasis = "lifecycle") -> tuple[Footprint, Amounts | None]:
    """Return the rate of a job that ran, and what the run came to; None where the running time is not known.

    The money is that of the billed hours, and of the running hours where no bill is told. A warm pool's idle hours are
    added: no load, the same price.
    """
    plain = record.job.with_changes(spot=False)  # the discount is in the billed time already
    footprint = estimate(plain, hours=record.hours, hours_from="AWS", load=load, grid=grid, state="measured")
    if record.hours is None or footprint.basis != "per hour":
        return footprint, None
    run = footprint.rate.times(as_hours(record.hours))
    billed = record.hours if record.billable_hours is None else record.billable_hours
    run = dataclasses.replace(run, cost=footprint.rate.cost * as_hours(billed))
    if record.idle_hours > 0:
        run = run.plus(estimate(plain, load=IDLE, grid=grid).rate.times(as_hours(record.idle_hours)))
    return footprint, run


def measured_footprint(record: Record, load: Load | None, grid: GridBasis = "lifecycle") -> Footprint:
    """Return the measured footprint of one job; where its running time is not known, no total."""
    footprint, run = run_amounts(record, load, grid)
    notes = list(footprint.notes)
    if record.job.spot is True and record.billable_hours is not None and record.hours:
        saved = 1 - record.billable_hours / record.hours
        notes.append(f"Spot: {saved:.0%} cheaper than the list price; energy and carbon are those of the running time")
    if record.idle_hours > 0:
        notes.append(f"the warm pool stood by for {say_duration(record.idle_hours * 3600)}, which is counted")
    if record.job.serverless_job is True:
        notes += _of_no_instance(record)
    elif load is None:
        notes.append("no load was measured: the range is that of the usual load of this kind of job")
    waits = [f"{name} {say_duration(seconds)}" for name, seconds in record.history if seconds >= 60]
    if len(waits) > 1:
        notes.append(f"phases: {', '.join(waits)}")
    return _finished(footprint, record, run, notes)


def summed_footprint(whole: Record, parts: Sequence[Footprint], grid: GridBasis = "lifecycle") -> Footprint:
    """Return the footprint of a job that is the sum of others: a tuning job's trials, by their running time."""
    footprint = estimate(whole.job, grid=grid, state="measured")
    total: Amounts | None = None
    for part in parts:
        if part.total is not None:
            total = part.total if total is None else total.plus(part.total)
    notes = [*dict.fromkeys(note for part in parts for note in part.notes if "range is" in note)]
    return _finished(footprint, whole, total, notes)


def serverless_footprint(
    record: Record, busy_hours: float, calls: float, idle_note: str, grid: GridBasis = "lifecycle"
) -> Footprint:
    """Return the footprint of a serverless endpoint from the time that its requests ran."""
    footprint = estimate(record.job, hours=busy_hours, hours_from="CloudWatch", grid=grid, state="measured")
    label = f"for {calls:,.0f} calls that ran for {say_duration(busy_hours * 3600)}"
    return dataclasses.replace(footprint, total_label=label, notes=(*footprint.notes, idle_note))


def _of_no_instance(record: Record) -> list[str]:
    """Say what is told of a serverless job, which has no instance of the user's: tokens and time, never energy."""
    told = [] if record.billable_tokens is None else [f"billed by the token: {record.billable_tokens:,} tokens"]
    if record.hours is not None:
        told.append(f"it ran for {say_duration(record.hours * 3600)} on hardware that is not disclosed")
    return [*told, "no instance: energy, carbon and the price of a token are not known and not guessed"]


def _finished(footprint: Footprint, record: Record, run: Amounts | None, notes: Sequence[str]) -> Footprint:
    hours = record.hours
    inputs = tuple(one for one in footprint.inputs if one.name != "hours")
    if hours is not None:
        inputs += (Input("hours", say_duration(hours * 3600), "looked up", "AWS, running time"),)
        if record.billable_hours is not None:
            inputs += (
                Input(
                    "billed hours", say_duration(record.billable_hours * 3600), "looked up", "AWS, for the cost only"
                ),
            )
    if record.billable_tokens is not None:
        inputs += (Input("billed tokens", f"{record.billable_tokens:,}", "looked up", "AWS"),)
    label = "" if hours is None else f"over {say_duration(hours * 3600)}"
    return dataclasses.replace(
        footprint,
        job=record.job,
        total=run,
        total_label=label if run is not None else "",
        ceiling_hours=None,
        ceiling_label="",
        inputs=inputs,
        notes=tuple(notes),
    )
