"""End a search when it stops getting better."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TUNING

_MANY_TRIALS = 50


class AmtCompletionCriteria(Practice):
    """End a search when it stops getting better.

    What it finds
        A tuning job of 50 trials or more that nothing ends before the last trial: no completion criteria and no limit
        on its total time.

    Why it matters
        The best result often stands long before the last trial. The trials after it are spent for nothing.

    Evidence
        AWS publishes no figure. It calls a search converged when a further gain above 1 % is unlikely.

    When it does not apply
        Benchmarks and reproducibility studies with a fixed budget; Grid, which runs every combination.

    The swap
        ``completion_criteria=True``: complete on convergence. Unsafe: the search may end short of the optimum.

    Signals not checked
        Whether the number of trials is fixed on purpose (tell ``fixed_budget``).

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-progress.html
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus04-bp01.html
    """

    id = "amt-completion-criteria"
    title = "End the search when it has converged"
    kinds = frozenset({"tuning"})
    fix = "unsafe"
    needs = ("strategy", "max_jobs", "completion_criteria", "tuning_max_runtime", "autotune")
    trade_offs = ("may stop short of the optimum",)
    lens_refs = ("MLSUS04-BP01",)
    example = TUNING.with_changes(early_stopping="Auto")

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when a large search can only end by running out of trials."""
        trials = job.get("max_jobs", 0)
        if trials < _MANY_TRIALS or job.completion_criteria or job.tuning_max_runtime or job.autotune:
            return None
        if job.strategy == "Grid" or context.fact("fixed_budget"):
            return None
        return self.advise(
            job,
            context,
            f"Nothing ends this search before trial {trials}. It can end itself once it has converged.",
            swap=Swap({"completion_criteria": True}, self.fix),
            no_saving="not known before the run: the trials after convergence",
        )
