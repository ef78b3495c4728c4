"""Documents that misbehave where they are read; importable by the processes that tests start."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from jupyter_green.audit.sources import Source


@dataclass(frozen=True, slots=True)
class Poison(Source):
    """Takes the process that reads it with it, as a fault in a C library would."""

    @property
    def is_anywhere(self) -> bool:
        return True

    def read(self) -> bytes:
        os._exit(9)


@dataclass(frozen=True, slots=True)
class Slow(Source):
    """Takes its time, on whatever machine reads it."""

    seconds: float = 0.1

    def read(self) -> bytes:
        time.sleep(self.seconds)
        return self.data or b""
