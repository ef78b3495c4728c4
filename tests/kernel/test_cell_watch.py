from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from jupyter_green.kernel import attribution
from jupyter_green.kernel.api_watch import ApiCall, ApiWatch
from jupyter_green.kernel.cell_watch import CellEvent, CellWatch
from tests.kernel.stand_ins import TRAINING_REQUEST, answered_client, is_sdk, sdk_class


class Notebook:
    """A shell with a watch on it; keeps of each cell what outlives the callback."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.events: list[CellEvent] = []
        self.found: list[list[str]] = []
        self.started: list[str] = []
        self.watch = CellWatch(
            shell,
            self.on_cell,
            is_interesting=is_sdk,
            on_start=lambda token, raw_cell: self.started.append(raw_cell),
        )
        shell.user_ns["Estimator"] = sdk_class()

    def on_cell(self, event: CellEvent) -> None:
        self.events.append(event)
        self.found.append([entry.path for entry in event.found])

    def run(self, source: str, **options: Any) -> Any:
        return self.shell.run_cell(source, **{"store_history": True, **options})


@pytest.fixture
def notebook(shell: Any) -> Iterator[Notebook]:
    notebook = Notebook(shell)
    notebook.watch.start()
    yield notebook
    notebook.watch.stop()


def test_a_cell_is_reported_with_what_it_left_behind(notebook: Notebook) -> None:
    notebook.run("est = Estimator()\nother = 1", cell_id="abc")
    (event,) = notebook.events
    assert event.raw_cell == "est = Estimator()\nother = 1"
    assert event.cell_id == "abc"
    assert event.execution_count == 1
    assert not event.failed
    assert not event.failed_before
    assert notebook.found == [["est"]]
    assert notebook.started == ["est = Estimator()\nother = 1"]


def test_the_last_expression_counts(notebook: Notebook, capsys: pytest.CaptureFixture[str]) -> None:
    notebook.run("[Estimator()]")
    assert notebook.found == [["Out[1][0]"]]


def test_only_changes_are_reported(notebook: Notebook) -> None:
    for source in ("est = Estimator()", "x = 1", "est.instance_type = 'ml.m5.large'", "del est"):
        notebook.run(source)
    assert notebook.found == [["est"], [], ["est"], []]


def test_errors_are_told_apart(notebook: Notebook, capsys: pytest.CaptureFixture[str]) -> None:
    notebook.run("est = Estimator(); 1 / 0")
    notebook.run("this is no python")
    assert [(event.failed_before, event.failed) for event in notebook.events] == [(False, True), (True, False)]
    assert notebook.found[0] == ["est"], "what a failing cell made is there all the same"


def test_an_empty_cell_and_a_silent_one_are_no_cells(notebook: Notebook) -> None:
    notebook.run("")
    notebook.run("  \n")
    notebook.run("est = Estimator()", silent=True, store_history=False)
    assert notebook.events == []


def test_each_cell_has_its_own_token_and_none_is_left_over(notebook: Notebook) -> None:
    notebook.run("x = 1")
    notebook.run("y = 2")
    first, second = (event.token for event in notebook.events)
    assert first.serial < second.serial
    assert (first.execution_count, second.execution_count) == (1, 2)
    assert attribution.running_cell() is None


def test_the_token_before_the_cell_is_the_token_after_it(shell: Any) -> None:
    before: list[Any] = []
    after: list[Any] = []
    watch = CellWatch(
        shell,
        lambda event: after.append(event.token),
        is_interesting=is_sdk,
        on_start=lambda token, _: before.append(token),
    )
    watch.start()
    shell.run_cell("1", store_history=True)
    shell.run_cell("2")
    watch.stop()
    assert before == after


def test_a_cell_that_runs_another_one_keeps_its_own_token(notebook: Notebook) -> None:
    notebook.run("get_ipython().run_cell('inner = 1')\nouter = 1")
    inner, outer = notebook.events
    assert (inner.raw_cell, outer.raw_cell.splitlines()[-1]) == ("inner = 1", "outer = 1")
    assert outer.token.serial < inner.token.serial


def test_the_cell_that_loads_the_watch_counts(shell: Any) -> None:
    events: list[CellEvent] = []
    tokens: list[Any] = []
    watch = CellWatch(shell, events.append, is_interesting=is_sdk)
    shell.user_ns["load"] = watch.start
    shell.user_ns["note"] = lambda: tokens.append(attribution.attribute())
    shell.run_cell("load(); note()", store_history=True)
    watch.stop()
    ((token, how),) = tokens
    assert how == "cell"
    assert [event.token.serial for event in events] == [token.serial]
    assert events[0].execution_count == 1


def test_the_cell_that_unloads_the_watch_ends_well(notebook: Notebook) -> None:
    notebook.shell.user_ns["unload"] = notebook.watch.stop
    assert notebook.run("unload(); x = 5").success
    assert notebook.run("y = 6").success
    assert notebook.events == []
    assert attribution.running_cell() is None


def test_starting_twice_reports_once_and_stopping_twice_is_fine(notebook: Notebook) -> None:
    notebook.watch.start()
    notebook.run("x = 1")
    assert len(notebook.events) == 1
    notebook.watch.stop()
    notebook.watch.stop()
    notebook.run("x = 2")
    assert len(notebook.events) == 1


def test_callbacks_that_somebody_cleared_do_not_disturb_the_stop(notebook: Notebook) -> None:
    notebook.shell.events.callbacks["post_run_cell"].clear()
    notebook.watch.stop()


def test_the_event_lets_go_of_the_users_objects(notebook: Notebook) -> None:
    notebook.run("est = Estimator()\nNone")
    reference = weakref.ref(notebook.shell.user_ns["est"])
    assert notebook.events[0].found[0].value is reference()
    notebook.run("del est")
    gc.collect()
    assert reference() is None
    assert notebook.events[0].found[0].value is None


def test_the_result_is_there_during_the_callback_only(shell: Any, capsys: pytest.CaptureFixture[str]) -> None:
    results: list[Any] = []
    events: list[CellEvent] = []

    def on_cell(event: CellEvent) -> None:
        results.append(event.result)
        events.append(event)

    watch = CellWatch(shell, on_cell, is_interesting=is_sdk)
    watch.start()
    shell.run_cell("6 * 7")
    watch.stop()
    assert results == [42]
    assert events[0].result is None


def test_calls_are_attributed_to_cells_and_the_api_watch_is_healed_before_each(
    shell: Any, watch: ApiWatch, calls: list[ApiCall]
) -> None:
    import botocore.client

    original = botocore.client.BaseClient._make_api_call.__wrapped__
    cells = CellWatch(shell, lambda event: None, is_interesting=is_sdk, heal=watch.heal)
    cells.start()
    client = answered_client()
    shell.user_ns.update(client=client, request=TRAINING_REQUEST)
    shell.run_cell("client.create_training_job(**request);", store_history=True)
    botocore.client.BaseClient._make_api_call = original
    shell.run_cell("client.create_training_job(**request);", store_history=True)
    cells.stop()
    assert [(call.cell.execution_count, call.attribution) for call in calls if call.cell] == [
        (1, "cell"),
        (1, "cell"),
        (2, "cell"),
        (2, "cell"),
    ]
