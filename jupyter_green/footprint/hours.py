"""Time: what bounds a job, and how many instance-hours a tuning job's trials come to."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.quantities import Quantity
from jupyter_green.wording import say_duration

__all__ = ["as_hours", "ceiling_hours", "expected_hours", "parallel_jobs", "trial_count"]


def as_hours(hours: float | tuple[float, float, float] | Quantity) -> Quantity:
    """Return hours as a quantity; raises ValueError for negative ones."""
    if isinstance(hours, Quantity):
        return hours
    low, central, high = hours if isinstance(hours, tuple) else (hours, hours, hours)
    if low < 0:
        raise ValueError(f"hours cannot be negative, not {low}")
    if low == high:
        return Quantity.exactly(central, "h")
    return Quantity.between(low, central, high, "h", cause="hours it runs")


def expected_hours(job: Job, hours: float | tuple[float, float, float] | Quantity) -> tuple[Quantity, str]:
    """Return the hours one run will take, no more than its limit leaves it, and in words what ends it before them."""
    time, limit = as_hours(hours), job.get("max_runtime", None)
    if limit is None or time.high <= limit / 3600:
        return time, ""
    low, central, high = (min(bound, limit / 3600) for bound in (time.low, time.central, time.high))
    return as_hours((low, central, high)), f"max_runtime of {say_duration(limit)}"


def parallel_jobs(job: Job) -> int:
    """Return how many trials of a tuning job run at once; 1 for any other job."""
    return max(1, int(job.get("max_parallel_jobs", 1))) if job.kind == "tuning" else 1


def trial_count(job: Job) -> int | None:
    """Return the most trials a tuning job starts; 1 for any other job; None when it is not known."""
    if job.kind != "tuning":
        return 1
    count = job.get("max_jobs", None)
    return None if count is None else int(count)


def ceiling_hours(job: Job) -> tuple[float, str] | None:
    """Return the most hours one instance set can run, with the limit in words, or None when nothing limits it.

    For a tuning job the hours of all trials are added up.
    """
    limit = job.get("max_runtime", None)
    trials = trial_count(job)
    candidates: list[tuple[float, str]] = []
    if limit is not None and trials is not None:
        words = f"max_runtime of {say_duration(limit)}"
        candidates.append((trials * limit / 3600, words if trials == 1 else f"{trials} trials at {words}"))
    whole = job.get("tuning_max_runtime", None) if job.kind == "tuning" else None
    if whole is not None:
        at_once = parallel_jobs(job)
        candidates.append((at_once * whole / 3600, f"{at_once} at once for {say_duration(whole)}"))
    return min(candidates, default=None)
