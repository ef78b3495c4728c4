"""The carbon of a run as a block for a model card, and as tags for the job itself."""

from __future__ import annotations

import json

from jupyter_green.footprint import Footprint
from jupyter_green.quantities import Quantity
from jupyter_green.wording import say_quantity

__all__ = ["grams", "job_tags", "model_card"]

_TRAINING_TYPE = {"training": "pre-training or fine-tuning", "tuning": "hyperparameter search"}


def grams(carbon: Quantity) -> float:
    """Return the central value in grams of CO2e, the unit that model cards want; raises ValueError for another unit."""
    if carbon.unit != "gCO2e":
        raise ValueError(f"a model card wants grams of CO2e of a whole run, not {carbon.unit or 'a plain number'}")
    return carbon.central


def model_card(footprint: Footprint) -> str:
    """Return the metadata block ``co2_eq_emissions`` with a sentence for readers; raises ValueError without a total."""
    total = footprint.total
    if total is None or not total.carbon.is_known:
        raise ValueError("the carbon of the whole run is not known: give its hours, or measure it")
    job = footprint.job
    hardware = " + ".join(f"{group.instance_count} × {group.instance_type}" for group in job.groups) or "not known"
    source = f"jupyter_green, {footprint.state}, method {footprint.method}, tables {footprint.data}, location-based"
    fields = {
        "emissions": round(grams(total.carbon), 1 if total.carbon.central >= 10 else 4),
        "source": source,
        "training_type": _TRAINING_TYPE.get(job.kind, job.kind),
        "geographical_location": job.region if isinstance(job.region, str) else "not known",
        "hardware_used": hardware,
    }
    lines = ["---", "co2_eq_emissions:"]
    lines += [f"  {name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    said = " and ".join(say_quantity(figure) for figure in (total.carbon, total.energy))
    word = "caused about" if footprint.state == "measured" else "is expected to cause about"
    lines += ["---", "", f"This run {word} {said} ({footprint.total_label}), embodied carbon included."]
    return "\n".join(lines)


def job_tags(footprint: Footprint) -> list[dict[str, str]]:
    """Return tags for the job in the form of ``AddTags``; empty where the carbon of the whole run is not known."""
    total = footprint.total
    if total is None or not total.carbon.is_known:
        return []
    tags = {"jupyter-green:gco2e": f"{grams(total.carbon):.1f}", "jupyter-green:state": footprint.state}
    if total.energy.is_known:
        tags["jupyter-green:kwh"] = f"{total.energy.central:.3f}"
    tags["jupyter-green:method"] = f"{footprint.method} {footprint.data}"
    return [{"Key": key, "Value": value} for key, value in tags.items()]
