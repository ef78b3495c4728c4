"""Energy of code on this machine, by codecarbon (an extra), where the machine has counters; else it says so.

Most cloud machines show no counters. What codecarbon would guess there from a processor's name is no measurement and
is not shown: a part without a counter is "not visible on this VM", never 0. ``%%green measure`` is for a cell,
``with measure_here():`` for training code, which runs where no notebook is.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_green.wording import say_duration, say_value

__all__ = ["Counters", "LocalEnergy", "Part", "find_counters", "measure_code", "measure_here"]

_POWERCAP = Path("/sys/class/powercap")
_NOT_VISIBLE = "not visible on this VM"


@dataclass(frozen=True, slots=True)
class Counters:
    """Which energy counters this machine shows."""

    cpu: bool
    gpu: bool

    @property
    def any(self) -> bool:
        """True when at least one is there."""
        return self.cpu or self.gpu


@dataclass(frozen=True, slots=True)
class Part:
    """The energy of one part of the machine in kWh, or None with the reason."""

    name: str
    kwh: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LocalEnergy:
    """What was measured while the code ran: the parts, how long it took, and by what."""

    parts: tuple[Part, ...]
    seconds: float
    source: str

    @property
    def kwh(self) -> float | None:
        """The energy of the parts that have a counter; None where none has one."""
        told = [part.kwh for part in self.parts if part.kwh is not None]
        return sum(told) if told else None

    def __str__(self) -> str:
        parts = [
            f"{part.name} {part.reason if part.kwh is None else say_value(part.kwh, 'kWh')}" for part in self.parts
        ]
        source = f" ({self.source})" if self.kwh is not None else ""
        return f"this machine for {say_duration(self.seconds)}: {' · '.join(parts)}{source}"


@contextmanager
def measure_here(say: Callable[[str], object] = print) -> Iterator[list[LocalEnergy]]:
    """Measure the code of a ``with`` block on this machine and say it in one line at its end, also after an error.

    The list that is given has the result in it afterwards.
    """
    found: list[LocalEnergy] = []
    watch = _Watch(find_counters(), time.time, None)
    try:
        yield found
    finally:
        found.append(watch.stop())
        say(f"jupyter_green: {found[0]}")


def find_counters(powercap: Path = _POWERCAP, *, which: Callable[[str], str | None] = shutil.which) -> Counters:
    """Return which counters can be read: RAPL for the processor, the driver's for NVIDIA GPUs."""
    return Counters(any(_readable(path) for path in powercap.glob("intel-rapl:*/energy_uj")), bool(which("nvidia-smi")))


def measure_code(
    code: Callable[[], Any], *, counters: Counters, clock: Callable[[], float], tracker: Callable[[], Any] | None = None
) -> LocalEnergy:
    """Run ``code`` and return the energy it took; the code runs also where nothing can be measured.

    ``tracker`` makes codecarbon's tracker; without one it is imported. What ``code`` raises is passed on.
    """
    watch = _Watch(counters, clock, tracker)
    try:
        code()
    finally:
        found = watch.stop()
    return found


class _Watch:
    """Measures from its making to ``stop``; never raises."""

    def __init__(self, counters: Counters, clock: Callable[[], float], tracker: Callable[[], Any] | None) -> None:
        self._counters, self._clock = counters, clock
        self._started = clock()
        self._running: Any = None
        self._problem = "" if counters.any else _NOT_VISIBLE
        if not counters.any:
            return
        try:
            self._running = (tracker or _codecarbon)()
            self._running.start()
        except ImportError:
            self._problem = "needs the extra: pip install jupyter-green[codecarbon]"
        except Exception as error:
            self._problem = f"codecarbon does not start here ({type(error).__name__})"
            self._running = None

    def stop(self) -> LocalEnergy:
        """Return what it took."""
        data, problem = _stopped(self._running, self._problem)
        seconds = self._clock() - self._started
        parts = (
            _part("CPU", self._counters.cpu, data, "cpu_energy", problem),
            _part("GPU", self._counters.gpu, data, "gpu_energy", problem),
        )
        return LocalEnergy(parts, seconds, "codecarbon, by the machine's own counters")


def _part(name: str, has_counter: bool, data: Any, key: str, problem: str) -> Part:
    if not has_counter:
        return Part(name, None, _NOT_VISIBLE)
    value = getattr(data, key, None)
    if not isinstance(value, (int, float)) or value <= 0:  # a counter that shows nothing was not read
        return Part(name, None, problem or "too short to be seen by the counter")
    return Part(name, float(value))


def _stopped(running: Any, problem: str) -> tuple[Any, str]:
    if running is None:
        return None, problem
    try:
        running.stop()
        return running.final_emissions_data, problem
    except Exception as error:
        return None, f"codecarbon does not answer here ({type(error).__name__})"


def _codecarbon() -> Any:
    """Return a tracker that writes no file, sends nothing and looks nothing up."""
    from codecarbon import OfflineEmissionsTracker

    logging.getLogger("codecarbon").setLevel(logging.CRITICAL)  # it speaks before it reads its own log_level
    return OfflineEmissionsTracker(
        country_iso_code="USA",  # asked for by codecarbon; its carbon figure is not used
        measure_power_secs=1,
        save_to_file=False,
        log_level="critical",
        allow_multiple_runs=True,
    )


def _readable(path: Path) -> bool:
    try:
        return int(path.read_text("ascii")) >= 0
    except (OSError, ValueError):
        return False
