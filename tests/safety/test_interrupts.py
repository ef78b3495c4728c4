"""Interrupting the kernel works as it always did, wherever the interrupt lands."""

from __future__ import annotations

import _thread
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_green.kernel.api_watch import ApiCall, ApiWatch
from tests.kernel.stand_ins import TRAINING_REQUEST, answered_client
from tests.safety.watched import Watched

WAIT = 60


def interrupt(*_: object, **__: object) -> Any:
    raise KeyboardInterrupt


def test_an_interrupt_while_a_call_begins_reaches_the_user() -> None:
    watch = ApiWatch(interrupt)
    watch.install()
    client, sent = answered_client(), list[int]()
    client.meta.events.register("before-call", lambda **_: sent.append(1))
    with pytest.raises(KeyboardInterrupt):
        client.create_training_job(**TRAINING_REQUEST)
    watch.uninstall()
    assert sent == [], "interrupted before it began, nothing was sent"
    assert watch.breaker.failures == 0


def test_an_interrupt_during_the_call_is_told_and_reaches_the_user(calls: list[ApiCall]) -> None:
    watch = ApiWatch(calls.append)
    watch.install()
    with pytest.raises(KeyboardInterrupt):
        answered_client(answer=interrupt).create_training_job(**TRAINING_REQUEST)
    watch.uninstall()
    assert [(call.outcome, call.error) for call in calls] == [("started", None), ("raised", "KeyboardInterrupt")]


def test_after_an_interrupted_call_the_next_cell_is_seen_again(calls: list[ApiCall]) -> None:
    watch, client = ApiWatch(interrupt), answered_client()
    watch.install()
    with pytest.raises(KeyboardInterrupt):
        client.create_training_job(**TRAINING_REQUEST)
    watch._on_call = calls.append
    watch.heal()
    client.create_training_job(**TRAINING_REQUEST)
    watch.uninstall()
    assert len(calls) == 2


def test_an_interrupt_during_the_search_leaves_the_finished_cell_as_it_is(
    watched: Watched, capsys: pytest.CaptureFixture[str]
) -> None:
    watched.cells._scan._walk._is_interesting = interrupt  # type: ignore[assignment]
    watched.run("class Mine: ...\nmine = Mine()\nx = 5")
    assert watched.shell.user_ns["x"] == 5
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "")


def test_an_exit_during_the_search_is_an_exit(watched: Watched) -> None:
    def leave(*_: object) -> None:
        raise SystemExit

    watched.cells._on_cell = leave
    with pytest.raises(SystemExit):
        watched.shell.events.trigger("post_run_cell", _Done)


class _Done:
    class info:
        raw_cell = "x = 1"
        cell_id = None

    execution_count = 1
    error_before_exec = error_in_exec = result = None


def test_interrupts_at_random_moments_leave_the_watch_whole(calls: list[ApiCall]) -> None:
    watch, client = ApiWatch(calls.append), answered_client()
    watch.install()
    interrupted = 0
    for number in range(60):
        try:
            # Lands at the next check of the evaluation loop, so at another instruction each time.
            for _ in range(number):
                _thread.get_ident()
            _thread.interrupt_main()
            client.create_training_job(**TRAINING_REQUEST)
        except KeyboardInterrupt:
            interrupted += 1
    calls.clear()
    watch.heal()
    client.create_training_job(**TRAINING_REQUEST)
    watch.uninstall()
    assert interrupted == 60
    assert [call.outcome for call in calls] == ["started", "returned"]
    assert watch.breaker.failures == 0


SETUP = """
import sys, time
from jupyter_green.kernel.api_watch import ApiWatch
from tests.safety.watched import Watched
from tests.kernel.stand_ins import TRAINING_REQUEST as request, answered_client, sdk_class

watched = Watched(get_ipython())
watched.start()

def slow(*_, **__):
    print("now", flush=True)
    for _ in range(1000):
        time.sleep(0.05)
    return {"TrainingJobArn": "never"}

client, slow_client = answered_client(), answered_client(answer=slow)
Estimator = sdk_class()
"""


class Kernel:
    """A real kernel in a process of its own, talked to over files instead of ports."""

    def __init__(self) -> None:
        from jupyter_client.manager import KernelManager

        root = Path(__file__).parents[2]
        self.folder = tempfile.TemporaryDirectory()  # or every kernel's sockets would have the same names
        self.manager = KernelManager(transport="ipc", ip=str(Path(self.folder.name) / "kernel"))
        self.manager.start_kernel(cwd=str(root), extra_arguments=["--HistoryManager.enabled=False"])
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=WAIT)
        self.run(f"import sys; sys.path.insert(0, {str(root)!r})\n" + textwrap.dedent(SETUP))

    def run(self, source: str, *, interrupt_at: str | None = None) -> tuple[str | None, str]:
        """Run a cell; return the class name of its error and what it printed. Interrupt once ``interrupt_at`` shows."""
        request = self.client.execute(source)
        printed, error, deadline = "", None, time.monotonic() + WAIT
        while time.monotonic() < deadline:
            message = self.client.get_iopub_msg(timeout=WAIT)
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "stream":
                printed += content["text"]
                if interrupt_at is not None and interrupt_at in printed:
                    self.manager.interrupt_kernel()
                    interrupt_at = None
            elif kind == "error":
                error = content["ename"]
            elif kind == "status" and content["execution_state"] == "idle":
                return error, printed
        raise TimeoutError(source)

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.folder.cleanup()


@pytest.fixture(scope="module")
def kernel() -> Iterator[Any]:
    kernel = Kernel()
    yield kernel
    kernel.close()


def test_a_kernel_interrupted_in_a_blocking_call_stops_and_goes_on(kernel: Kernel) -> None:
    error, _ = kernel.run("slow_client.create_training_job(**request)", interrupt_at="now")
    assert error == "KeyboardInterrupt"
    error, printed = kernel.run("watched.settle(); print(watched.calls[-1].outcome, watched.calls[-1].error)")
    assert (error, printed.strip()) == (None, "raised KeyboardInterrupt")


def test_a_kernel_interrupted_in_our_own_callback_stops_the_cell_and_goes_on(kernel: Kernel) -> None:
    kernel.run("keep = watched.api._on_call; watched.api._on_call = slow")
    error, _ = kernel.run("client.create_training_job(**request); never = 1", interrupt_at="now")
    assert error == "KeyboardInterrupt"
    error, printed = kernel.run("watched.api._on_call = keep; print('never' in globals())")
    assert (error, printed.strip()) == (None, "False")
    error, printed = kernel.run(
        "client.create_training_job(**request); watched.settle(); print(watched.calls[-1].outcome)"
    )
    assert (error, printed.strip()) == (None, "returned")


def test_a_kernel_interrupted_in_our_search_shows_nothing_and_goes_on(kernel: Kernel) -> None:
    kernel.run("judge = watched.cells._scan._walk._is_interesting")
    error, printed = kernel.run(
        "watched.cells._scan._walk._is_interesting = slow\nclass New: ...\nnew = New()", interrupt_at="now"
    )
    assert (error, printed.strip()) == (None, "now")
    kernel.run("watched.cells._scan._walk._is_interesting = judge")
    error, printed = kernel.run("est = Estimator()\nprint('alive')")
    assert (error, printed.strip()) == (None, "alive")
    error, printed = kernel.run("print(watched.found[-1], watched.tripped)")
    assert (error, printed.strip()) == (None, "est []")


def test_calls_in_a_kernel_are_given_to_their_cells(kernel: Kernel) -> None:
    kernel.run("watched.calls.clear(); client.create_training_job(**request); here = get_ipython().execution_count - 1")
    kernel.run("import asyncio; await asyncio.to_thread(client.create_training_job, **request)")
    error, printed = kernel.run(
        "watched.settle(); print([(c.cell.execution_count - here, c.attribution) for c in watched.calls[1::2]])"
    )
    assert error is None
    offsets = eval(printed)
    assert [how for _, how in offsets] == ["cell", "cell"]
    assert offsets[1][0] - offsets[0][0] == 1
