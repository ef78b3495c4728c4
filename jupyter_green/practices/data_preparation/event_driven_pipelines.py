"""Start a pipeline when data arrives, not by the clock."""

from __future__ import annotations

import re

from jupyter_green.job import Job
from jupyter_green.practices.advice import Advice, Swap
from jupyter_green.practices.base import Practice
from jupyter_green.practices.context import Context
from jupyter_green.wording import say_duration

_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}
_RATE = re.compile(r"^rate\(\s*(\d+)\s+(minute|hour|day)s?\s*\)$")
_CRON_MINUTES = re.compile(r"^cron\(\s*(?:\*|\d+)/(\d+)\s+\*\s")
_CRON_HOURLY = re.compile(r"^cron\(\s*\d+\s+(?:\*|(?:\*|\d+)/(\d+))\s")
_OFTEN = 6 * 3600
_CODE = """import boto3, json

detail = {"bucket": {"name": ["my-bucket"]}, "object": {"key": [{"suffix": "_SUCCESS"}]}}
pattern = {"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": detail}
boto3.client("events").put_rule(Name="on-new-data", EventPattern=json.dumps(pattern))
"""


def seconds_between(schedule: str) -> int | None:
    """Return the seconds between two runs of a ``rate`` or simple ``cron`` expression, or None for any other."""
    rate = _RATE.match(schedule)
    if rate:
        return int(rate[1]) * _SECONDS[rate[2]]
    minutes = _CRON_MINUTES.match(schedule)
    if minutes:
        return int(minutes[1]) * 60
    hourly = _CRON_HOURLY.match(schedule)
    return int(hourly[1] or 1) * 3600 if hourly else None


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
    evidence = "no published figure found; the saving is the share of runs with unchanged input"
    trade_offs = ("less predictable timing",)
    not_checked = ("how often the input changes",)
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
            swap=Swap(action="start it from an EventBridge rule on new data", fix="show only", code=_CODE),
            missing=() if due is False else ("whether a result is due at fixed times (due_at_fixed_times)",),
        )
