"""``%green grid``: the grid now and in the hours to come, from a service that you have a key for."""

from __future__ import annotations

import os

from jupyter_green.aws.grid import GridProvider, providers
from jupyter_green.catalog.regions import find_region
from jupyter_green.magics.answer import Answer, Call, UserError
from jupyter_green.magics.arguments import check_words, region_argument
from jupyter_green.wording import say_value

SUMMARY = "the grid of a Region now and its cleanest hour, with your key of Electricity Maps or WattTime"
USAGE = "%green grid [REGION] [--provider electricity-maps|watttime] [--zone Z]"
_KEYS = "ELECTRICITY_MAPS_TOKEN, or WATTTIME_USER and WATTTIME_PASSWORD"


def run(call: Call) -> Answer:
    """Ask the provider, show what it says beside the table's yearly average, and keep the forecast for the advice."""
    check_words(call, USAGE, most=1)
    session = call.session
    region = region_argument(call.words[0]) if call.words else session.settings.assumed_region()
    if region is None:
        raise UserError("say which Region, such as %green grid eu-west-1")
    provider, problems = _chosen(call.options.get("provider"))
    zone = call.options.get("zone")
    reading = provider.now(region, zone)
    lines = list(problems)
    if reading.value is None:
        return Answer("\n".join([*lines, str(reading.problem)]))
    now, table = reading.value, find_region(region)
    lines.append(f"{region} ({now.zone}) now, {now.at}: {_said(now.grams)}, {now.signal}, by {now.source}")
    if table is not None:
        lines.append(f"  estimates keep the yearly average of the table: {_said(table.grid[1])} ({table.grid_year})")
    hours = provider.forecast(region, zone)
    if hours.value:
        session.inventory.setdefault("grid_forecast", {})[region] = tuple(hours.value)
        at, least = min(hours.value, key=lambda hour: (hour[1], hour[0]))
        lines.append(f"  cleanest of the next {len(hours.value)} hours: {at} with {_said(least)}")
        lines.append("  jobs that may wait are advised on by this: %green tell may_wait_hours=6")
    else:
        lines.append(f"  no forecast, so no time window is advised: {hours.problem or 'none told'}")
    return Answer("\n".join(lines))


def _chosen(name: str | None) -> tuple[GridProvider, list[str]]:
    found, problems = providers(os.environ)
    if name is None and found:
        return next(iter(found.values())), problems
    if name is not None and name in found:
        return found[name], problems
    reason = f"no key for {name}" if name else "off: no key is set"
    raise UserError("; ".join([f"{reason} ({_KEYS})", *problems]))


def _said(grams: float) -> str:
    return say_value(grams, "gCO2e/kWh")
