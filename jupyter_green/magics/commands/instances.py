"""``%green instances``: instance types with what they hold, draw and cost."""

from __future__ import annotations

from jupyter_green.catalog.instances import USES, all_instance_types
from jupyter_green.catalog.prices import hourly_price
from jupyter_green.footprint.load import default_load
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import region_argument
from jupyter_green.views.table import Table
from jupyter_green.wording import say_number

SUMMARY = "instance types: accelerators, memory, watts, list price"
USAGE = "%green instances [FAMILY or TEXT] [--kind training|endpoint|processing|transform|notebook] [--region R]"


def run(call: Call) -> Answer:
    """Return the types whose name or accelerator contains the given text."""
    kind = call.options.get("kind", "training")
    if kind not in USES:
        raise UserError(f"unknown kind {kind!r}: {', '.join(sorted(USES))}")
    wanted = call.words[0].lower() if call.words else ""
    asked = call.options.get("region")
    region = region_argument(asked) if asked else call.session.settings.assumed_region() or "us-east-1"
    load = default_load(kind)
    rows = []
    for t in all_instance_types():
        if USES[kind] not in t.uses or wanted not in f"{t.name} {t.accelerator}".lower():
            continue
        cpu = load.of_cpu(has_accelerator=t.has_accelerator)
        watts = [t.watts(cpu[i], load.accelerator[i]) * (1 + t.power_uncertainty * (i - 1)) for i in range(3)]
        price = hourly_price(t.name, region, kind)
        rows.append(
            (
                t.name,
                f"{t.accelerator_count} × {t.accelerator}" if t.has_accelerator else "",
                str(t.vcpus),
                f"{t.memory_gib:g} GiB",
                f"{say_number(watts[1])} W [{say_number(watts[0])}–{say_number(watts[2])}]",
                "unknown" if price is None else f"${price.usd:.4g}/h",
                t.power_method,
            )
        )
    if not rows:
        raise UserError(f"no instance type for {kind} matches {wanted!r}")
    note = f"Watts at the default load of {kind} jobs, before PUE; list prices of {region}."
    headers = ("type", "accelerators", "vCPUs", "memory", "IT power", "list price", "power figure")
    return Answer.table(Table(headers, tuple(rows), frozenset({2, 3}), notes=(note,)))
