"""Let drift, watched cheaply, decide when to retrain."""

from __future__ import annotations

from jupyter_green.job import Job, known
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.traffic import saving_by_share

_HOURLY, _HOURLY_CALL = "cron(0 * ", "CronExpressionGenerator.hourly("
_DAILY, _RUNS_SAVED_AN_HOUR = "cron(0 0 ? * * *)", 23 / 24


class ModelMonitorDrivenRetraining(Practice):
    """Let drift, watched cheaply, decide when to retrain.

    What it finds
        A Model Monitor schedule; above all an hourly one.

    Why it matters
        Drift signals avoid retraining, but each check is a job and may use more.

    Evidence
        No published figure. Computed: 23 of 24 runs a day, times the minutes of one.

    When it does not apply
        Data that drifts within hours. Model Monitor is closed to new customers.

    The swap
        ``schedule`` daily; unsafe: drift is seen up to a day later.

    Signals not checked
        Whether an alarm on it starts the retraining.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-availability-change.html
    """

    id = "model-monitor-driven-retraining"
    title = "Watch for drift once a day"
    phase = "deployment and management"
    kinds = frozenset({"monitoring-schedule"})
    fix = "unsafe"
    confidence = "medium"
    service = "model-monitor"
    trade_offs = ("drift is seen later",)
    lens_refs = ("MLSUS06-BP02", "MLSUS-16 (2023)")
    example = Job(
        kind="monitoring-schedule", region="us-east-1", instance_type="ml.m5.xlarge", schedule="cron(0 * ? * * *)"
    )
    example_context = Context(told={"monitor_minutes": 10, "drift_can_wait_a_day": True})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak on hourly schedules; others only get the status of the service."""
        can_wait = context.fact("drift_can_wait_a_day")
        status = "Model Monitor works on, but is closed to new customers and gets no new features."
        hourly = _HOURLY_CALL in context.source.text and not known(job.schedule)
        if can_wait is False or not (hourly or job.get("schedule", "").startswith(_HOURLY)):
            return self.advise(job, context, f"{status} Plan new monitoring with open-source tools.")
        minutes = context.fact("monitor_minutes")
        timed = isinstance(minutes, (int, float)) and minutes > 0
        missing = [] if timed else ["how many minutes one run takes (monitor_minutes)"]
        if can_wait is None:
            missing.append("whether drift may be seen a day later (drift_can_wait_a_day)")
        share = min(minutes / 60, 1.0) * _RUNS_SAVED_AN_HOUR if timed else None
        return self.advise(
            job,
            context,
            f"It starts an instance every hour. Once a day is 1 run instead of 24. {status}",
            swap=Swap({"schedule": _DAILY}, self.fix),
            missing=tuple(missing),
            **saving_by_share(job, context, share, "averaged over the day"),
        )
