"""Let AMT choose what the search leaves open."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TUNING

_MANY_TRIALS = 20


class AmtAutotune(Practice):
    """Let AMT choose what a search leaves open: Autotune.

    What it finds
        A search of 20 trials or more that leaves its strategy, early stopping and completion criteria at values that
        save nothing.

    Why it matters
        One switch lets the service choose ranges, limits, early stopping, strategy and convergence, all of which decide
        how many trials run and how long.

    Evidence
        No published figure found.

    When it does not apply
        Hyperband or Grid, chosen on purpose; a search whose settings must be reproduced; a search that already has
        early stopping or completion criteria.

    The swap
        ``autotune=True``. Unsafe: the service may search other ranges than yours. SDK 2 and 3 then turn static
        hyperparameters into searched ones unless they are named in ``hyperparameters_to_keep_static``.

    Signals not checked
        Which of your settings the service will keep.

    References
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Autotune.html
        https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-define-ranges.html
    """

    id = "amt-autotune"
    title = "Let the service choose the open settings"
    service = "amt"
    kinds = frozenset({"tuning"})
    fix = "unsafe"
    needs = ("autotune", "strategy", "max_jobs", "early_stopping", "completion_criteria", "hyperparameters")
    trade_offs = ("the service may search other ranges than yours", "static hyperparameters may become searched ones")
    lens_refs = ("MLSUS04-BP04",)
    example = TUNING

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when a large search sets none of the limits that Autotune would set."""
        if job.autotune is not False or job.strategy in ("Hyperband", "Grid") or job.early_stopping != "Off":
            return None
        if job.completion_criteria or job.warm_start or job.get("max_jobs", 0) < _MANY_TRIALS:
            return None
        keeps = context.fact("autotune_may_change_settings")
        if keeps is False:
            return None
        asked = "whether the service may choose ranges and limits for you (autotune_may_change_settings)"
        return self.advise(
            job,
            context,
            "No early stopping, no completion criteria: Autotune chooses these, the strategy and the limits for you.",
            swap=Swap({"autotune": True}, self.fix),
            missing=() if keeps else (asked,),
            no_saving="not known before the run",
        )
