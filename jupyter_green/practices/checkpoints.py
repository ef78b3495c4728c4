"""What practices ask before work may be interrupted: that the script keeps it, and where."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices.context import Context

__all__ = ["checkpoint_place", "missing_for_checkpoints"]


def checkpoint_place(job: Job, context: Context) -> str:
    """Return where the job's checkpoints may go: where the user said, else beside its output; empty when unknown."""
    told = context.fact("checkpoint")
    if isinstance(told, str) and told.startswith("s3://"):
        return told
    output = job.get("output", "")
    return f"{output.rstrip('/')}/checkpoints" if output.startswith("s3://") else ""


def missing_for_checkpoints(job: Job, context: Context) -> tuple[str, ...]:
    """Return what has to be known before a job without a checkpoint location can get one."""
    missing: tuple[str, ...] = ()
    if not context.fact("writes_checkpoints"):
        missing = ("that the script writes and reads checkpoints (writes_checkpoints)",)
    if not checkpoint_place(job, context):
        missing += ("an S3 location for checkpoints (checkpoint)",)
    return missing
