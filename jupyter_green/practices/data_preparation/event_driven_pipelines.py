"""Start a pipeline when data arrives, not by the clock."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.data_cells import RULE_ON_NEW_DATA
from jupyter_green.practices.schedules import seconds_between
from jupyter_green.wording import say_duration

_OFTEN = 6 * 3600


class EventDrivenPipelines(Practice):
    """Start a pipeline when data arrives, not by the clock.

    What it finds
        A pipeline or job on a schedule of six hours or less.

    Why it matters
        A run on unchanged input repeats what the last one did.

    Evidence
        No published figure found. The saving is the share of runs whose input had not changed.

    When it does not apply
        When a report is due at a fixed time. With many small files, one start for each would cost more: start on a
        marker object that closes a batch.

    The swap
        Shown, not applied: an EventBridge rule on the marker object, with the pipeline as its target.

    Signals not checked
        How often the input really changes.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus03-bp01.html
        https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
    """

    id = "event-driven-pipelines"
    title = "Start on new data, not by the clock"
    phase = "data preparation"
    kinds = frozenset({"pipeline", "processing", "training"})
    effort = 2
    trade_offs = ("less predictable timing",)
    lens_refs = ("MLSUS03-BP01",)
    service = "eventbridge"
    example = Job(kind="pipeline", name="nightly", region="us-east-1", schedule="rate(15 minutes)")
    example_context = Context(told={"due_at_fixed_times": False})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when a schedule starts the job every few hours or more often."""
        if not job.schedule:
            return None
        every = seconds_between(str(job.schedule))
        due = context.fact("due_at_fixed_times")
        if every is None or every > _OFTEN or due is True:
            return None
        return self.advise(
            job,
            context,
            f"It starts every {say_duration(every)}, whether or not there is new data.",
            swap=Swap(action="start it from an EventBridge rule on new data", fix="show only", code=RULE_ON_NEW_DATA),
            missing=() if due is False else ("whether a result is due at fixed times (due_at_fixed_times)",),
        )
