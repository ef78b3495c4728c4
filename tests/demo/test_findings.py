"""What is said about the executed notebooks follows from their outputs alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat

from jupyter_green.demo import findings, report
from jupyter_green.demo.notebooks import DemoNotebook


def figure(low: float, central: float, high: float, unit: str) -> dict[str, Any]:
    return {
        "low": low,
        "central": central,
        "high": high,
        "unit": unit,
        "text": f"{central} {unit}",
        "range": "",
        "counted": 1,
    }


def line(identity: str, **changes: Any) -> dict[str, Any]:
    return {
        "identity": identity,
        "name": identity.split(":")[1],
        "what": "training · 1 × ml.m5.xlarge · us-east-1",
        "state": "running",
        "basis": "per hour",
        "energy": figure(0.1, 0.2, 0.3, "kWh/h"),
        "carbon": figure(40, 60, 90, "gCO2e/h"),
        "cost": figure(0.23, 0.23, 0.23, "USD/h"),
        "advice": [
            {
                "id": f"managed-spot-training@{identity}",
                "title": "Use Spot",
                "saving_text": "−$22/h",
                "swap": {"spot": True},
            }
        ],
        **changes,
    }


def notebook(*lines: dict[str, Any]) -> Any:
    cells = []
    for one in lines:
        data = {findings.MIME: {"version": 1, "lines": [one]}}
        cells.append(nbformat.v4.new_code_cell("", outputs=[nbformat.v4.new_output("display_data", data=data)]))
    return nbformat.v4.new_notebook(cells=cells)


def test_a_job_shown_twice_counts_once() -> None:
    found = findings.read(notebook(line("training:a"), line("training:a"), line("training:b")), "one", ["a", "b"])
    assert (found.jobs, found.shown, found.missed, found.told_twice) == (2, 3, [], [])
    assert len(found.advice) == 2


def test_the_forecast_of_an_object_gives_way_to_the_job_it_became() -> None:
    forecast = line("object:training-1", name=None, state="forecast")
    found = findings.read(notebook(forecast, line("training:a")), "one")
    assert list(found.lines) == ["one:training:a"]


def test_what_was_started_and_not_told_is_missed_and_told_twice_is_noticed() -> None:
    found = findings.read(notebook(line("training:a"), line("other:a")), "one", ["a", "b"])
    assert (found.missed, found.told_twice) == (["b"], ["a"])


def test_totals_keep_different_bases_apart_and_say_what_is_unknown() -> None:
    unknown = {"unit": "gCO2e/h", "text": "unknown", "counted": 0, "out_of": 1}
    whole = line("training:c", basis="total", carbon=figure(1, 2, 3, "gCO2e"))
    found = findings.read(notebook(line("training:a"), line("training:b", carbon=unknown), whole), "one")
    sums = found.totals()
    assert set(sums) == {"per hour", "total"}
    assert sums["per hour"]["carbon"].central == 60
    assert (sums["per hour"]["carbon"].counted, sums["per hour"]["carbon"].out_of) == (1, 2)
    assert (sums["per hour"]["energy"].low, sums["per hour"]["energy"].high) == (0.2, 0.6)


def test_the_same_name_in_two_notebooks_is_two_jobs() -> None:
    everything = findings.Findings()
    for name in ("one", "two"):
        everything.add(findings.read(notebook(line("training:a")), name))
    assert everything.jobs == 2


def test_the_summary_names_failures_and_what_is_missing() -> None:
    shown = DemoNotebook(Path("01_train.ipynb"), "Train", "v2", 3)
    found = findings.read(notebook(line("training:a")), "one", ["a", "lost"])
    text = report.as_markdown([(shown, found, "NameError: name 'x' is not defined")])
    assert "Stopped: NameError" in text
    assert "- a: **Use Spot** (−$22/h)" in text
    assert "1 of 2 jobs and endpoints that were started are told of; missing: lost" in text
    assert "| training · 1 × ml.m5.xlarge · us-east-1 · a |" in text


def test_what_is_counted_elsewhere_shows_where_instead_of_zeros() -> None:
    nothing = figure(0.0, 0.0, 0.0, "kWh/h") | {"text": "0 kWh/h"}
    pipeline = line("pipeline:nightly", basis="counted elsewhere", energy=nothing, carbon=nothing, cost=nothing)
    found = findings.read(notebook(pipeline, line("training:a")), "one")
    page = report.as_markdown([(DemoNotebook(Path("one.ipynb"), "One", None, 2), found, "")])
    assert "counted elsewhere |  |  |" in page
    assert "0 kWh/h |" not in page.replace("0.2 kWh/h", "")
