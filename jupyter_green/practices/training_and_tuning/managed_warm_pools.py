"""Keep instances warm only between jobs that follow at once."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TRAINING
from jupyter_green.wording import say_duration

_RAPID_JOBS = 3
_SHORT_POOL = 600
_LONG_POOL = 1800
_ALIKE = ("instance_type", "instance_count", "volume_gb", "vpc", "network_isolation")


class ManagedWarmPools(Practice):
    """Keep instances warm only between jobs that follow at once, and briefly.

    What it finds
        A warm pool of half an hour or more that no other job of the notebook can reuse; a warm pool with Spot, which
        the platform refuses; and three or more alike jobs in a row without one.

    Why it matters
        A pool saves the start-up of the next job. Until that job comes, it draws power and is billed for nothing.

    Evidence
        AWS publishes start-up times under 20 seconds and no saving. The effect on energy can be negative: start-up
        seconds saved minus idle seconds.

    When it does not apply
        Spot, heterogeneous clusters, single jobs, long gaps. The guide allows 3,600 s; tuning jobs ignore the setting.

    The swap
        ``keep_alive=None``, or 600 s between rapid jobs. Safe: no result changes.

    Signals not checked
        The minutes between your jobs; your quota of warm pools.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/train-warm-pools.html
    """

    id = "managed-warm-pools"
    title = "Warm pools only between rapid jobs"
    kinds = frozenset({"training"})
    fix = "safe"
    needs = ("keep_alive", "spot", "instance_type", "instance_groups", "instance_preferences")
    trade_offs = ("idle power and billing while the pool waits",)
    example = TRAINING.with_changes(keep_alive=3600)

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when a pool waits for nobody, is refused, or would be reused at once."""
        if job.local or job.serverless_job:
            return None
        kept = job.get("keep_alive", 0)
        if kept and job.spot:
            message, note = "The platform refuses Spot together with a warm pool.", "nothing: the request is refused"
            swap = Swap({"keep_alive": None}, self.fix)
            return self.advise(job, context, message, swap=swap, fault=True, no_saving=note)
        others = sum(1 for other in context.jobs if _can_reuse(job, other))
        if kept >= _LONG_POOL and not others:
            message = (
                f"After the job the instances stay on for up to {say_duration(kept)}, and no other job is in sight."
            )
            note = "nothing if a job follows at once; else the pool's idle time"
            return self.advise(job, context, message, swap=Swap({"keep_alive": None}, self.fix), no_saving=note)
        rapid = context.fact("jobs_follow_at_once")
        blocked = job.spot or job.instance_groups or job.instance_preferences or job.training_plan
        if kept or blocked or others + 1 < _RAPID_JOBS or rapid is False:
            return None
        return self.advise(
            job,
            context,
            f"{others + 1} alike jobs start from cold instances. A short pool saves start-ups if they follow at once.",
            swap=Swap({"keep_alive": _SHORT_POOL}, self.fix),
            missing=() if rapid else ("whether they follow within minutes (jobs_follow_at_once)",),
            no_saving="start-up seconds saved minus idle seconds: it can be negative",
        )


def _can_reuse(job: Job, other: Job) -> bool:
    if other.kind != "training" or other.identity == job.identity or other.spot is True:
        return False
    return all(getattr(job, name) == getattr(other, name) for name in _ALIKE)
