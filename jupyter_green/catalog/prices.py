"""List prices in US dollars: on demand, without tax, Savings Plans or Spot discounts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jupyter_green.catalog import tables

__all__ = ["Price", "hourly_price", "is_priced_in", "serverless_price"]

_COMPONENTS = {
    "training": "training",
    "tuning": "training",
    "endpoint": "hosting",
    "inference-component": "hosting",
    "transform": "transform",
    "studio": "studio",
}


@dataclass(frozen=True, slots=True)
class Price:
    """A list price with its margin; ``usd`` is per hour for instances and per GB-second for serverless."""

    usd: float
    margin: float
    source: str
    as_of: str
    derived: bool


_live: dict[tuple[str, str, str], Price] = {}


@cache
def _packaged_price(instance_type: str, region: str, component: str) -> Price | None:
    row = component and tables.find_row("prices", region, instance_type, component)
    row = row or tables.find_row("prices", region, instance_type, "all")
    if not row:
        return None
    derived = row["derived"] == "true"
    return Price(tables.number(row, "usd_per_hour", "prices"), _margin(row), row["source"], row["as_of"], derived)


def hourly_price(instance_type: str, region: str, kind: str = "training") -> Price | None:
    """Return the list price of one instance for an hour of that kind of job, or None when no price is known."""
    component = _COMPONENTS.get(kind, "")
    if _live:
        live = _live.get((instance_type, region, component)) or _live.get((instance_type, region, "all"))
        if live is not None:
            return live
    return _packaged_price(instance_type, region, component)


def use_live_prices(prices: dict[tuple[str, str, str], Price]) -> None:
    """Let dated live prices, keyed by (type, Region, component), stand before the packaged ones in this process."""
    _live.update(prices)


def forget_live_prices() -> None:
    """Return to the packaged prices."""
    _live.clear()


def is_priced_in(instance_type: str, region: str) -> bool:
    """True when a price row exists: EC2 offers the type in the Region, as far as the table knows."""
    return hourly_price(instance_type, region) is not None


@cache
def serverless_price(memory_mb: int, region: str) -> Price | None:
    """Return the price of a GB-second of serverless inference, or None outside the memory sizes or Regions known."""
    row = tables.find_row("serverless", region, str(memory_mb))
    if row is None:
        return None
    derived = row["derived"] == "true"
    usd = tables.number(row, "usd_per_gb_second", "serverless")
    return Price(usd, 0.15 if derived else 0.0, row["source"], row["as_of"], derived)


def _margin(row: dict[str, str]) -> float:
    """Return the relative half-width we give a derived price: wider the further it was carried."""
    if row["derived"] != "true":
        return 0.0
    source = row["source"]
    if "(base)" in source or source.startswith("EC2 us-gov"):
        return 0.01
    return 0.05 if "(exact)" in source else 0.15
