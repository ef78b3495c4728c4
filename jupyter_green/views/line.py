"""The line under a cell: what it is, its carbon with range, energy, money, state and the next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from reprlib import repr as short
from typing import Any

from jupyter_green.catalog.instances import instance_or_proxy
from jupyter_green.footprint import Footprint
from jupyter_green.footprint.compute import NEEDS_REGION
from jupyter_green.footprint.result import Amounts
from jupyter_green.job import Job, Unknown
from jupyter_green.practices import Advice
from jupyter_green.views.advice import advice_view
from jupyter_green.views.figures import amounts_view, figure
from jupyter_green.wording import say_quantity

__all__ = ["line_text", "line_view", "next_step", "what_it_is"]

_LONGEST_TYPE = 64
Written = tuple[tuple[dict[str, Any], ...], str]
_RATE_WORDS = {
    "per busy hour": "per busy hour",
    "nothing on AWS": "no AWS energy",
    "counted elsewhere": "counted elsewhere",
    "unknown": "not known",
}


def what_it_is(job: Job) -> str:
    """Return the job in a few words, such as ``training · 2 × ml.p3.16xlarge · us-east-1``."""
    parts = [_kind_words(job), _hardware(job)]
    if isinstance(job.region, str):
        parts.append(job.region)
    return " · ".join(part for part in parts if part)


def line_text(footprint: Footprint, *, next_step: str = "") -> str:
    """Return the whole line as plain text."""
    rate = footprint.rate
    parts = [what_it_is(footprint.job)]
    if footprint.state == "measured" and footprint.total is not None:
        whole = footprint.total
        parts += [say_quantity(amount) for amount in (whole.energy, whole.carbon, whole.cost)]
        parts.append(footprint.total_label)
    elif footprint.basis in ("per hour", "per busy hour") and not _is_any_known(rate):
        parts.append(next((note for note in footprint.notes if note.startswith("not counted")), "not known"))
    elif footprint.basis in ("per hour", "per busy hour"):
        parts += _stand_ins(footprint.job)
        where = next((note for note in footprint.notes if note.startswith(NEEDS_REGION)), "")
        for amount in (rate.energy,) if where else (rate.energy, rate.carbon, rate.cost):
            words = say_quantity(amount, with_range=amount is not rate.cost)
            parts.append(words if amount.is_known else f"{_unit_name(amount.unit)} unknown")
        if where:
            parts.append(f"carbon and price unknown: {where.removeprefix(NEEDS_REGION)}")
        if footprint.basis == "per busy hour":
            parts.append("while requests run")
        if footprint.total is not None:
            parts.append(f"{say_quantity(footprint.total.carbon)} {footprint.total_label}")
    else:
        parts.append(footprint.notes[0] if footprint.notes else _RATE_WORDS[footprint.basis])
    parts.append(footprint.state)
    if next_step:
        parts.append(f"→ {next_step}")
    return " · ".join(parts)


def _is_any_known(rate: Amounts) -> bool:
    return any(amount.is_known for amount in (rate.energy, rate.carbon, rate.cost))


def _stand_ins(job: Job) -> list[str]:
    """Return which types stand in for those that the tables do not know."""
    names = [] if isinstance(job.instance_preferences, tuple) else [group.instance_type for group in job.groups]
    types = [instance_or_proxy(name) for name in names if isinstance(name, str)]
    return [f"proxied by {found.proxied_by}" for found in types if found is not None and found.proxied_for]


def next_step(advice: Sequence[Advice]) -> str:
    """Return the one thing to do next: a fault, else what can be done now, else what only waits for a fact."""
    ready = [item for item in advice if item.fault or not item.missing]
    for item in [*ready, *advice]:
        if item.fault or item.saving is not None or item.effects:
            return item.title
    return ""


def line_view(
    footprint: Footprint, advice: Sequence[Advice] = (), edits: Mapping[str, Written] | None = None
) -> dict[str, Any]:
    """Return the LINE of ``docs/protocol.md``; ``edits`` holds the EDITs of each practice, and their diff."""
    job = footprint.job
    top = next_step(advice)
    measured = footprint.total if footprint.state == "measured" else None
    view: dict[str, Any] = {
        "identity": job.identity,
        "kind": job.kind,
        "name": _plain(job.name),
        "what": what_it_is(job),
        "text": line_text(footprint, next_step=top),
        "instance_type": _plain(job.instance_type),
        "instance_count": _plain(job.instance_count),
        "region": _plain(job.region),
        "cell": job.cell,
        "state": footprint.state,
        "basis": "total" if measured else footprint.basis,
        **amounts_view(measured or footprint.rate),
        "ceiling": None,
        "forecast": None,
        "widest": footprint.widest,
        "inputs": [
            {"name": i.name, "value": i.value, "status": i.status, "source": i.source, "date": i.date}
            for i in footprint.inputs
        ],
        "notes": list(footprint.notes),
        "next_step": top,
        "advice": [_with_edits(item, (edits or {}).get(item.practice)) for item in advice],
    }
    if footprint.ceiling is not None:
        view["ceiling"] = {
            "carbon": figure(footprint.ceiling.carbon),
            "cost": figure(footprint.ceiling.cost),
            "label": footprint.ceiling_label,
        }
    if footprint.total is not None and not measured:
        view["forecast"] = {
            "carbon": figure(footprint.total.carbon),
            "energy": figure(footprint.total.energy),
            "cost": figure(footprint.total.cost),
            "label": footprint.total_label,
        }
    return view


def _with_edits(item: Advice, written: Written | None) -> dict[str, Any]:
    return advice_view(item) if written is None else advice_view(item, edits=written[0], diff=written[1])


def _kind_words(job: Job) -> str:
    if job.kind == "tuning":
        trials = job.get("max_jobs", None)
        at_once = job.get("max_parallel_jobs", 1)
        words = "tuning" if trials is None else f"tuning {trials} trials"
        return f"{words}, {at_once} at once" if at_once > 1 else words
    if job.kind == "endpoint":
        mode = job.get("mode", "real-time")
        name = f" {job.name}" if isinstance(job.name, str) else ""
        return f"{mode} endpoint{name}" if mode != "real-time" else f"endpoint{name}"
    return str(job.kind).replace("-", " ")


def _hardware(job: Job) -> str:
    if job.get("mode", "") == "serverless":
        memory = job.get("serverless_memory_mb", None)
        return "memory not known" if memory is None else f"{memory:,} MB"
    if isinstance(job.instance_preferences, tuple):
        return f"{_count(job.get('instance_count', 1))} of {', '.join(job.instance_preferences)}"
    groups = job.groups
    if job.local is True:
        return "local mode"
    return " + ".join(f"{_count(g.instance_count)} × {_type(g.instance_type)}" for g in groups)


def _count(value: int | Unknown) -> str:
    return "?" if isinstance(value, Unknown) else str(value)


def _type(value: str | Unknown) -> str:
    if isinstance(value, Unknown):
        return "type not known"
    return value if value.isprintable() and len(value) < _LONGEST_TYPE else short(value)


def _plain(value: Any) -> Any:
    return None if isinstance(value, Unknown) else value


def _unit_name(unit: str) -> str:
    return {"kWh/h": "energy", "gCO2e/h": "carbon", "USD/h": "price"}.get(unit, unit)
