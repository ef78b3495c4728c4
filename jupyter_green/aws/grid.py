"""The grid as it is now and as it is forecast, from services that the user has a key for; off without one.

Others add theirs by the entry point ``jupyter_green.grid``: a callable that takes the environment and returns a
provider, or None where its key is missing.
"""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from jupyter_green.aws.outcome import Outcome, Problem

__all__ = ["GROUP", "ElectricityMaps", "GridProvider", "Hour", "Reading", "WattTime", "providers"]

GROUP = "jupyter_green.grid"
_SECONDS = 10.0
_GRAMS_PER_POUND = 453.59237
Hour = tuple[str, float]  # ISO time and gCO2e/kWh


@dataclass(frozen=True, slots=True)
class Reading:
    """The intensity of a grid at one moment, in gCO2e/kWh; an average and a marginal figure are never mixed."""

    zone: str
    grams: float
    at: str
    signal: Literal["average", "marginal"]
    source: str


class GridProvider(Protocol):
    """What a provider answers; ``zone`` is its own name of a grid, asked for where it cannot tell it by the Region."""

    name: str

    def now(self, region: str, zone: str | None = None) -> Outcome[Reading]:
        """Return the intensity now."""

    def forecast(self, region: str, zone: str | None = None) -> Outcome[list[Hour]]:
        """Return the hours that the provider forecasts, the next one first."""


class ElectricityMaps:
    """Electricity Maps: average intensity with upstream emissions, by AWS Region."""

    name = "electricity-maps"

    def __init__(self, token: str, url: str = "https://api.electricitymaps.com") -> None:
        self._token, self._url = token, url

    def now(self, region: str, zone: str | None = None) -> Outcome[Reading]:
        """Return the intensity now."""
        answer = self._get("/v3/carbon-intensity/latest", region, zone, "the intensity now")
        if answer.value is None:
            return Outcome(problem=answer.problem)
        told = answer.value
        return _checked(
            lambda: Reading(
                str(told.get("zone", region)),
                float(told["carbonIntensity"]),
                str(told.get("datetime", "")),
                "average",
                "Electricity Maps",
            ),
            self.name,
            region,
        )

    def forecast(self, region: str, zone: str | None = None) -> Outcome[list[Hour]]:
        """Return the hours of the forecast; it is a paid part of the service."""
        answer = self._get("/v3/carbon-intensity/forecast", region, zone, "the hours to come")
        if answer.value is None:
            return Outcome(problem=answer.problem)
        told = answer.value
        return _checked(
            lambda: [(str(one["datetime"]), float(one["carbonIntensity"])) for one in told["forecast"]],
            self.name,
            region,
        )

    def _get(self, path: str, region: str, zone: str | None, would: str) -> Outcome[dict[str, Any]]:
        where = {"zone": zone} if zone else {"dataCenterProvider": "aws", "dataCenterRegion": region}
        url = f"{self._url}{path}?{urllib.parse.urlencode(where)}"
        return _fetch(url, {"auth-token": self._token}, self.name, region, would)


class WattTime:
    """WattTime: marginal intensity, which says when to run and is never put into a footprint."""

    name = "watttime"

    def __init__(self, user: str, password: str, url: str = "https://api.watttime.org") -> None:
        self._login, self._url = f"{user}:{password}", url
        self._token = ""

    def now(self, region: str, zone: str | None = None) -> Outcome[Reading]:
        """Return the first moment of the forecast: the intensity now."""
        hours = self.forecast(region, zone)
        if not hours.value:
            return Outcome(problem=hours.problem)
        at, grams = hours.value[0]
        return Outcome(Reading(str(zone), grams, at, "marginal", "WattTime"))

    def forecast(self, region: str, zone: str | None = None) -> Outcome[list[Hour]]:
        """Return the full hours of the forecast."""
        if not zone:
            detail = "WattTime names grids by balancing authority: say --zone, such as --zone CAISO_NORTH"
            return Outcome(problem=Problem("failed", self.name, region, detail))
        if not self._token:
            basic = base64.b64encode(self._login.encode()).decode()
            login = _fetch(f"{self._url}/login", {"Authorization": f"Basic {basic}"}, self.name, region, "a token")
            if login.value is None:
                return Outcome(problem=login.problem)
            self._token = str(login.value.get("token", ""))
        question = urllib.parse.urlencode({"region": zone, "signal_type": "co2_moer"})
        headers = {"Authorization": f"Bearer {self._token}"}
        answer = _fetch(f"{self._url}/v3/forecast?{question}", headers, self.name, region, "the hours to come")
        if answer.value is None:
            self._token = ""  # it lives for half an hour
            return Outcome(problem=answer.problem)
        told = answer.value

        def hours() -> list[Hour]:
            points = [(str(one["point_time"]), float(one["value"])) for one in told["data"]]
            full = [point for point in points if point[0][14:16] == "00"] or points
            return [(at, pounds_per_mwh * _GRAMS_PER_POUND / 1000) for at, pounds_per_mwh in full]

        return _checked(hours, self.name, region)


def electricity_maps(environment: Mapping[str, str]) -> GridProvider | None:
    """Return the provider where ``ELECTRICITY_MAPS_TOKEN`` is set."""
    token = environment.get("ELECTRICITY_MAPS_TOKEN", "")
    return ElectricityMaps(token, **_at(environment, "ELECTRICITY_MAPS_URL")) if token else None


def watttime(environment: Mapping[str, str]) -> GridProvider | None:
    """Return the provider where ``WATTTIME_USER`` and ``WATTTIME_PASSWORD`` are set."""
    user, password = environment.get("WATTTIME_USER", ""), environment.get("WATTTIME_PASSWORD", "")
    return WattTime(user, password, **_at(environment, "WATTTIME_URL")) if user and password else None


_OURS: Mapping[str, Callable[[Mapping[str, str]], GridProvider | None]] = {
    "electricity-maps": electricity_maps,
    "watttime": watttime,
}


def providers(environment: Mapping[str, str]) -> tuple[dict[str, GridProvider], list[str]]:
    """Return the providers whose key is set, ours and those of others, and one line for each that failed to load."""
    from importlib.metadata import entry_points

    makers: dict[str, Callable[[Mapping[str, str]], GridProvider | None]] = dict(_OURS)
    found: dict[str, GridProvider] = {}
    problems: list[str] = []
    for entry in entry_points(group=GROUP):
        try:
            makers.setdefault(entry.name, entry.load())
        except Exception as error:
            problems.append(f"the grid provider {entry.name} cannot be loaded ({type(error).__name__})")
    for name, make in makers.items():
        try:
            provider = make(environment)
        except Exception as error:
            problems.append(f"the grid provider {name} cannot be made ({type(error).__name__})")
            continue
        if provider is not None:
            found[name] = provider
    return found, problems


def _at(environment: Mapping[str, str], name: str) -> dict[str, str]:
    return {"url": environment[name]} if environment.get(name) else {}


def _fetch(url: str, headers: Mapping[str, str], name: str, region: str, would: str) -> Outcome[dict[str, Any]]:
    request = urllib.request.Request(url, headers={"User-Agent": "jupyter-green", **headers})
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            told = json.loads(answer.read(4_000_000))
        if isinstance(told, dict):
            return Outcome(told)
        return Outcome(problem=Problem("failed", name, region, "an answer of another shape", would))
    except urllib.error.HTTPError as error:
        refused = error.code in (401, 403)
        why: Any = "throttled" if error.code == 429 else "missing" if error.code == 404 else "failed"
        detail = "the key is not accepted" if refused else f"HTTP {error.code}"
        return Outcome(problem=Problem(why, name, region, detail, would))
    except ValueError:
        return Outcome(problem=Problem("failed", name, region, "an answer that is not JSON", would))
    except OSError:
        return Outcome(problem=Problem("no network", name, region, would=would))


def _checked(read: Callable[[], Any], name: str, region: str) -> Outcome[Any]:
    try:
        return Outcome(read())
    except (KeyError, TypeError, ValueError):
        return Outcome(problem=Problem("failed", name, region, "an answer of another shape"))
