"""Search fewer hyperparameters."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TUNING

_MANY_RANGES = 8
_FEW_TRIALS_A_RANGE = 5
_CODE = """\
# keep what matters most, fix the rest in the estimator, and search rates over their order of magnitude
hyperparameter_ranges = {
    "learning_rate": ContinuousParameter(1e-5, 1e-2, scaling_type="Logarithmic"),
    "batch_size": CategoricalParameter([32, 64, 128]),
}
"""


class AmtNarrowSearch(Practice):
    """Search fewer hyperparameters, over ranges of the right scale.

    What it finds
        A search over eight ranges or more with fewer than five trials for each of them.

    Why it matters
        Every further range multiplies the space. A few trials in a wide space find little and are run again.

    Evidence
        No published figure found. AWS's guide: although up to 30 hyperparameters can be searched, fewer reduce the
        computation and let the search converge sooner.

    When it does not apply
        An exploration of a new architecture, where nobody knows yet what matters.

    The swap
        Show only: fix what matters least, and give rates ``scaling_type="Logarithmic"``.

    Signals not checked
        Bounds and scaling of the ranges; which hyperparameters matter.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-considerations.html
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus04-bp04.html
    """

    id = "amt-narrow-search"
    title = "Search fewer hyperparameters"
    kinds = frozenset({"tuning"})
    needs = ("hyperparameter_ranges", "max_jobs")
    effort = 2
    trade_offs = ("may leave out the optimum",)
    lens_refs = ("MLSUS04-BP04",)
    example = TUNING.with_changes(max_jobs=30, hyperparameter_ranges=dict.fromkeys("abcdefghij", "range"))

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when the trials are few for the number of ranges."""
        ranges = len(job.get("hyperparameter_ranges", {}))
        trials = job.get("max_jobs", None)
        if ranges < _MANY_RANGES or trials is None or trials >= _FEW_TRIALS_A_RANGE * ranges:
            return None
        return self.advise(
            job,
            context,
            f"{trials} trials search {ranges} hyperparameters at once: too few to tell what matters.",
            swap=Swap(fix=self.fix, action="fix the hyperparameters that matter least", code=_CODE),
            no_saving="not known before the run",
        )
