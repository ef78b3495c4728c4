"""Run fewer trials of a Bayesian search at once."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TUNING

_FEWEST_TRIALS = 8


class AmtLimitParallelism(Practice):
    """Run fewer trials of a Bayesian search at once, so that later ones learn from earlier ones.

    What it finds
        A Bayesian search that starts half of its trials or more at once.

    Why it matters
        Trials that start together learn nothing from one another: the search is random in all but name.

    Evidence
        No published figure found. AWS's guide: running one job at a time gives the best result from the fewest trials.

    When it does not apply
        Random, Grid and Hyperband, which lose nothing by running wide; a deadline that rules.

    The swap
        ``max_parallel_jobs`` at a tenth of the trials. Unsafe: it takes longer and other trials are run.

    Signals not checked
        How well the search would have done.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-considerations.html
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus04-bp04.html
    """

    id = "amt-limit-parallelism"
    title = "Run fewer trials at once"
    kinds = frozenset({"tuning"})
    fix = "unsafe"
    needs = ("strategy", "max_jobs", "max_parallel_jobs")
    trade_offs = ("a longer wall clock",)
    lens_refs = ("MLSUS04-BP04",)
    example = TUNING.with_changes(max_jobs=20, max_parallel_jobs=20)

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when most trials of a Bayesian search start before any result is in."""
        if job.strategy != "Bayesian":
            return None
        trials, at_once = job.get("max_jobs", 0), job.get("max_parallel_jobs", 1)
        can_wait = context.fact("can_wait")
        if trials < _FEWEST_TRIALS or 2 * at_once < trials or can_wait is False:
            return None
        return self.advise(
            job,
            context,
            f"{at_once} of {trials} trials start at once and learn nothing from one another.",
            swap=Swap({"max_parallel_jobs": max(1, trials // 10)}, self.fix),
            missing=() if can_wait else ("whether the search may take longer on the wall clock (can_wait)",),
            no_saving="the same trials draw the same; the saving is the trials you then leave out",
        )
