"""Checkpoint long jobs, so that a stop does not repeat their work."""

from __future__ import annotations

import math

from jupyter_green.catalog.frameworks import WITHOUT_CHECKPOINTS
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.checkpoints import checkpoint_place, missing_for_checkpoints
from jupyter_green.practices.examples import TRAINING
from jupyter_green.wording import say_duration

_LONG, _LONG_ON_SPOT = 2 * 3600, 3600


class Checkpointing(Practice):
    """Checkpoint long jobs, so that a stop does not repeat their work.

    What it finds
        No checkpoint location for over an hour on Spot, which is a fault, or for over two hours on demand.

    Why it matters
        What ends a job without checkpoints (an interruption, a limit, a crash) costs its work again.

    Evidence
        No published figure: the chance of a stop times the work lost.

    When it does not apply
        Short jobs; what never writes to ``/opt/ml/checkpoints``: a location alone saves nothing.

    The swap
        ``checkpoint`` beside the output location. Safe; offered once you say that the script writes checkpoints.

    Signals not checked
        Whether the script resumes from its checkpoints.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/model-checkpoints.html
    """

    id = "checkpointing"
    title = "Keep the work of a job"
    kinds = frozenset({"training", "tuning"})
    fix = "safe"
    needs = ("checkpoint", "spot", "max_runtime")
    effort = 2
    trade_offs = ("storing checkpoints",)
    lens_refs = ("MLSUS05-BP02",)
    example = TRAINING.with_changes(spot=True, max_wait=14400, output="s3://my-bucket/models")

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when a stop costs hours."""
        if job.checkpoint or job.local or job.serverless_job:
            return None
        writes = context.fact("writes_checkpoints")
        hours, limit = context.expected_hours, job.get("max_runtime", 0)
        seconds = limit if hours is None else min(hours * 3600, limit or math.inf)
        if not job.spot:
            guessed = hours is None and job.origin("max_runtime").status == "defaulted"
            if seconds <= _LONG or guessed or writes is False or job.framework in WITHOUT_CHECKPOINTS:
                return None
        elif seconds <= _LONG_ON_SPOT:
            return None
        missing, place = missing_for_checkpoints(job, context), checkpoint_place(job, context)
        swap = Swap({"checkpoint": place}, self.fix) if place else None
        why = "An interruption on Spot" if job.spot else "A stop"
        message = f"{why} repeats all work so far: up to {say_duration(seconds)}."
        note = "the work lost by a stop"
        return self.advise(job, context, message, swap=swap, missing=missing, fault=job.spot is True, no_saving=note)
