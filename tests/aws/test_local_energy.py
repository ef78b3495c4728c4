"""Energy on this machine is what its counters show; without one it is not visible, and never 0."""

from __future__ import annotations

import itertools
import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import jupyter_green
from jupyter_green.demo.standin import StandIn
from jupyter_green.kernel.local_energy import Counters, find_counters, measure_code
from tests.support.notebook import NotebookShell, notebook_shell

NO_GPU: Callable[[str], str | None] = lambda name: None  # noqa: E731


class Tracker:
    """Stands for codecarbon's tracker: it must be started and stopped around the code."""

    def __init__(self, cpu: float, gpu: float = 0.0, **options: Any) -> None:
        self.options, self.steps = options, list[str]()
        self.final_emissions_data = types.SimpleNamespace(cpu_energy=cpu, gpu_energy=gpu, ram_energy=9.0)

    def start(self) -> None:
        self.steps.append("start")

    def stop(self) -> float:
        self.steps.append("stop")
        return 1.0


def ticking() -> Callable[[], float]:
    return itertools.count(0.0, 30.0).__next__


@pytest.fixture
def notebook(aws: StandIn) -> Iterator[NotebookShell]:
    with notebook_shell() as shell:
        yield shell


def test_a_counter_that_can_be_read_is_found(tmp_path: Path) -> None:
    assert find_counters(tmp_path, which=NO_GPU) == Counters(False, False)
    package = tmp_path / "intel-rapl:0"
    package.mkdir()
    (package / "energy_uj").write_text("123456\n")
    assert find_counters(tmp_path, which=NO_GPU) == Counters(True, False)
    (package / "energy_uj").write_text("")
    assert find_counters(tmp_path, which=lambda name: "/usr/bin/" + name) == Counters(False, True)


def test_only_parts_with_a_counter_are_told() -> None:
    tracker = Tracker(cpu=0.002, gpu=0.5)
    ran: list[int] = []
    found = measure_code(
        lambda: ran.append(1), counters=Counters(True, False), clock=ticking(), tracker=lambda: tracker
    )
    assert ran == [1] and tracker.steps == ["start", "stop"]
    assert found.kwh == pytest.approx(0.002)  # neither the GPU nor the guess for memory
    assert [(part.name, part.reason) for part in found.parts] == [("CPU", ""), ("GPU", "not visible on this VM")]
    assert found.seconds == 30.0


def test_without_counters_the_code_runs_and_nothing_is_claimed() -> None:
    ran: list[int] = []
    asked: list[int] = []
    found = measure_code(
        lambda: ran.append(1), counters=Counters(False, False), clock=ticking(), tracker=lambda: asked.append(1)
    )
    assert ran == [1] and asked == [] and found.kwh is None
    assert {part.reason for part in found.parts} == {"not visible on this VM"}


def test_a_counter_that_shows_nothing_is_not_zero() -> None:
    found = measure_code(lambda: None, counters=Counters(True, True), clock=ticking(), tracker=lambda: Tracker(cpu=0.0))
    assert found.kwh is None and {part.kwh for part in found.parts} == {None}


def test_an_error_of_the_code_is_passed_on_and_the_tracker_stopped() -> None:
    tracker = Tracker(cpu=0.1)

    def fail() -> None:
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        measure_code(fail, counters=Counters(True, False), clock=ticking(), tracker=lambda: tracker)
    assert tracker.steps == ["start", "stop"]


def test_a_tracker_that_breaks_costs_the_figure_and_not_the_code() -> None:
    def broken() -> Any:
        raise RuntimeError("no driver")

    ran: list[int] = []
    found = measure_code(lambda: ran.append(1), counters=Counters(True, False), clock=ticking(), tracker=broken)
    assert ran == [1] and "codecarbon does not start here (RuntimeError)" in found.parts[0].reason


def test_without_the_extra_it_says_which_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "codecarbon", None)
    found = measure_code(lambda: None, counters=Counters(True, False), clock=ticking())
    assert "pip install jupyter-green[codecarbon]" in found.parts[0].reason


def test_the_real_tracker_is_asked_for_offline_and_without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Tracker] = []

    def make(**options: Any) -> Tracker:
        made.append(Tracker(cpu=0.1, **options))
        return made[-1]

    monkeypatch.setitem(sys.modules, "codecarbon", types.SimpleNamespace(OfflineEmissionsTracker=make))
    assert measure_code(lambda: None, counters=Counters(True, False), clock=ticking()).kwh == pytest.approx(0.1)
    assert made[0].options["save_to_file"] is False


def test_training_code_measures_itself_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_green.kernel.local_energy.find_counters", lambda: Counters(True, False))
    monkeypatch.setattr("jupyter_green.kernel.local_energy._codecarbon", lambda: Tracker(cpu=0.25))
    said: list[str] = []
    with jupyter_green.measure_here(said.append) as found:
        pass
    assert found[0].kwh == pytest.approx(0.25)
    assert len(said) == 1 and "CPU 250 Wh · GPU not visible on this VM (codecarbon" in said[0]
    with pytest.raises(KeyError), jupyter_green.measure_here(said.append):
        raise KeyError("mine")
    assert len(said) == 2


def test_training_code_where_nothing_is_visible_says_so_and_imports_no_kernel(tmp_path: Path) -> None:
    code = (
        "import jupyter_green, sys\n"
        "import jupyter_green.kernel.local_energy as energy\n"
        "energy.find_counters = lambda: energy.Counters(False, False)\n"
        "with jupyter_green.measure_here():\n    total = sum(range(10))\n"
        "print(sorted({'IPython', 'traitlets', 'codecarbon', 'boto3'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    first, second = done.stdout.splitlines()
    assert first.startswith("jupyter_green: this machine for ")
    assert first.endswith("CPU not visible on this VM · GPU not visible on this VM") and second == "[]"


def test_the_cell_runs_once_and_its_names_stay(notebook: NotebookShell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_green.magics.commands.cell.find_counters", lambda: Counters(False, False))
    outputs = notebook.run("%%green measure\ncount = globals().get('count', 0) + 1\ndouble = count * 2")
    assert notebook.shell.user_ns["count"] == 1 and notebook.shell.user_ns["double"] == 2
    text = outputs[-1]["text/plain"]
    assert "CPU not visible on this VM · GPU not visible on this VM" in text and "0 Wh" not in text


def test_a_failing_cell_is_told_as_failed(notebook: NotebookShell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_green.magics.commands.cell.find_counters", lambda: Counters(False, False))
    text = notebook.run("%%green measure\n1 / 0")[-1]["text/plain"]
    assert "the cell failed" in text


def test_another_word_over_a_cell_is_one_friendly_line(notebook: NotebookShell) -> None:
    text = notebook.run("%%green mesure\nx = 1")[-1]["text/plain"]
    assert "a cell begins with %%green measure" in text and "x" not in notebook.shell.user_ns


def test_hours_over_a_cell_still_mean_the_hours_of_its_jobs(notebook: NotebookShell) -> None:
    notebook.run("%%green hours=2\ny = 3")
    assert notebook.shell.user_ns["y"] == 3
