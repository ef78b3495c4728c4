"""Reuse the results of unchanged pipeline steps."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TRAINING


class PipelineStepCaching(Practice):
    """Reuse the results of unchanged pipeline steps.

    What it finds
        A step of a SageMaker pipeline that runs a job and has no cache.

    Why it matters
        Every execution repeats every step, also those whose arguments did not change.

    Evidence
        No published figure. A hit saves the whole step: its footprint, as shown, times the share of hits.

    When it does not apply
        Inputs that change behind a fixed S3 URI: the key is made of the arguments, so stale results are reused. Steps
        that run for their side effects. The cache is one pipeline's own.

    The swap
        ``cache=True``: ``CacheConfig`` with 30 days. Unsafe until you say that a change of input changes its URI.

    Signals not checked
        How often the pipeline runs with the same arguments; whether the step is deterministic.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-caching.html
        https://docs.aws.amazon.com/solutions/optimizing-mlops-for-sustainability-on-aws/index.html
    """

    id = "pipeline-step-caching"
    title = "Cache the pipeline step"
    kinds = frozenset({"processing", "training", "tuning", "transform", "automl", "emr"})
    fix = "unsafe"
    needs = ("cache",)
    common = True
    trade_offs = ("stale results when the input changes behind a fixed URI",)
    lens_refs = ("Guidance: redundant runs",)
    example = TRAINING.with_changes(
        part_of="churn-pipeline", cache=False, name="Train", identity="training-step:churn-pipeline/Train"
    )

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak about a step that is known to run without a cache."""
        if job.cache is not False or not job.part_of:
            return None
        changed = context.fact("inputs_change_behind_uri")
        if changed:
            return None
        missing = ("whether inputs change behind a fixed S3 URI (inputs_change_behind_uri)",)
        return self.advise(
            job,
            context,
            f"This step of {job.part_of} runs again even when nothing changed.",
            swap=Swap({"cache": True}, self.fix),
            missing=missing if changed is None else (),
            no_saving="the whole step, each time its arguments did not change",
        )
