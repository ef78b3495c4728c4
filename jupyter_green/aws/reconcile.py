"""AWS's own carbon figures of a month, by service and Region, beside what the ledger says."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_green.aws.clients import Clients
from jupyter_green.aws.outcome import Problem

__all__ = ["ACTIONS", "Month", "months_emissions", "parse_month"]

#: What reconciling may ask for.
ACTIONS = ("sustainability:GetEstimatedCarbonEmissions",)
_SERVED_FROM = "us-east-1"  # the figures of all Regions are told there
_GRAMS_PER_TONNE = 1e6
_KINDS = {
    "TOTAL_LBM_CARBON_EMISSIONS": "all scopes, location-based",
    "TOTAL_MBM_CARBON_EMISSIONS": "all scopes, market-based",
    "TOTAL_SCOPE_1_CARBON_EMISSIONS": "scope 1",
    "TOTAL_SCOPE_2_LBM_CARBON_EMISSIONS": "scope 2, location-based",
    "TOTAL_SCOPE_2_MBM_CARBON_EMISSIONS": "scope 2, market-based",
    "TOTAL_SCOPE_3_LBM_CARBON_EMISSIONS": "scope 3, location-based",
    "TOTAL_SCOPE_3_MBM_CARBON_EMISSIONS": "scope 3, market-based",
}


@dataclass(slots=True)
class Month:
    """What AWS tells of SageMaker in one month: grams by Region and kind of emission; ``version`` is of its method."""

    start: datetime.datetime
    end: datetime.datetime
    by_region: dict[str, dict[str, float]] = field(default_factory=dict)
    services: set[str] = field(default_factory=set)
    version: str = ""

    def grams(self, kind: str) -> float | None:
        """Return the grams of one kind of emission over all Regions; None where no Region tells it."""
        told = [values[kind] for values in self.by_region.values() if kind in values]
        return sum(told) if told else None

    @property
    def kinds(self) -> Mapping[str, str]:
        """The kinds of emission AWS tells, with their names in words."""
        return _KINDS


def parse_month(text: str) -> tuple[datetime.datetime, datetime.datetime] | None:
    """Return the first moment of a month such as ``2026-10`` and of the one after it; None for anything else."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", text)
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    start = datetime.datetime(int(match[1]), int(match[2]), 1, tzinfo=datetime.timezone.utc)
    return start, (start + datetime.timedelta(days=32)).replace(day=1)


def months_emissions(
    clients: Clients, start: datetime.datetime, end: datetime.datetime
) -> tuple[Month, Problem | None]:
    """Return what AWS estimates for SageMaker in a month; other services are named but not counted."""
    month = Month(start, end)
    results, problem = clients.everything(
        "sustainability",
        "GetEstimatedCarbonEmissions",
        "Results",
        _SERVED_FROM,
        would="AWS's own estimate of the month",
        TimePeriod={"Start": start, "End": end},
        GroupBy=["SERVICE", "REGION"],
        EmissionsTypes=list(_KINDS),
        Granularity="MONTHLY",
    )
    for result in results:
        told = result.get("DimensionsValues") or {}
        service = str(told.get("SERVICE", ""))
        month.services.add(service)
        month.version = str(result.get("ModelVersion") or month.version)
        if "sagemaker" not in service.lower().replace(" ", ""):
            continue
        values = month.by_region.setdefault(str(told.get("REGION", "")), {})
        for kind, amount in (result.get("EmissionsValues") or {}).items():
            values[kind] = values.get(kind, 0.0) + float(amount.get("Value", 0.0)) * _GRAMS_PER_TONNE
    return month, problem
