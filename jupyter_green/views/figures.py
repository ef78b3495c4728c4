"""A Quantity as the front end reads it: three numbers, and the words ready to show."""

from __future__ import annotations

from typing import Any

from jupyter_green.footprint import Amounts
from jupyter_green.quantities import Quantity
from jupyter_green.wording import say_change, say_quantity, say_range

__all__ = ["amounts_view", "change", "figure"]


def figure(quantity: Quantity) -> dict[str, Any]:
    """Return a figure of ``docs/protocol.md``."""
    view: dict[str, Any] = {
        "unit": quantity.unit,
        "text": say_quantity(quantity, with_range=False),
        "counted": quantity.counted,
        "out_of": quantity.out_of,
    }
    if quantity.is_known:
        view |= {
            "low": quantity.low,
            "central": quantity.central,
            "high": quantity.high,
            "range": say_range(quantity),
        }
    return view


def change(quantity: Quantity) -> dict[str, Any] | None:
    """Return the figure of a difference with its sign in the text, or None when it is not known."""
    if not quantity.is_known:
        return None
    return figure(quantity) | {"text": say_change(quantity)}


def amounts_view(amounts: Amounts) -> dict[str, Any]:
    """Return all figures of some amounts by name."""
    return {
        "energy": figure(amounts.energy),
        "carbon": figure(amounts.carbon),
        "embodied": figure(amounts.embodied),
        "water": figure(amounts.water),
        "cost": figure(amounts.cost),
    }
