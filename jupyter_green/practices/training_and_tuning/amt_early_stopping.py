"""Let the tuner stop weak trials early."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TUNING

_LEAST_TRIALS = 4
_WITH_OWN_STOPPING = "Hyperband"
_NOT_DOCUMENTED_FOR = "Grid"


class AmtEarlyStopping(Practice):
    """Let the tuner stop weak trials early.

    What it finds
        A Bayesian or random search whose trials all run to their end: early stopping is off, the SDK's default.

    Why it matters
        A trial that is worse than the median of the earlier ones at the same point rarely wins. Stopping it saves the
        rest of its compute.

    Evidence
        AWS publishes no figure for energy or cost. The saving is the share of trial time that is cut off, which the
        product measures after the run and never promises before it.

    When it does not apply
        With Hyperband, which stops trials itself and requires early stopping to be Off; with Grid, for which AWS does
        not document it; when all trials run at once, so that there is nothing to compare with; when the objective is
        reported only at the end of a trial.

    The swap
        ``early_stopping="Auto"``. Safe as to the platform; it may stop a trial that would have improved late, so it is
        offered once you say that the objective is reported every epoch.

    Signals not checked
        Whether the script reports the objective during training.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-early-stopping.html
    """

    id = "amt-early-stopping"
    title = "Stop weak trials early"
    kinds = frozenset({"tuning"})
    fix = "unsafe"
    needs = ("strategy", "early_stopping", "max_jobs")
    effort = 1
    common = True
    trade_offs = ("may stop a trial that improves late",)
    lens_refs = ("MLSUS04-BP01", "MLSUS04-BP04")
    example = TUNING

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when a search with enough trials never stops one."""
        if job.early_stopping != "Off" or job.strategy in (_WITH_OWN_STOPPING, _NOT_DOCUMENTED_FOR):
            return None
        trials = job.get("max_jobs", 1)
        if trials < _LEAST_TRIALS or trials <= job.get("max_parallel_jobs", 1):
            return None
        reported = context.fact("metric_per_epoch")
        if reported is False:
            return None
        missing = () if reported else ("whether the objective metric is reported every epoch (metric_per_epoch)",)
        return self.advise(
            job,
            context,
            f"All {trials} trials run to their end. Early stopping ends those that fall behind the median.",
            swap=Swap({"early_stopping": "Auto"}, self.fix),
            missing=missing,
            saving=None,
            total_saving=None,
            saving_note="not known before the run: the share of trial time that gets cut off",
        )
