"""Retrain on evidence, not on the calendar."""

from __future__ import annotations

from jupyter_green.job import Job, known
from jupyter_green.practices import Advice, Context, Practice, SourceFacts, Swap
from jupyter_green.practices.serving_cells import CONDITION

_CALENDAR = ("PipelineSchedule(", "put_triggers(", "ScheduleExpression")
_EVIDENCE = ("ConditionStep", "ConditionGreaterThan", "ConditionLessThan")


class RetrainOnlyWhenNeeded(Practice):
    """Retrain on evidence, not on the calendar.

    What it finds
        A pipeline with training that runs on a schedule, without a condition before the training.

    Why it matters
        A scheduled run trains a new model whether or not the old one has become worse.

    Evidence
        No published figure; equal to the runs that are avoided.

    When it does not apply
        Domains that drift fast; a calendar that compliance demands.

    The swap
        Show only: a ``ConditionStep`` on a drift or quality metric before the training step.

    Signals not checked
        Whether the last models differed; who reads the quality figures.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus06-bp02.html
    """

    id = "retrain-only-when-needed"
    title = "Retrain only when needed"
    phase = "deployment and management"
    kinds = frozenset({"pipeline"})
    effort = 2
    trade_offs = ("a worse model may serve until the check sees it",)
    lens_refs = ("MLSUS06-BP02", "MLSUS-16 (2023)")
    example = Job(kind="pipeline", name="churn", region="us-east-1", steps=(Job(kind="training"),))
    example_context = Context(
        source=SourceFacts(text='pipeline.put_triggers(triggers=[PipelineSchedule(rate=("day", 1))])'),
        told={"calendar_required": False},
    )

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when a schedule reaches a training step without passing a condition."""
        required = context.fact("calendar_required")
        text = context.source.text
        if required is True or not (known(job.schedule) or any(word in text for word in _CALENDAR)):
            return None
        steps = job.get("steps", ())
        if any(word in text for word in _EVIDENCE) or not any(one.kind in ("training", "tuning") for one in steps):
            return None
        return self.advise(
            job,
            context,
            "It retrains by the calendar. A check before the training would skip the runs that change nothing.",
            swap=Swap(fix=self.fix, action="put a condition before the training", code=CONDITION),
            missing=() if required is False else ("whether a calendar is required (calendar_required)",),
            saving_note="each run avoided saves all of its training",
        )
