from __future__ import annotations

import contextvars
import os
import threading
import time

import pytest

from jupyter_green.kernel.attribution import is_ours
from jupyter_green.kernel.worker import Worker


def test_tasks_run_in_order_on_another_daemon_thread() -> None:
    worker, seen = Worker(), list[object]()
    for number in range(50):
        assert worker.submit(seen.append, number)
    assert worker.submit(lambda: seen.append(threading.current_thread()))
    assert worker.drain()
    assert seen[:50] == list(range(50))
    thread = seen[50]
    assert isinstance(thread, threading.Thread)
    assert thread.daemon
    assert thread is not threading.current_thread()
    assert worker.stop()


def test_no_thread_is_started_before_there_is_something_to_do() -> None:
    before = threading.active_count()
    worker = Worker()
    assert threading.active_count() == before
    assert worker.drain()
    assert worker.stop()


def test_a_task_that_raises_anything_does_not_end_the_worker() -> None:
    worker, seen = Worker(), list[int]()

    def leave() -> None:
        raise SystemExit

    def break_() -> None:
        raise ZeroDivisionError

    for task in (leave, break_):
        worker.submit(task)
    worker.submit(seen.append, 1)
    assert worker.drain()
    assert seen == [1]
    assert worker.failures == 2
    assert worker.last_error == "ZeroDivisionError"
    worker.stop()


def test_with_the_queue_full_a_task_is_dropped_and_nobody_waits() -> None:
    worker, gate = Worker(size=3), threading.Event()
    running = threading.Event()
    worker.submit(lambda: (running.set(), gate.wait(30)))
    assert running.wait(30)
    taken = [worker.submit(int) for _ in range(10)]
    assert not gate.is_set(), "nobody waited for the task that hangs"
    assert taken == [True] * 3 + [False] * 7
    assert worker.dropped == 7
    gate.set()
    assert worker.stop()


def test_stop_finishes_what_was_queued_and_takes_no_more() -> None:
    worker, seen = Worker(), list[int]()
    for number in range(20):
        worker.submit(seen.append, number)
    assert worker.stop()
    assert len(seen) == 20
    assert not worker.submit(seen.append, 99)
    assert worker.stop(), "stopping twice is fine"


def test_stop_and_drain_give_up_in_time_on_a_task_that_hangs() -> None:
    worker, gate = Worker(), threading.Event()
    worker.submit(gate.wait, 10)
    assert not worker.drain(timeout=0.05)
    assert not worker.stop(timeout=0.05)
    gate.set()


def test_a_task_may_stop_its_own_worker() -> None:
    worker, done = Worker(), list[bool]()
    worker.submit(lambda: done.append(worker.stop()))
    deadline = time.monotonic() + 30
    while not done and time.monotonic() < deadline:
        time.sleep(0.01)
    assert done == [True]


def test_a_task_sees_the_context_of_who_submitted_it() -> None:
    parent: contextvars.ContextVar[str] = contextvars.ContextVar("parent", default="none")
    worker, seen = Worker(), list[str]()
    parent.set("cell 3")
    worker.submit(lambda: seen.append(parent.get()))
    parent.set("cell 4")
    worker.drain()
    assert seen == ["cell 3"]
    worker.stop()


def test_calls_that_a_task_makes_are_known_as_ours() -> None:
    worker, seen = Worker(), list[bool]()
    worker.submit(lambda: seen.append(is_ours()))
    worker.drain()
    assert seen == [True]
    assert not is_ours()
    worker.stop()


def test_no_thread_to_be_had_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    worker = Worker()
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        assert not worker.submit(int)
    assert worker.failures == 1
    assert worker.submit(int), "it is tried again with the next task"
    assert worker.stop()


def test_submitting_from_many_threads_loses_nothing() -> None:
    worker, seen = Worker(size=10_000), list[int]()
    threads = [threading.Thread(target=lambda: [worker.submit(seen.append, 1) for _ in range(500)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert worker.stop()
    assert len(seen) == 4000


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_gets_a_worker_of_its_own() -> None:
    worker, gate = Worker(), threading.Event()
    worker.submit(gate.wait, 5)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        worker.submit(os.write, write, b"child")
        os._exit(0 if worker.drain(5) else 1)
    os.close(write)
    _, status = os.waitpid(child, 0)
    assert os.read(read, 10) == b"child"
    assert os.waitstatus_to_exitcode(status) == 0
    gate.set()
    assert worker.stop(), "the parent's worker is untouched"
    os.close(read)


def test_a_first_task_whose_thread_is_not_there_yet_is_waited_for() -> None:
    worker, done = Worker(), []
    start = worker._start
    worker._start = lambda: None  # type: ignore[method-assign]  # as if the submitting thread had been held up here
    assert worker.submit(done.append, 1)
    worker._start = start  # type: ignore[method-assign]
    assert worker.drain() and done == [1]
    assert worker.stop()
