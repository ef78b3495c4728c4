"""Units as exponents of a few symbols, so that a product of figures knows what it is and a wrong sum fails."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["AMOUNTS", "KNOWN_UNITS", "Unit", "UnitError", "combine_units", "parse_amount", "parse_unit", "unit_text"]

KNOWN_UNITS = ("kWh", "gCO2e", "L", "USD", "h")
Unit = tuple[tuple[str, int], ...]
#: Examples of what people may write for an amount.
AMOUNTS = "10kg, 10kgCO2e, 50USD, $50 or 20kWh"
_AMOUNT = re.compile(r"\s*(?P<money>\$)?\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[a-z0-9₂ ]*)", re.IGNORECASE)
_WRITTEN = {
    "g": ("gCO2e", 1.0), "kg": ("gCO2e", 1e3), "t": ("gCO2e", 1e6),
    "wh": ("kWh", 1e-3), "kwh": ("kWh", 1.0), "mwh": ("kWh", 1e3), "usd": ("USD", 1.0),
}  # fmt: skip


class UnitError(TypeError):
    """Raised when figures of different units are added, subtracted or compared."""


@lru_cache(maxsize=256)
def parse_unit(text: str) -> Unit:
    """Return the unit that a text such as ``gCO2e/kWh`` names; raises UnitError for a symbol that is not known."""
    exponents: dict[str, int] = {}
    for part, sign in _unit_parts(text):
        if part not in KNOWN_UNITS:
            raise UnitError(f"unknown unit {part!r}; use {', '.join(KNOWN_UNITS)}")
        exponents[part] = exponents.get(part, 0) + sign
    return tuple(sorted((s, e) for s, e in exponents.items() if e))


def _unit_parts(text: str) -> Iterable[tuple[str, int]]:
    above, _, below = text.partition("/")
    yield from ((part, 1) for part in above.split("*") if part and part != "1")
    yield from ((part, -1) for part in below.replace("/", "*").split("*") if part)


@lru_cache(maxsize=256)
def unit_text(unit: Unit) -> str:
    """Return a unit as text, such as ``kWh/h``."""
    above = "*".join(s for s, e in unit for _ in range(e))
    below = "*".join(s for s, e in unit for _ in range(-e))
    return f"{above or '1'}/{below}" if below else above


@lru_cache(maxsize=256)
def combine_units(a: Unit, b: Unit, sign: int) -> Unit:
    """Return the unit of a product (``sign`` 1) or a quotient (``sign`` -1)."""
    exponents = dict(a)
    for symbol, exponent in b:
        exponents[symbol] = exponents.get(symbol, 0) + sign * exponent
    return tuple(sorted((s, e) for s, e in exponents.items() if e))


def parse_amount(text: str) -> tuple[float, str]:
    """Return amount and unit of what people write, such as ``10kg``, ``10 kg CO₂e``, ``$50`` or ``20kWh``.

    Carbon comes in gCO2e, energy in kWh, money in USD. Raises ValueError for anything else.
    """
    match = _AMOUNT.fullmatch(text)
    if match is not None:
        name = re.sub(r"\s*co[2₂]e?$", "", match["unit"].strip().lower())
        found = _WRITTEN.get(name or "usd" if match["money"] else name)
        is_carbon = name != match["unit"].strip().lower()
        if found is not None and (found[0] == "gCO2e" or not is_carbon) and (found[0] == "USD" or not match["money"]):
            return float(match["number"]) * found[1], found[0]
    raise ValueError(f"an amount is written such as {AMOUNTS}, not {text!r}")
