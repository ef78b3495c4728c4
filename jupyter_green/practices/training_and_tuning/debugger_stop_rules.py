"""Stop bad runs by themselves."""

from __future__ import annotations

from jupyter_green.catalog.frameworks import stack_of
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TRAINING

_LONG_HOURS = 4.0
_SIGNS = ("early_stopping", "EarlyStopping", "StopTraining", "patience")
_CODE = """\
estimator.metric_definitions = [{"Name": "loss", "Regex": "loss: ([0-9.]+)"}]  # then alarm on it: put_metric_alarm
# or in the script: keras.callbacks.EarlyStopping(patience=3), Trainer's EarlyStoppingCallback(3)
"""


class DebuggerStopRules(Practice):
    """Stop bad runs by themselves, without waiting for somebody to look.

    What it finds
        A deep-learning job of over four hours in which nothing stops a run that went wrong; rules of Debugger.

    Why it matters
        A bad run goes on until its limit.

    Evidence
        No published figure. The saving is the rest of each run that would have been stopped.

    When it does not apply
        Short jobs; scripts that stop early. Debugger refuses new customers since 2026-07-30.

    The swap
        A callback in the script, or an alarm that stops the job. Show only.

    Signals not checked
        The training script; alarms that exist already.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/debugger-availability-change.html
    """

    id = "debugger-stop-rules"
    title = "Stop a run that has gone wrong"
    kinds = frozenset({"training"})
    needs = ("framework", "debugger_rules", "hyperparameters", "metric_definitions")
    effort = 2
    trade_offs = ("false stops",)
    lens_refs = ("MLSUS04-BP01", "MLSUS-07 (2023)")
    example = TRAINING
    example_context = Context(hours=12.0)

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak about long runs that nothing stops, and about Debugger rules."""
        if stack_of(job) is None:
            return None
        swap = Swap(fix=self.fix, action="stop a run that goes wrong", code=_CODE)
        note = "the rest of each run that would have been stopped"
        rules = job.get("debugger_rules", ())
        if rules:
            message = (
                f"{len(rules)} Debugger rules run a processing job each; it is closed to newcomers since 2026-07-30."
            )
            return self.advise(job, context, message, swap=swap, no_saving=note)
        if (context.expected_hours or 0.0) < _LONG_HOURS or job.metric_definitions or context.fact("stops_itself"):
            return None
        names = tuple(job.get("hyperparameters", ()))
        if any(sign in name for name in names for sign in _SIGNS) or any(s in context.source.text for s in _SIGNS):
            return None
        asked = () if context.fact("stops_itself") is False else ("whether it stops itself (stops_itself)",)
        message = "Nothing stops this run when its loss no longer falls."
        return self.advise(job, context, message, swap=swap, missing=asked, no_saving=note)
