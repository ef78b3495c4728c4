"""How long a job may run when nothing is said, by the dialect it is written in."""

from __future__ import annotations

from jupyter_green.job import Job, Unknown

__all__ = ["max_runtime_of"]

#: Of training jobs, alone or in a search; ModelTrainer fills in an hour where the others leave it to the API.
_TRAINING_DEFAULT = {"sdk_v3": 3600}
_USUAL_DEFAULT = 86400


def max_runtime_of(job: Job) -> int | None:
    """Return the time limit of a job in seconds, the default where none is given; None when it is unknown."""
    if isinstance(job.max_runtime, Unknown):
        return None
    if job.max_runtime is not None:
        return job.max_runtime
    return (
        _TRAINING_DEFAULT.get(job.api or "", _USUAL_DEFAULT) if job.kind in ("training", "tuning") else _USUAL_DEFAULT
    )
