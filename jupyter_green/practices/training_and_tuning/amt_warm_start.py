"""Start a new search from the results of earlier ones."""

from __future__ import annotations

from itertools import takewhile

from jupyter_green.job import Job, known
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TUNING

_CODE = """\
from sagemaker.tuner import WarmStartConfig, WarmStartTypes
warm_start_config = WarmStartConfig(WarmStartTypes.IDENTICAL_DATA_AND_ALGORITHM, parents={{{parent!r}}})
# SDK 3: HyperParameterTuningJobWarmStartConfig of sagemaker.core.shapes, in words like those of boto3
# boto3: WarmStartConfig={{"WarmStartType": "IdenticalDataAndAlgorithm",
#     "ParentHyperParameterTuningJobs": [{{"HyperParameterTuningJobName": {parent!r}}}]}}
"""


class AmtWarmStart(Practice):
    """Start a new search from the results of earlier ones.

    What it finds
        A tuning job that asks the question of an earlier one (code, ranges, objective) again, from nothing.

    Why it matters
        The earlier trials already say where not to look.

    Evidence
        No published figure found.

    When it does not apply
        Hyperband and Grid: AWS describes warm start for Bayesian and random. More than five parents, or some that still
        run; data that moved so far that old results mislead.

    The swap
        ``warm_start_config`` naming the earlier job. Show only: its parents must have ended.

    Signals not checked
        Whether the earlier search has ended; whether the data shifted.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-warm-start.html
    """

    id = "amt-warm-start"
    title = "Start from the earlier search"
    kinds = frozenset({"tuning"})
    needs = ("strategy", "warm_start", "objective", "hyperparameter_ranges")
    effort = 2
    trade_offs = ("the job starts more slowly", "parents count against the limit on jobs")
    lens_refs = ("MLSUS04-BP04", "MLCOST-18 (2023)")
    example = TUNING.with_changes(hyperparameter_ranges={"eta": "range", "max_depth": "range"})
    example_context = Context(jobs=(example.with_changes(name="first", identity="tuning:first"),))

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when an earlier search asked the same question."""
        if job.warm_start or job.strategy not in ("Bayesian", "Random") or not job.hyperparameter_ranges:
            return None
        earlier = takewhile(lambda other: other is not job and other.identity != job.identity, context.jobs)
        parent = next((other for other in earlier if _same_question(job, other)), None)
        if parent is None:
            return None
        return self.advise(
            job,
            context,
            f"{parent.name} searched the same ranges for {job.objective}. Start from what it found.",
            swap=Swap(fix=self.fix, action="start from the earlier search", code=_CODE.format(parent=parent.name)),
            no_saving="not known before the run: the trials that need not be repeated",
        )


def _same_question(job: Job, other: Job) -> bool:
    if other.kind != "tuning" or not isinstance(other.name, str):
        return False
    if other.objective != job.objective or not known(other.hyperparameter_ranges):
        return False
    code = (other.framework, other.image, other.entry_point) == (job.framework, job.image, job.entry_point)
    return code and set(other.hyperparameter_ranges or ()) == set(job.hyperparameter_ranges or ())  # type: ignore[arg-type]
