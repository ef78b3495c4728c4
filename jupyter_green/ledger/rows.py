"""From what the kernel knows to rows: a reading of a job, a footprint, a swap, a budget."""

from __future__ import annotations

import dataclasses
import datetime
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from jupyter_green.catalog.tables import DATA_VERSION
from jupyter_green.footprint import METHOD_VERSION, Footprint
from jupyter_green.footprint.hours import parallel_jobs, trial_count
from jupyter_green.footprint.load import Load
from jupyter_green.job import Job
from jupyter_green.ledger.privacy import scrub, told_of, value_of
from jupyter_green.ledger.sameness import code_of, run_of, settings_of
from jupyter_green.ledger.schema import FIGURES
from jupyter_green.ledger.store import Row
from jupyter_green.practices import Advice, Swap
from jupyter_green.quantities import Quantity
from jupyter_green.swaps.verify import Verdict

__all__ = ["AppliedSwap", "Scribe", "iso_time", "load_of", "reason_of"]

JobEvent = Literal["seen", "started", "ended"]
SwapEvent = Literal["applied", "kept", "broken", "unclear", "undone"]
_PER = {"per hour": "hour", "per busy hour": "busy hour"}


def iso_time(seconds: float) -> str:
    """Return a time since the epoch as UTC text that sorts by time."""
    moment = datetime.datetime.fromtimestamp(seconds, tz=datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


@dataclass(frozen=True, slots=True)
class AppliedSwap:
    """A swap as it was carried out, completed by what it requires; ``via`` is ``cell`` or ``object``."""

    id: str
    advice: Advice
    swap: Swap
    via: str


@dataclass(frozen=True, slots=True)
class Scribe:
    """Writes rows for one session; ``notebook`` is the notebook's file name where it is known."""

    session: str
    notebook: str = ""

    def job(self, job: Job, key: str, event: JobEvent, at: float) -> Row:
        """Return the row of one reading of a job, or of its end."""
        told = told_of(job)
        names = ("kind", "name", "region", "instance_type", "framework")
        plain = {name: told.get(name) if isinstance(told.get(name), str) else None for name in names}
        count = told.get("instance_count")
        return Row(
            "jobs",
            {
                **self._head(job, key, at),
                **plain,
                "event": event,
                "instance_count": count if isinstance(count, int) else None,
                "code": code_of(job),
                "settings": settings_of(job),
                "job": _json(told),
            },
        )

    def footprint(self, footprint: Footprint, key: str, at: float) -> Row:
        """Return the row of a forecast or a measurement: the run's amounts where known, else those of an hour."""
        amounts = footprint.total
        per = "run"
        if amounts is None:
            amounts, per = footprint.rate, _PER.get(footprint.basis, "none")
        measured = footprint.state == "measured" and per == "run"
        values: dict[str, Any] = {
            **self._head(footprint.job, key, at),
            "state": "measured" if measured else "forecast",
            "per": per,
            **_range("hours", _hours(footprint)),
            "load": None if footprint.load is None else _json(dataclasses.asdict(footprint.load)),
            "grid": footprint.grid,
            "inputs": _json([{k: scrub(str(v)) for k, v in dataclasses.asdict(i).items()} for i in footprint.inputs]),
            "notes": _json([scrub(note) for note in footprint.notes]),
            "method": footprint.method,
            "data": footprint.data,
        }
        if per != "none":
            for name, stem in FIGURES.items():
                values |= _range(stem, getattr(amounts, name))
        return Row("footprints", values)

    def swap(self, applied: AppliedSwap, job: Job, key: str, event: SwapEvent, at: float, *, reason: str = "") -> Row:
        """Return the row of a swap that was applied, taken back, or found kept or broken at the start of the job."""
        advice, changes = applied.advice, applied.swap.changes
        values: dict[str, Any] = {
            **self._head(job, key, at),
            "swap": applied.id,
            "event": event,
            "practice": advice.practice,
            "via": applied.via,
            "fix": applied.swap.fix,
            "changes": _json(
                {n: [value_of(n, getattr(advice.job, n)), value_of(n, value)] for n, value in changes.items()}
            ),
            "reason": scrub(reason),
            "method": METHOD_VERSION,
            "data": DATA_VERSION,
        }
        amounts = advice.total_saving or advice.saving
        if event == "applied":
            values["undo"] = _undo_text(advice.job, changes)
            if amounts is not None:
                values["promised_per"] = "run" if advice.total_saving is not None else "hour"
                for name in ("carbon", "energy", "cost"):
                    values |= _range(f"promised_{FIGURES[name]}", getattr(amounts, name))
        return Row("swaps", values)

    def budget(self, amount: float | None, unit: str, per: str, at: float) -> Row:
        """Return the row of a budget that was set, or withdrawn where ``amount`` is None."""
        head = {"id": uuid.uuid4().hex, "at": iso_time(at), "session": self.session, "notebook": self.notebook}
        return Row("budgets", {**head, "run": "", "amount": amount, "unit": unit, "per": per})

    def _head(self, job: Job, key: str, at: float) -> dict[str, Any]:
        return {
            "id": uuid.uuid4().hex,
            "at": iso_time(at),
            "session": self.session,
            "notebook": self.notebook,
            "run": run_of(job, key, self.session),
        }


def reason_of(verdicts: Sequence[Verdict]) -> str:
    """Return what became of each changed field in words, with values only as far as they may be written."""
    told = (Verdict(v.field, value_of(v.field, v.promised), value_of(v.field, v.obtained), v.ok) for v in verdicts)
    return "; ".join(str(verdict) for verdict in told)


def load_of(text: str | None) -> Load | None:
    """Return the load that a row tells, or None."""
    if not text:
        return None
    told: Mapping[str, Any] = json.loads(text)
    ranges = {name: tuple(told[name]) for name in ("accelerator", "cpu_beside", "cpu_alone")}
    return Load(**ranges, status=told["status"], source=told["source"])


def _hours(footprint: Footprint) -> Quantity | None:
    """Return the hours of the footprint; those of a sum of runs are told by its energy."""
    if footprint.hours is not None or footprint.total is None or footprint.basis != "per hour":
        return footprint.hours
    whole, rate = footprint.total.energy, footprint.rate.energy
    trials = trial_count(footprint.job)
    if not (whole.is_known and rate.is_known) or rate.central <= 0 or not trials:
        return None
    return Quantity.exactly(whole.central / rate.central * parallel_jobs(footprint.job) / trials, "h")


def _range(stem: str, figure: Quantity | None) -> dict[str, float | None]:
    if figure is None or not figure.is_known or not figure.out_of:
        return {}
    return {f"{stem}_low": figure.low, f"{stem}_central": figure.central, f"{stem}_high": figure.high}


def _undo_text(job: Job, changes: Mapping[str, Any]) -> str:
    said: Sequence[str] = [f"{name}={value_of(name, getattr(job, name))!r}" for name in changes]
    return "set back " + ", ".join(said) if said else ""


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
