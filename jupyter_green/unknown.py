"""What nobody knows, with the reason: it stands where a value would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["COUNTED_WITH_FIRST_START", "STEPS_MADE_ELSEWHERE", "Unknown", "known"]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that nobody here knows, with the reason in a few words; it is false and equals no value."""

    reason: str = "not known"

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return f"unknown ({self.reason})"


#: Why the steps of a pipeline are not counted with a start of it.
STEPS_MADE_ELSEWHERE = Unknown("its definition was made elsewhere")
COUNTED_WITH_FIRST_START = Unknown("counted with the first start")


def known(value: Any) -> bool:
    """True for a value that is set and known; an empty value is known."""
    return value is not None and not isinstance(value, Unknown)
