"""The endpoints of an account in one Region: since when they stand, who called, what silence costs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jupyter_green.aws import endpoint_use
from jupyter_green.aws.clients import Clients
from jupyter_green.aws.measure import Measurement
from jupyter_green.aws.outcome import Problem
from jupyter_green.footprint import Amounts
from jupyter_green.footprint.carbon import GridBasis
from jupyter_green.footprint.hours import as_hours
from jupyter_green.job import Job
from jupyter_green.readers.records import as_seconds

__all__ = ["ACTIONS", "Standing", "standing_endpoints"]

#: What listing endpoints may ask for.
ACTIONS = ("sagemaker:ListEndpoints", *endpoint_use.ACTIONS)
_DAYS = 30.0


@dataclass(frozen=True, slots=True)
class Standing:
    """One endpoint of the account with what was measured of it in the last 30 days."""

    name: str
    status: str
    age_hours: float | None
    found: Measurement | None = None
    problem: Problem | None = None

    @property
    def job(self) -> Job | None:
        """The endpoint as a job, where its configuration could be read."""
        return self.found.record.job if self.found is not None and self.found.record is not None else None

    @property
    def since_last_call(self) -> Amounts | None:
        """What it came to since the last call, or since it stands where nobody called; None where nobody knows."""
        if self.found is None or self.found.footprint is None or self.found.metrics is None:
            return None
        silent, footprint = self.found.metrics.silent_hours, self.found.footprint
        return None if silent is None or footprint.basis != "per hour" else footprint.rate.times(as_hours(silent))


def standing_endpoints(
    clients: Clients,
    region: str | None,
    *,
    clock: Callable[[], float],
    grid: GridBasis = "lifecycle",
    most: int = 50,
    last_calls: Mapping[str, float] | None = None,
) -> Iterator[Standing]:
    """Yield the endpoints that stand in a Region, the oldest first; beyond ``most`` only their names and ages.

    A problem with the list itself is yielded as a last, nameless one. ``last_calls`` are calls seen by the kernel,
    which CloudWatch may not show yet.
    """
    looked = 0
    for outcome in clients.pages(
        "sagemaker",
        "ListEndpoints",
        region,
        would="the endpoints that stand there",
        SortBy="CreationTime",
        SortOrder="Ascending",
        MaxResults=100,
    ):
        if outcome.value is None:
            yield Standing("", "", None, problem=outcome.problem)
            return
        for one in outcome.value.get("Endpoints") or ():
            looked += 1
            yield _standing(clients, region, one, clock, grid, looked <= most, last_calls or {})


def _standing(
    clients: Clients,
    region: str | None,
    told: Mapping[str, Any],
    clock: Callable[[], float],
    grid: GridBasis,
    in_full: bool,
    last_calls: Mapping[str, float],
) -> Standing:
    name, created = str(told.get("EndpointName")), as_seconds(told.get("CreationTime"))
    age = None if created is None else (clock() - created) / 3600
    status = str(told.get("EndpointStatus", ""))
    if not in_full:
        return Standing(name, status, age)
    job = Job(kind="endpoint", name=name, region=region, identity=f"endpoint:{name}")
    found = endpoint_use.measure_endpoint(clients, job, clock=clock, grid=grid, days=_DAYS)
    if found.record is None:
        return Standing(name, status, age, problem=found.problems[0] if found.problems else None)
    seen = last_calls.get(name)
    if seen is not None and found.metrics is not None:
        silent = (clock() - seen) / 3600
        if found.metrics.silent_hours is None or silent < found.metrics.silent_hours:
            found = dataclasses.replace(found, metrics=dataclasses.replace(found.metrics, silent_hours=silent))
    return Standing(name, status, age, found, found.problems[0] if found.problems else None)
