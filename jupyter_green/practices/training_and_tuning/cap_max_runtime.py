"""Set a realistic maximum runtime."""

from __future__ import annotations

import math

from jupyter_green.dialects.limits import max_runtime_of
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TRAINING
from jupyter_green.wording import say_duration

_ROOM = 3
_STEP = 900
_LEAST = 1800
_CANNOT_STOP = "ntm"


class CapMaxRuntime(Practice):
    """Set a realistic maximum runtime, so that a job that hangs does not run for a day.

    What it finds
        A limit left at the platform's default of a day, or many times longer than the job ever took.

    Why it matters
        A script that hangs keeps its instances at work until the limit.

    Evidence
        No published figure: this insures against runaway jobs and saves nothing on a job that ends by itself.

    When it does not apply
        A first run of unknown length, unless it writes checkpoints. NTM cannot save on a stop.

    The swap
        ``max_runtime`` of three times the expected time (on Spot ``max_wait`` with it). Unsafe: it may stop a slow job.

    Signals not checked
        How much the time varies from run to run.

    References
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StoppingCondition.html
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus04-bp01.html
    """

    id = "cap-max-runtime"
    title = "Limit how long it may run"
    kinds = frozenset({"training", "tuning", "processing"})
    fix = "unsafe"
    needs = ("max_runtime", "max_wait", "spot")
    common = True
    trade_offs = ("may stop a slow job",)
    lens_refs = ("MLSUS04-BP01",)
    example = TRAINING.with_changes(max_runtime=86400)
    example_context = Context(hours=0.5)

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when the limit is the default, or far above what the job takes."""
        limit, hours = max_runtime_of(job), context.expected_hours
        if limit is None or job.local or job.serverless_job or job.framework == _CANNOT_STOP:
            return None
        if hours is None:
            if limit < 86400:
                return None
            missing = ("how many hours a run takes (hours)",)
            message = f"Nothing stops this job before {say_duration(limit)} have passed."
            return self.advise(job, context, message, missing=missing, no_saving="insurance, not a saving")
        longest = max((hours, *context.history)) * 3600
        cap = max(_LEAST, _STEP * math.ceil(_ROOM * longest / _STEP))
        if 2 * cap > limit:
            return None
        changes = {"max_runtime": cap}
        if job.spot:
            changes["max_wait"] = max(2 * cap, cap + job.get("max_wait", 0) - limit)
        message = (
            f"It takes {say_duration(longest)} and may run for {say_duration(limit)}. If it hangs, all that is spent."
        )
        return self.advise(job, context, message, swap=Swap(changes, self.fix), no_saving="insurance, not a saving")
