"""How figures are written for people: two significant digits, the unit once, the range always there."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_green.quantities import Quantity

_SCALES = {
    "kWh": ((1e-3, "Wh"), (1.0, "kWh"), (1e3, "MWh")),
    "gCO2e": ((1.0, "g CO₂e"), (1e3, "kg CO₂e"), (1e6, "t CO₂e")),
    "L": ((1e-3, "mL"), (1.0, "L"), (1e3, "m³")),
    "USD": ((1.0, "$"),),
    "h": ((1 / 60, "min"), (1.0, "h")),
    "": ((1.0, ""),),
}


def say_number(value: float) -> str:
    """Return ``value`` with two significant digits and no exponent, such as ``5.7``, ``56`` or ``1,400``."""
    if value == 0:
        return "0"
    digits = 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, digits)
    if rounded != 0 and math.floor(math.log10(abs(rounded))) > math.floor(math.log10(abs(value))):
        digits -= 1  # 9.96 is "10", not "10.0"
    return f"{rounded:,.{max(0, digits)}f}".replace("-", "−")


def say_value(value: float, unit: str) -> str:
    """Return one value with its unit, such as ``1.8 kg CO₂e/h`` or ``$56/h``."""
    size, name, suffix = _scale(value, unit)
    digits = f"{value:g}" if name == "h" and value == int(value) else say_number(value / size)
    return _with_unit(digits, name) + suffix


def say_range(quantity: Quantity) -> str:
    """Return the range alone in the scale of the central value, such as ``0.56–4.2``; empty when there is none."""
    if not quantity.is_known:
        return ""
    low, high = quantity.low, quantity.high
    if math.isclose(low, high, rel_tol=5e-3):
        return ""
    size, _, _ = _scale(quantity.central, quantity.unit)
    joint = "–" if low >= 0 else " to "
    least, most = say_number(low / size), say_number(high / size)
    return "" if least == most else f"{least}{joint}{most}"


def say_quantity(quantity: Quantity, *, with_range: bool = True) -> str:
    """Return a quantity in words, such as ``5.7 kWh/h [2.3–9.5]`` or ``1.8 kg CO₂e (2 of 3 counted)``."""
    if not quantity.is_known:
        return "unknown"
    text = say_value(quantity.central, quantity.unit)
    span = say_range(quantity) if with_range else ""
    if span:
        text += f" [{span}]"
    if not quantity.is_complete:
        text += f" ({quantity.counted:,} of {quantity.out_of:,} counted)"
    return text


def say_change(quantity: Quantity) -> str:
    """Return a difference with its sign, such as ``−0.4 kg CO₂e/h`` or ``±0 g CO₂e/h``."""
    if not quantity.is_known:
        return "unknown"
    value = quantity.central
    if math.isclose(value, 0.0, abs_tol=1e-12):
        return "±" + say_value(0.0, quantity.unit).replace("g CO₂e", "CO₂e")
    sign = "−" if value < 0 else "+"
    return sign + say_value(abs(value), quantity.unit)


def say_duration(seconds: float) -> str:
    """Return a time span in the unit a person would use, such as ``45 s``, ``90 min`` or ``24 h``."""
    if seconds < 120:
        return f"{say_number(seconds)} s"
    if seconds < 3 * 3600:
        return f"{say_number(seconds / 60)} min"
    return f"{say_number(seconds / 3600)} h" if seconds < 72 * 3600 else f"{say_number(seconds / 86400)} days"


def say_count(number: int, noun: str) -> str:
    """Return a number of things, such as ``1 run`` or ``3 runs``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _scale(value: float, unit: str) -> tuple[float, str, str]:
    above, slash, below = unit.partition("/")
    steps = _SCALES.get(above, ((1.0, above),))
    size, name = steps[0]
    if value == 0 and above in ("kWh", "L", "h"):
        size, name = next(step for step in steps if step[0] == 1.0)
    for step_size, step_name in steps:
        if abs(value) >= step_size * 0.995:
            size, name = step_size, step_name
    return size, name, slash + below


def _with_unit(number: str, name: str) -> str:
    if name == "$":
        return f"−${number[1:]}" if number.startswith("−") else f"${number}"
    return f"{number} {name}" if name else number
