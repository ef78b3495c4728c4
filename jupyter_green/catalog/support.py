"""What AWS documents as supported, feature by feature: Regions, frameworks and instance families."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from jupyter_green.catalog import tables

__all__ = ["is_supported", "supported"]


@cache
def supported(feature: str) -> Mapping[str, str]:
    """Return the supported items of a feature with their detail, such as the last version; empty when unknown."""
    return MappingProxyType({row["item"]: row["detail"] for row in tables.rows("support") if row["feature"] == feature})


def is_supported(feature: str, item: str) -> bool:
    """True when the table lists the item under the feature."""
    return item in supported(feature)
