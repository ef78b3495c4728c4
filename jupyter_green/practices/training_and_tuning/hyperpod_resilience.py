"""Keep very long multi-node training from starting over."""

from __future__ import annotations

from typing import Any

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.checkpoints import checkpoint_place, missing_for_checkpoints
from jupyter_green.practices.examples import TRAINING
from jupyter_green.wording import say_duration

_MANY_NODES = 4
_DAYS = 3 * 86400
_IDLE = 0.1
_ATTEMPTS = 3


class HyperpodResilience(Practice):
    """Keep very long multi-node training from starting over; HyperPod is no default.

    What it finds
        A job of three days or more on four nodes or more that nothing retries after a fault; a HyperPod cluster whose
        accelerators stand idle.

    Why it matters
        The more nodes and days, the surer a fault. A cluster is always on: only training without pause pays for it.

    Evidence
        No figure in energy. AWS: over 80 % less recovery time, its own studies.

    When it does not apply
        Jobs of hours, small teams, work in bursts.

    The swap
        ``retry_attempts=3``, safe with checkpoints. For a cluster, shown only: share idle nodes, or scale.

    Signals not checked
        Failures of earlier runs; schedules of the cluster's teams.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus05-bp02.html
    """

    id = "hyperpod-resilience"
    title = "Do not start over after a fault"
    kinds = frozenset({"training", "cluster"})
    fix = "safe"
    needs = ("instance_count", "max_runtime", "retry_attempts")
    trade_offs = ("a cluster is always on",)
    lens_refs = ("MLSUS05-BP02",)
    example = TRAINING.with_changes(instance_type="ml.p5.48xlarge", instance_count=8, max_runtime=10 * 86400)

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak about days of multi-node training without a retry, and about idle clusters."""
        if job.kind == "cluster":
            metrics = context.metrics_of(job)
            if metrics is None or metrics.accelerator is None or metrics.accelerator > _IDLE:
                return None
            message = f"The accelerators of this cluster are {metrics.accelerator:.0%} busy, and it is always on."
            swap = Swap(fix="show only", action="share idle nodes, or scale")
            return self.advise(job, context, message, swap=swap, no_saving="the idle share of the cluster")
        days = job.get("max_runtime", 0)
        if days < _DAYS or job.get("instance_count", 1) < _MANY_NODES or job.retry_attempts or job.local:
            return None
        changes: dict[str, Any] = {"retry_attempts": _ATTEMPTS}
        missing: tuple[str, ...] = ()
        if not job.checkpoint:  # without one a retry starts from zero
            missing, place = missing_for_checkpoints(job, context), checkpoint_place(job, context)
            changes |= {"checkpoint": place} if place else {}
        return self.advise(
            job,
            context,
            f"{job.instance_count} nodes for up to {say_duration(days)}, and nothing retries after a fault.",
            swap=Swap(changes, self.fix),
            missing=missing,
            no_saving="the chance of a fault times the work lost",
        )
