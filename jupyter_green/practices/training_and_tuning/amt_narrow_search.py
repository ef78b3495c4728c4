"""Search fewer hyperparameters."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TUNING

_MANY_RANGES = 8
_FEW_TRIALS_A_RANGE = 5
_WIDE = 1000
_RATE = re.compile(r"(^|_)(lr|rate|eta|alpha|lambda|decay|wd|l1|l2)$")
_CODE = """\
# fix what matters least; search rates over orders of magnitude
hyperparameter_ranges = {
    "learning_rate": ContinuousParameter(1e-5, 1e-2, scaling_type="Logarithmic"),
}
"""


class AmtNarrowSearch(Practice):
    """Search fewer hyperparameters, over ranges of the right scale.

    What it finds
        Eight ranges or more with fewer than five trials for each; a rate (learning rate, decay) over three orders of
        magnitude or more on a linear scale.

    Why it matters
        Every further range multiplies the space. On a linear scale most trials of a rate fall into its highest order
        of magnitude.

    Evidence
        No published figure found. AWS's guide: fewer hyperparameters than the 30 allowed converge sooner.

    When it does not apply
        An exploration where nobody knows yet what matters.

    The swap
        Show only: fix what matters least, and give rates ``scaling_type="Logarithmic"``.

    Signals not checked
        Which hyperparameters matter.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-considerations.html
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
        """Speak when trials are few, or a rate has the wrong scale."""
        ranges: Mapping[str, object] = job.get("hyperparameter_ranges", {})
        trials, many = job.get("max_jobs", None), len(ranges)
        linear = next((name for name, one in ranges.items() if _RATE.search(name) and _is_wide_and_linear(one)), None)
        if many >= _MANY_RANGES and trials is not None and trials < _FEW_TRIALS_A_RANGE * many:
            said = f"{trials} trials search {many} hyperparameters at once: too few."
        elif linear is not None:
            said = f"{linear} spans orders of magnitude linearly: most trials fall into the highest."
        else:
            return None
        swap = Swap(fix=self.fix, action="narrow the search", code=_CODE)
        return self.advise(job, context, said, swap=swap, no_saving="not known before the run")


def _is_wide_and_linear(one: object) -> bool:
    if not isinstance(one, Mapping) or one.get("scaling") != "Linear":
        return False
    low, high = one.get("low", 0.0), one.get("high", 0.0)
    return bool(low > 0 and high >= _WIDE * low)
