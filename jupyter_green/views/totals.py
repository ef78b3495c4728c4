"""Totals over jobs: what is running now, per hour, and how much of it is known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jupyter_green.footprint import Amounts, Footprint
from jupyter_green.views.figures import figure

__all__ = ["is_hourly", "sum_of_rates", "total_view"]

_COUNTED = ("per hour", "unknown")


def is_hourly(footprint: Footprint) -> bool:
    """Return whether it belongs into a total by the hour, though its figures may not be known."""
    return footprint.basis in _COUNTED


def sum_of_rates(footprints: Iterable[Footprint]) -> Amounts:
    """Return the sum of the hourly rates; what draws only while it is called, or nowhere on AWS, adds nothing."""
    result = Amounts.zero()
    for footprint in footprints:
        if is_hourly(footprint):
            result = result.plus(footprint.rate)
    return result


def total_view(
    footprints: Iterable[Footprint], since_start: Amounts | None = None, running: Amounts | None = None
) -> dict[str, Any]:
    """Return the total of ``docs/protocol.md``; ``running`` are the rates of what was started and has not ended."""
    shown = list(footprints)
    rate = sum_of_rates(shown)
    known = rate.carbon.is_known and bool(rate.carbon.terms)
    return {
        "carbon": figure(rate.carbon),
        "energy": figure(rate.energy),
        "cost": figure(rate.cost),
        "water": figure(rate.water),
        "basis": "per hour",
        "counted": rate.energy.counted,
        "out_of": rate.energy.out_of,
        "running": _three(running),
        "since_start": _three(since_start),
        "widest": next(iter(rate.carbon.spread_by_cause()), "") if known else "",
    }


def _three(amounts: Amounts | None) -> dict[str, Any] | None:
    if amounts is None:
        return None
    return {"carbon": figure(amounts.carbon), "energy": figure(amounts.energy), "cost": figure(amounts.cost)}
