"""Cost: list prices on demand; a Spot discount is not known before the bill."""

from __future__ import annotations

from functools import lru_cache

from jupyter_green.catalog.prices import Price
from jupyter_green.quantities import Quantity

__all__ = ["hourly_cost", "serverless_cost", "spot_discount"]

#: AWS: managed Spot training saves "up to 90 %" of the on-demand price. A ceiling, never an expectation.
_LARGEST_SPOT_DISCOUNT = 0.9


@lru_cache(maxsize=1024)
def hourly_cost(price: Price | None) -> Quantity:
    """Return the list price of one instance-hour in USD/h."""
    if price is None:
        return Quantity.unknown("USD/h")
    return _with_margin(price.usd, price.margin, "USD/h")


def serverless_cost(price: Price | None, memory_mb: int) -> Quantity:
    """Return the list price of an hour of serverless compute at this memory size in USD/h."""
    if price is None:
        return Quantity.unknown("USD/h")
    return _with_margin(price.usd * memory_mb / 1024 * 3600, price.margin, "USD/h")


@lru_cache(maxsize=1024)
def spot_discount() -> Quantity:
    """Return the factor Spot puts on the list price: anything down to a tenth, the list price until billed."""
    return Quantity.between(1 - _LARGEST_SPOT_DISCOUNT, 1.0, 1.0, cause="Spot discount")


def _with_margin(usd: float, margin: float, unit: str) -> Quantity:
    if margin == 0:
        return Quantity.exactly(usd, unit)
    return Quantity.between(usd * (1 - margin), usd, usd * (1 + margin), unit, cause="list price derivation")
