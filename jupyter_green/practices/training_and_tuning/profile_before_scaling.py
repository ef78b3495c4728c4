"""Profile a few hundred steps before scaling up."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Metrics, Practice, Swap
from jupyter_green.practices.choices import accelerated
from jupyter_green.practices.examples import TRAINING
from jupyter_green.practices.source_hints import imports_any

_IDLE = 0.4
_CLOSING = ("smprof", "smppy")
_CODE = """\
with torch.profiler.profile(schedule=torch.profiler.schedule(wait=10, warmup=5, active=100)) as profiler:
    ...  # a few hundred steps of the training loop, with profiler.step() after each
print(profiler.key_averages().table(sort_by="cuda_time_total", row_limit=15))
"""


class ProfileBeforeScaling(Practice):
    """Profile a few hundred steps with the framework's profiler before scaling up.

    What it finds
        A job on several instances whose GPUs were less than 40 % busy in an earlier run; and the import of Amazon
        SageMaker Profiler, which AWS ends on 2027-06-30.

    Why it matters
        GPUs that wait for data or for one another wait more when there are more of them.

    Evidence
        No published figure found.

    When it does not apply
        Busy GPUs. Profile a few hundred steps, never the whole job: it costs time and storage.

    The swap
        A profiler of the framework in the script. Show only.

    Signals not checked
        What the GPUs wait for: that is what the profile tells.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/profiler-availability-change.html
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus04-bp01.html
    """

    id = "profile-before-scaling"
    title = "Profile before scaling up"
    kinds = frozenset({"training"})
    needs = ("instance_count",)
    effort = 2
    trade_offs = ("the overhead of profiling a few hundred steps",)
    lens_refs = ("MLSUS04-BP01", "MLSUS04-BP02")
    example = TRAINING.with_changes(instance_count=4)
    example_context = Context(metrics={TRAINING.identity: Metrics(accelerator=0.25)})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when more instances were added to GPUs that wait."""
        if accelerated(job) is None:
            return None
        if imports_any(context, *_CLOSING):
            said = "Amazon SageMaker Profiler ends on 2027-06-30. The framework's own profiler does the same."
        else:
            metrics = context.metrics_of(job)
            if job.get("instance_count", 1) < 2 or metrics is None or metrics.accelerator is None:
                return None
            if metrics.accelerator >= _IDLE:
                return None
            said = f"{job.instance_count} instances, and their GPUs were {metrics.accelerator:.0%} busy: find out why."
        swap = Swap(fix=self.fix, action="profile a few hundred steps", code=_CODE)
        return self.advise(job, context, said, swap=swap, no_saving="no published figure")
