"""Know which SDK generation the notebook is written for."""

from __future__ import annotations

from jupyter_green.catalog.lifecycle import service_status
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TRAINING

_SUCCESSORS = {
    "training": "ModelTrainer with Compute and StoppingCondition",
    "tuning": "sagemaker.train.tuner.HyperparameterTuner over a ModelTrainer",
    "endpoint": "ModelBuilder and its deploy",
    "model": "ModelBuilder",
    "processing": "sagemaker.core.processing, alike in its arguments",
    "transform": "sagemaker.core.transformer, alike in its arguments",
}


class SdkMajorVersionAwareness(Practice):
    """Know which generation of the SageMaker Python SDK a notebook is written for.

    What it finds
        A job written in SDK 1.x, or in SDK 2.x once its maintenance mode has begun.

    Why it matters
        New, more efficient options (instance preference lists, serverless customization) come to SDK 3.x alone.

    Evidence
        The SDK's lifecycle page: 2.x in maintenance mode from 2026-07-06, end of support on 2027-07-06; 3.x generally
        available since 2025-11-19. No saving is claimed.

    When it does not apply
        To boto3, whose request fields are the same for every generation. Advice always speaks the generation of the
        notebook; names of another are never put into it.

    The swap
        Shown, not applied: the class of SDK 3.x for the same job. Training Compiler has none there.

    Signals not checked
        Libraries that still need SDK 2.x.

    References
        https://github.com/aws/sagemaker-python-sdk/blob/master/docs/lifecycle.rst
        https://github.com/aws/sagemaker-python-sdk/blob/master/migration.md
    """

    id = "sdk-major-version-awareness"
    title = "This notebook is written for an older SDK"
    phase = "placement"
    kinds = frozenset({"training", "tuning", "processing", "transform", "endpoint", "model"})
    effort = 3
    common = True
    trade_offs = ("the code has to be rewritten",)
    service = "sdk-v2"
    example = TRAINING

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak of 1.x always, of 2.x from the day its maintenance mode began."""
        if job.api not in ("sdk_v1", "sdk_v2"):
            return None
        status = service_status(self.service, context.today)
        if status is None or (job.api == "sdk_v2" and status.status == "active"):
            return None
        found = "SDK 1.x gets no updates" if job.api == "sdk_v1" else f"SDK 2.x: {status.evidence}"
        successor = _SUCCESSORS.get(job.kind, "the classes of SDK 3.x")
        return self.advise(job, context, f"{found}.", swap=Swap(action=f"in SDK 3.x: {successor}", fix="show only"))
