"""Continue from the earlier model when data grows."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TRAINING

_SUPPORTED = frozenset({"image-classification", "object-detection", "semantic-segmentation"})
_CODE = """\
estimator.model_uri = "s3://.../model.tar.gz"  # of {name}; boto3: a File channel named "model", FullyReplicated
"""


class IncrementalTraining(Practice):
    """Continue from the earlier model when data grows, instead of training from the start.

    What it finds
        A built-in algorithm that can continue (the MXNet ones for image classification, object detection and semantic
        segmentation), trained again beside an earlier job of the same algorithm.

    Why it matters
        The earlier weights already hold most of what the new run would learn first.

    Evidence
        No published figure found.

    When it does not apply
        Every other built-in algorithm; data so different that the old weights hurt; a clean run for reproducibility.

    The swap
        ``model_uri``, or a channel named ``model``. Show only: choose the model.

    Signals not checked
        Whether the data only grew; drift that adds up over many continued runs.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/incremental-training.html
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus01-bp01.html
    """

    id = "incremental-training"
    title = "Continue from the earlier model"
    kinds = frozenset({"training"})
    needs = ("framework",)
    trade_offs = ("drift adds up",)
    lens_refs = ("MLSUS01-BP01",)
    example = TRAINING.with_changes(framework="image-classification", entry_point=None)
    example_context = Context(jobs=(example.with_changes(name="last-month", identity="training:last-month"),))

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when an algorithm that can continue is trained again."""
        if job.framework not in _SUPPORTED:
            return None
        continues = context.fact("continues_earlier_model")
        others = (one for one in context.jobs if one.kind == "training" and one.identity != job.identity)
        earlier = next((one for one in others if one.framework == job.framework), None)
        if continues or earlier is None or not isinstance(earlier.name, str):
            return None
        asked = "whether this job starts from the earlier model already (continues_earlier_model)"
        return self.advise(
            job,
            context,
            f"{earlier.name} trained the same algorithm. This one can continue from its weights.",
            swap=Swap(fix=self.fix, action="continue from the earlier model", code=_CODE.format(name=earlier.name)),
            missing=() if continues is False else (asked,),
            no_saving="no published figure; fewer epochs for the same quality",
        )
