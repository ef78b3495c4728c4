"""Threads, tasks and top-level await: calls are counted once and given to their cell; nothing waits for us."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections import Counter
from typing import Any

import pytest

from jupyter_green.kernel.api_watch import ApiCall, ApiWatch
from tests.kernel.stand_ins import TRAINING_REQUEST, answered_client, sdk_class
from tests.safety.watched import Watched


def cells_of(calls: list[ApiCall]) -> list[tuple[int | None, str]]:
    return [
        (call.cell.execution_count if call.cell else None, call.attribution)
        for call in calls
        if call.outcome == "returned"
    ]


@pytest.fixture
def notebook(watched: Watched) -> Watched:
    watched.shell.user_ns.update(client=answered_client(), request=TRAINING_REQUEST)
    return watched


def test_many_threads_lose_and_double_no_call(notebook: Watched) -> None:
    notebook.run(
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(8) as pool:\n"
        "    names = [{**request, 'TrainingJobName': f'job-{n}'} for n in range(200)]\n"
        "    done = list(pool.map(lambda wanted: client.create_training_job(**wanted), names))"
    )
    calls = notebook.settle()
    assert Counter(call.params["TrainingJobName"] for call in calls) == {f"job-{n}": 2 for n in range(200)}
    assert set(cells_of(calls)) == {(1, "running")}


def test_a_cell_with_top_level_await_has_its_calls(notebook: Watched) -> None:
    notebook.run(
        "import asyncio\n"
        "await asyncio.gather(*(asyncio.to_thread(client.create_training_job, **request) for _ in range(5)));"
    )
    assert cells_of(notebook.settle()) == [(1, "cell")] * 5


def test_a_task_that_fires_in_a_later_cell_belongs_to_its_own(notebook: Watched) -> None:
    notebook.run(
        "import asyncio\n"
        "async def later():\n"
        "    await go.wait()\n"
        "    client.create_training_job(**request)\n"
        "go = asyncio.Event()\n"
        "task = asyncio.ensure_future(later())\n"
        "await asyncio.sleep(0)"
    )
    notebook.run("go.set()\nawait task")
    assert cells_of(notebook.settle()) == [(1, "cell")]


def test_a_namespace_that_threads_change_meanwhile_is_walked_without_a_word(
    notebook: Watched, capsys: pytest.CaptureFixture[str]
) -> None:
    user_ns, halt = notebook.shell.user_ns, threading.Event()
    user_ns["registry"] = registry = {}
    Estimator = sdk_class()

    def churn() -> None:
        number = 0
        while not halt.is_set():
            number += 1
            user_ns[f"name{number % 500}"] = [Estimator()]
            registry[number % 300] = Estimator()
            user_ns.pop(f"name{(number * 7) % 500}", None)
            registry.pop((number * 7) % 300, None)

    threads = [threading.Thread(target=churn, daemon=True) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(30):
            notebook.run("registry; x = 1")
    finally:
        halt.set()
        for thread in threads:
            thread.join()
    assert notebook.cells.breakers["scan"].failures == 0
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "")


def test_installing_and_uninstalling_while_threads_call_breaks_no_call() -> None:
    calls: list[ApiCall] = []
    watch, client, halt = ApiWatch(calls.append), answered_client(), threading.Event()
    errors: list[BaseException] = []
    made = Counter[str]()

    def work() -> None:
        while not halt.is_set():
            try:
                client.create_training_job(**TRAINING_REQUEST)
                made["calls"] += 1
            except BaseException as error:
                errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(200):
        watch.install()
        watch.heal()
        watch.uninstall()
    halt.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert made["calls"] > 0
    ends = Counter(call.serial for call in calls if call.outcome != "started")
    assert set(ends.values()) <= {1}, "no call is counted twice"


def test_a_consumer_that_is_slow_does_not_slow_the_cell(notebook: Watched) -> None:
    gate = threading.Event()
    notebook.worker.submit(gate.wait, 10)
    started = time.perf_counter()
    notebook.run("for _ in range(20): client.create_training_job(**request)")
    assert time.perf_counter() - started < 5
    gate.set()
    assert len(notebook.settle()) == 40


def test_a_thousand_invocations_do_not_pile_up(notebook: Watched) -> None:
    gate = threading.Event()
    notebook.worker.submit(gate.wait)
    notebook.shell.user_ns["runtime"] = answered_client("sagemaker-runtime", answer=lambda **_: {"Body": b"x"})
    try:
        notebook.run("for _ in range(1500): runtime.invoke_endpoint(EndpointName='e', Body=b'x' * 1000)")
        assert notebook.worker.dropped > 0
    finally:
        gate.set()
    assert len(notebook.settle()) <= notebook.worker.size


def test_nothing_of_the_users_is_kept_alive(notebook: Watched) -> None:
    notebook.shell.user_ns["Estimator"] = sdk_class()
    notebook.run("est = Estimator(); est.client = client; jobs = [est]\nclient.create_training_job(**request);")
    notebook.settle()
    references: list[Any] = [weakref.ref(notebook.shell.user_ns[name]) for name in ("est", "client")]
    notebook.read.clear()  # what this test itself has kept
    notebook.run("del est, client, jobs")
    notebook.shell.user_ns.pop("_", None)
    notebook.run("x = 1")
    notebook.settle()
    gc.collect()
    assert [reference() for reference in references] == [None, None]
