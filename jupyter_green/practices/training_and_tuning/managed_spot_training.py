"""Run interruptible training on managed Spot."""

from __future__ import annotations

from jupyter_green.catalog.frameworks import WITHOUT_CHECKPOINTS
from jupyter_green.job import Job, known
from jupyter_green.practices import Advice, Context, Effect, Practice, Swap
from jupyter_green.practices.checkpoints import checkpoint_place, missing_for_checkpoints
from jupyter_green.practices.examples import TRAINING
from jupyter_green.wording import say_duration

_SHORT_RUN = 3600
_WAIT_FACTOR = 2


class ManagedSpotTraining(Practice):
    """Run interruptible training on managed Spot: cheaper, not greener.

    What it finds
        A training or tuning job on demand that could run on spare capacity.

    Why it matters
        Spot lowers the bill. The electricity per hour is the same, and interruptions repeat work: carbon is ±0 at best.

    Evidence
        AWS: up to 90 % lower cost than on demand; no energy or carbon figure is published. The real discount is
        1 − billable time ÷ training time.

    When it does not apply
        With a warm pool, an instance preference list or a training plan, which the platform does not combine with Spot.
        A long job without checkpoints starts again from zero: there it is a warning, not a saving. Built-in
        algorithms without checkpoints wait an hour at most, so longer ones are left out.

    The swap
        ``spot=True``, ``max_wait`` of at least ``max_runtime`` and, for over an hour, a checkpoint location.

    Signals not checked
        Whether the script resumes from its checkpoints; the interruption rate of the type here; your deadline.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/model-managed-spot-training.html
    """

    id = "managed-spot-training"
    title = "Use Spot: cheaper, not greener"
    kinds = frozenset({"training", "tuning"})
    fix = "safe"
    needs = ("spot", "keep_alive", "max_runtime")
    confidence = "high"
    common = True
    effects = (Effect("cost", 0.0, 0.9, "AWS developer guide, against on demand"),)
    trade_offs = ("repeated work", "the finish time is uncertain")
    example = TRAINING.with_changes(checkpoint="s3://my-bucket/checkpoints")

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when nothing forbids Spot."""
        blocked = known(job.keep_alive) or known(job.instance_preferences) or known(job.training_plan)
        if job.spot is not False or blocked or job.local or job.serverless_job:
            return None
        limit = job.get("max_runtime", None)
        keeps_nothing = job.framework in WITHOUT_CHECKPOINTS
        if limit is None or (keeps_nothing and limit > _SHORT_RUN):
            return None
        most = limit if context.expected_hours is None else min(limit, 3600 * context.expected_hours)
        changes = {"spot": True, "max_wait": _SHORT_RUN if keeps_nothing else _WAIT_FACTOR * limit}
        asked = missing_for_checkpoints(job, context) if limit > _SHORT_RUN and not job.checkpoint else ()
        if asked:
            return self.advise(
                job,
                context,
                f"A warning: without checkpoints Spot may repeat up to {say_duration(most)} of work. Carbon ±0.",
                swap=Swap(changes, self.fix),
                missing=asked,
                effects=(),
                no_saving="none while an interruption starts again from zero",
            )
        if limit > _SHORT_RUN and not job.checkpoint:
            changes["checkpoint"] = checkpoint_place(job, context)
        return self.advise(
            job,
            context,
            f"Carbon ±0. A run of up to {say_duration(most)} can wait for spare capacity and be billed less.",
            swap=Swap(changes, self.fix),
            saving_note="carbon ±0; the discount is not known before the bill",
        )
