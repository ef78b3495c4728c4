"""Search with a strategy that learns from its trials."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Effect, Practice, Swap
from jupyter_green.practices.examples import TUNING

_FEWEST_TRIALS = 12
_LEARNS_NOTHING = ("Grid", "Random")


class UseAmtEfficientStrategy(Practice):
    """Search with a strategy that learns from its trials: Bayesian instead of Grid or Random.

    What it finds
        A tuning job of a dozen trials or more whose strategy is Grid or Random.

    Why it matters
        Grid and Random pay for every trial and learn from none. A Bayesian search follows the results so far, and can
        be ended when nothing gets better.

    Evidence
        The ML lens: Bayesian search typically needs ten times fewer jobs than random: a count of jobs, the best case.
        The same number of trials saves nothing: the saving is the trials you then leave out.

    When it does not apply
        Grid chosen to cover or repeat every combination; Random chosen to run very wide before a deadline; a search of
        a few combinations.

    The swap
        ``strategy="Bayesian"``, with at most a tenth of the trials at once. Unsafe: other trials are run. Combine it
        with completion criteria, or lower ``max_jobs``.

    Signals not checked
        Your deadline.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-how-it-works.html
    """

    id = "use-amt-efficient-strategy"
    title = "Let the search learn from its trials"
    kinds = frozenset({"tuning"})
    fix = "unsafe"
    needs = ("strategy", "max_jobs")
    confidence = "low"
    effects = (Effect("work", 0.0, 0.9, "ML lens: Bayesian against random, number of training jobs"),)
    trade_offs = ("fewer trials at once, so a longer wall clock",)
    lens_refs = ("MLSUS04-BP04", "MLSUS-10 (2023)")
    example = TUNING.with_changes(strategy="Random", max_parallel_jobs=20)

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when enough trials are chosen without looking at the results so far."""
        if job.strategy not in _LEARNS_NOTHING:
            return None
        trials = job.get("max_jobs", 0)
        every_one = context.fact("needs_every_combination")
        if trials < _FEWEST_TRIALS or every_one:
            return None
        asked = ("whether every combination must be run (needs_every_combination)",)
        at_once = min(job.get("max_parallel_jobs", 1), max(1, trials // 10))
        return self.advise(
            job,
            context,
            f"{job.strategy} chooses all {trials} trials blindly. Bayesian search learns as it goes and can end early.",
            swap=Swap({"strategy": "Bayesian", "max_parallel_jobs": at_once}, self.fix),
            missing=asked if every_one is None and job.strategy == "Grid" else (),
            no_saving="the trials you then leave out; the same number of trials saves nothing",
        )
