"""Live grid intensity comes only with the user's key, from recorded answers on loopback here."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from jupyter_green.aws import grid
from jupyter_green.aws.grid import ElectricityMaps, WattTime, providers
from jupyter_green.demo.standin import StandIn
from tests.support.notebook import notebook_shell

LATEST = {
    "zone": "IE",
    "carbonIntensity": 302,
    "datetime": "2026-11-22T10:00:00.000Z",
    "emissionFactorType": "lifecycle",
}
HOURS = {
    "zone": "IE",
    "forecast": [{"carbonIntensity": 302 - 40 * n, "datetime": f"2026-11-22T1{n}:00Z"} for n in range(5)],
}
MOER = {
    "data": [
        {"point_time": "2026-11-22T10:00:00+00:00", "value": 1000.0},
        {"point_time": "2026-11-22T10:05:00+00:00", "value": 400.0},
        {"point_time": "2026-11-22T11:00:00+00:00", "value": 500.0},
    ],
    "meta": {"region": "CAISO_NORTH", "signal_type": "co2_moer", "units": "lbs_co2_per_mwh"},
}


class Service:
    """A loopback server with recorded answers by path; it keeps what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, Any]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.asked.append((self.path, dict(self.headers)))
                code, answer = service.answers.get(self.path.partition("?")[0], (404, {}))
                body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(code)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def service() -> Iterator[Service]:
    running = Service()
    yield running
    running.server.shutdown()
    running.server.server_close()


def test_electricity_maps_tells_the_average_of_an_aws_region(service: Service) -> None:
    service.answers = {"/v3/carbon-intensity/latest": (200, LATEST), "/v3/carbon-intensity/forecast": (200, HOURS)}
    provider = ElectricityMaps("key-1", service.url)
    now = provider.now("eu-west-1").value
    assert now is not None and (now.zone, now.grams, now.signal) == ("IE", 302.0, "average")
    hours = provider.forecast("eu-west-1").value
    assert hours is not None and hours[-1] == ("2026-11-22T14:00Z", 142.0)
    path, headers = service.asked[0]
    assert "dataCenterProvider=aws" in path and "dataCenterRegion=eu-west-1" in path
    assert {name.lower(): value for name, value in headers.items()}["auth-token"] == "key-1"


def test_watttime_tells_full_hours_in_grams_and_calls_them_marginal(service: Service) -> None:
    service.answers = {"/login": (200, {"token": "t-1"}), "/v3/forecast": (200, MOER)}
    provider = WattTime("me", "secret", service.url)
    hours = provider.forecast("us-west-1", "CAISO_NORTH").value
    assert hours is not None and [at[11:16] for at, _ in hours] == ["10:00", "11:00"]
    assert hours[0][1] == pytest.approx(453.59237)
    now = provider.now("us-west-1", "CAISO_NORTH").value
    assert now is not None and now.signal == "marginal"
    logins = [headers for path, headers in service.asked if path == "/login"]
    assert len(logins) == 1  # the token is used again
    assert logins[0]["Authorization"] == "Basic " + base64.b64encode(b"me:secret").decode()


@pytest.mark.parametrize(
    ("code", "answer", "said"),
    [
        (401, {}, "the key is not accepted"),
        (403, {}, "the key is not accepted"),
        (429, {}, "slow down"),
        (500, {}, "HTTP 500"),
        (200, b"<html>", "not JSON"),
        (200, {"error": 1}, "another shape"),
        (200, [], "another shape"),
    ],
)
def test_what_goes_wrong_is_one_line(service: Service, code: int, answer: Any, said: str) -> None:
    service.answers = {"/v3/carbon-intensity/latest": (code, answer)}
    outcome = ElectricityMaps("key", service.url).now("eu-west-1")
    assert outcome.value is None and said in str(outcome.problem) and "\n" not in str(outcome.problem)


def test_no_answer_is_no_network() -> None:
    problem = ElectricityMaps("key", "http://127.0.0.1:9").now("eu-west-1").problem
    assert problem is not None and problem.why == "no network"


def test_watttime_needs_to_be_told_the_grid(service: Service) -> None:
    assert "--zone" in str(WattTime("me", "secret", service.url).now("us-west-1").problem)
    assert service.asked == []


def test_it_is_off_without_a_key_and_asks_nobody(aws: StandIn) -> None:
    assert providers({})[0] == {}
    with notebook_shell() as notebook:
        text = notebook.run("%green grid eu-west-1")[-1]["text/plain"]
    assert "off: no key is set" in text


def test_the_forecast_feeds_the_advice_on_when_to_run(
    aws: StandIn, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.answers = {"/v3/carbon-intensity/latest": (200, LATEST), "/v3/carbon-intensity/forecast": (200, HOURS)}
    monkeypatch.setenv("ELECTRICITY_MAPS_TOKEN", "key")
    monkeypatch.setenv("ELECTRICITY_MAPS_URL", service.url)
    with notebook_shell() as notebook:
        text = notebook.run("%green grid eu-west-1")[-1]["text/plain"]
        assert "302" in text or "300" in text
        assert "cleanest of the next 5 hours: 2026-11-22T14:00Z" in text
        context = notebook.session.context()
        assert context.inventory["grid_forecast"]["eu-west-1"][0] == ("2026-11-22T10:00Z", 302.0)


def test_without_a_forecast_no_window_is_advised(
    aws: StandIn, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.answers = {"/v3/carbon-intensity/latest": (200, LATEST), "/v3/carbon-intensity/forecast": (403, {})}
    monkeypatch.setenv("ELECTRICITY_MAPS_TOKEN", "key")
    monkeypatch.setenv("ELECTRICITY_MAPS_URL", service.url)
    with notebook_shell() as notebook:
        text = notebook.run("%green grid eu-west-1")[-1]["text/plain"]
        assert "no forecast, so no time window is advised" in text
        assert notebook.session.context().inventory == {}


class _Entry:
    def __init__(self, name: str, maker: Any) -> None:
        self.name, self._maker = name, maker

    def load(self) -> Any:
        if isinstance(self._maker, Exception):
            raise self._maker
        return self._maker


def test_others_add_providers_and_a_broken_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = ElectricityMaps("x")

    def entries(*, group: str) -> list[_Entry]:
        assert group == grid.GROUP
        return [_Entry("mine", lambda environment: mine), _Entry("broken", ImportError("no"))]

    monkeypatch.setattr("importlib.metadata.entry_points", entries)
    found, problems = providers({})
    assert found == {"mine": mine}
    assert problems == ["the grid provider broken cannot be loaded (ImportError)"]
