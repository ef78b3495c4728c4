"""How a pretended job moves through its phases while hardly any time passes here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Phase:
    """One stretch of a job's life: its secondary status, its length in seconds and whether instances are running."""

    name: str
    seconds: float
    billed: bool = True


@dataclass(frozen=True, slots=True)
class Timeline:
    """A job's phases, lived in ``real_seconds`` here but told with the job's own length.

    The told times are shifted into the past: a job of 25 minutes that takes two seconds here ends now and began 25
    minutes ago. No told time is ever in the future, so metrics, bills and filters by date stay consistent.
    """

    phases: tuple[Phase, ...]
    began: float  # real time of the request, epoch seconds
    real_seconds: float
    created: float  # told time of creation
    whole: float  # seconds of job time that pass in real_seconds

    @classmethod
    def plan(cls, phases: Sequence[Phase], began: float, real_seconds: float) -> Timeline:
        """Return the life of a job that is asked for at ``began`` and done ``real_seconds`` later."""
        whole = sum(phase.seconds for phase in phases)
        return cls(tuple(phases), began, real_seconds, began + real_seconds - whole, whole)

    @property
    def total(self) -> float:
        """The job's whole length in told seconds."""
        return sum(phase.seconds for phase in self.phases)

    def elapsed(self, now: float) -> float:
        """Return how many told seconds of the job are over at the real time ``now``."""
        if self.real_seconds <= 0:
            return self.total
        return max(0.0, min(self.total, (now - self.began) / self.real_seconds * self.whole))

    def is_over(self, now: float) -> bool:
        """True when every phase is done."""
        return self.elapsed(now) >= self.total

    def cut(self, now: float) -> Timeline:
        """Return the same life ended at ``now``."""
        left, kept = self.elapsed(now), []
        for phase in self.phases:
            kept.append(replace(phase, seconds=min(phase.seconds, left)))
            left -= phase.seconds
            if left <= 0:
                break
        return replace(self, phases=tuple(kept))

    def intervals(self, now: float) -> list[tuple[Phase, float, float | None]]:
        """Return the phases begun so far with their told start and, when over, their told end."""
        elapsed, offset, found = self.elapsed(now), 0.0, []
        over = elapsed >= self.total
        for phase in self.phases:
            if offset > elapsed or (offset == elapsed and offset > 0 and not over):
                break
            end = offset + phase.seconds
            done = end <= elapsed
            found.append((phase, self.created + offset, self.created + end if done else None))
            offset = end
        return found

    def billed_span(self, now: float) -> tuple[float | None, float | None]:
        """Return the told times at which instances started and, when the job is over, ended."""
        billed = [(start, end) for phase, start, end in self.intervals(now) if phase.billed]
        if not billed:
            return None, None
        return billed[0][0], self.created + self.total if self.is_over(now) else None

    def billed_seconds(self) -> float:
        """Return the told seconds during which instances run, over the whole life."""
        return sum(phase.seconds for phase in self.phases if phase.billed)
