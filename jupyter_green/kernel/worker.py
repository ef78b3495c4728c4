"""The worker: one daemon thread where everything happens that must not happen in the user's time."""

from __future__ import annotations

import contextvars
import os
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from jupyter_green.kernel.attribution import unrecorded
from jupyter_green.readers.safely import class_name

__all__ = ["Worker"]

_Task = Callable[[], Any]


class Worker:
    """Runs tasks in order on a daemon thread that starts with the first task.

    ``submit`` never blocks and never raises: with more than ``size`` tasks waiting, a new one is dropped and counted. A
    forked child gets an empty queue and a thread of its own with its first task.
    """

    def __init__(self, name: str = "jupyter-green", *, size: int = 1000) -> None:
        self.name = name
        self.size = size
        self.dropped = 0
        self.failures = 0
        self.last_error = ""  # class name of the last task's error
        self._stopped = False
        self._renew()

    def submit(self, task: Callable[..., Any], *args: Any) -> bool:
        """Queue ``task(*args)`` in a copy of the caller's context; False when it was not taken.

        The context is what lets output that the task displays land under the cell that submitted it.
        """
        if self._stopped:
            return False
        try:
            if self._process != os.getpid():
                self._renew()
            if self._tasks.qsize() >= self.size:
                self.dropped += 1
                return False
            context = contextvars.copy_context()
            self._tasks.put(lambda: context.run(task, *args))
            if self._thread is None:
                self._start()
        except Exception as error:  # no memory, or no thread to be had: the user's cell is more important
            self._count(error)
            return False
        return True

    def drain(self, timeout: float = 5.0) -> bool:
        """Wait until all tasks queued so far are done; False when that takes longer than ``timeout`` seconds."""
        if self._process != os.getpid() or (self._thread is None and (self._stopped or self._tasks.empty())):
            return self._tasks.empty()
        self._start()  # another thread may have queued the first task, and not started the worker yet
        if threading.current_thread() is self._thread:
            return False  # a task cannot wait for itself
        done = threading.Event()
        self._tasks.put(done.set)
        return done.wait(timeout)

    def stop(self, timeout: float = 5.0) -> bool:
        """Take no more tasks, finish those queued, end the thread; False when that takes longer than ``timeout``."""
        self._stopped = True
        thread = self._thread
        if thread is None or self._process != os.getpid():
            return True
        self._tasks.put(None)
        if threading.current_thread() is thread:
            return True
        thread.join(timeout)
        return not thread.is_alive()

    def _renew(self) -> None:
        # Also the locks are new: in a forked child the old ones may be held by threads that are not there.
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._process = os.getpid()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                thread = threading.Thread(target=self._work, args=(self._tasks,), name=self.name, daemon=True)
                thread.start()
                self._thread = thread

    def _work(self, tasks: SimpleQueue[_Task | None]) -> None:
        try:
            with unrecorded():  # AWS look-ups made here are ours, not the user's
                self._run_until_stopped(tasks)
        except BaseException as error:  # a thread's traceback would be printed under the user's cell
            self._count(error)
            self._thread = None  # the next task starts another one

    def _run_until_stopped(self, tasks: SimpleQueue[_Task | None]) -> None:
        while (task := tasks.get()) is not None:
            try:
                task()
            except BaseException as error:  # nothing may end this thread but stop()
                self._count(error)
            del task  # or it would keep what it holds alive until the next one comes

    def _count(self, error: BaseException) -> None:
        self.failures += 1
        self.last_error = class_name(type(error))
