"""A circuit breaker: a part of ours that fails or is slow again and again is switched off, and says so once."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from jupyter_green.readers.safely import class_name
from jupyter_green.wording import say_number

__all__ = ["Breaker"]

_P = ParamSpec("_P")
_R = TypeVar("_R")
_FORGIVEN_PER_RUN = 0.1  # ten good runs in a row make up for a bad one
_STALLED_SECONDS = 1.0  # slow beyond any busy machine: the part itself waits for something


class Breaker:
    """Runs one part of the plug-in so that neither its errors nor its slowness ever reach the user's cell.

    ``limit_seconds`` is what one run may take; ``strikes`` bad runs (an error, or slower than that) switch the part off
    and call ``on_trip`` with one sentence. Everything but KeyboardInterrupt and SystemExit is caught.

    The user's own threads and a busy machine make any run look slow. So the first slow run is only a suspicion; from
    then on a slow run counts when this thread itself has computed that long, or when it has stalled for a second.
    """

    def __init__(
        self,
        name: str,
        limit_seconds: float,
        *,
        strikes: int = 3,
        on_trip: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.perf_counter,
        own_time: Callable[[], float] = time.thread_time,
    ) -> None:
        self.name = name
        self.limit_seconds = limit_seconds
        self.is_on = True
        self.reason = ""  # one sentence once the part is off
        self.runs = 0
        self.failures = 0
        self.slowest = 0.0
        self.last_error = ""  # class name of the last error; its text may belong to the user
        self._allowed = float(strikes)
        self._strikes = 0.0
        self._on_trip = on_trip
        self._clock = clock
        self._own_time = own_time  # dearer than the clock, so it is read only once there is a suspicion
        self._suspected = False
        self._lock = threading.RLock()

    def run(self, function: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R | None:
        """Return what ``function`` returns, or None when it failed or the part is off."""
        if not self.is_on:
            return None
        try:
            own = self._own_time() if self._suspected else None
            started = self._clock()
            result = function(*args, **kwargs)
            self._finish(self._clock() - started, own)
            return result
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            try:
                self._strike(error)
            except Exception:
                self.is_on = False  # a breaker that cannot even count is no use: better off than in the way
            return None

    def __call__(self, function: Callable[_P, _R]) -> Callable[_P, _R | None]:
        """Decorate ``function`` so that each call goes through :meth:`run`."""

        @functools.wraps(function)
        def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _R | None:
            return self.run(function, *args, **kwargs)

        return guarded

    def reset(self) -> None:
        """Switch the part on again and forget its strikes."""
        self._strikes = 0.0
        self.reason = ""
        self.is_on = True

    def _finish(self, seconds: float, own_before: float | None) -> None:
        self.runs += 1
        if seconds > self.slowest:
            self.slowest = seconds
        if seconds <= self.limit_seconds:
            if self._strikes:
                self._strikes = max(0.0, self._strikes - _FORGIVEN_PER_RUN)
            return
        stalled = seconds > max(_STALLED_SECONDS, self.limit_seconds)
        if stalled or (own_before is not None and self._own_time() - own_before > self.limit_seconds):
            self._add_strike(
                f"took {_say_seconds(seconds)}, more than the {_say_seconds(self.limit_seconds)} it may take"
            )
        self._suspected = True

    def _strike(self, error: BaseException) -> None:
        self.runs += 1
        self.failures += 1
        self.last_error = class_name(type(error))
        self._add_strike(f"failed with {self.last_error}")

    def _add_strike(self, what: str) -> None:
        with self._lock:
            self._strikes += 1
            if self._strikes < self._allowed or not self.is_on:
                return
            self.is_on = False
            self.reason = f"{self.name} is switched off: it {what}, again and again"
        self._report()

    def _report(self) -> None:
        if self._on_trip is None:
            return
        try:
            self._on_trip(self.reason)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            self.last_error = class_name(type(error))


def _say_seconds(seconds: float) -> str:
    return f"{say_number(seconds * 1e3)} ms" if seconds < 1 else f"{say_number(seconds)} s"
