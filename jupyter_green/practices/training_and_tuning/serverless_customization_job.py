"""Customise a foundation model without instances of your own."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TRAINING

_CODE = """\
trainer = SFTTrainer(model="...", training_type=TrainingType.LORA)  # without compute: a serverless job
"""


class ServerlessCustomizationJob(Practice):
    """Customise a supported foundation model without instances of your own.

    What it finds
        A fine-tuning trainer of SDK 3 that is given instances, where the same trainer can run without.

    Why it matters
        The service packs such jobs and bills tokens: no start-up, no idle GPU of yours.

    Evidence
        No published figure found. The hardware is not disclosed, so the estimate of this product becomes weaker, and no
        saving is claimed.

    When it does not apply
        A script or architecture of your own; SDK 2; a base model that is not on the service's list; a choice of
        instance, Spot or volume that must stay.

    The swap
        The trainer without ``compute``. Show only.

    Signals not checked
        Energy and carbon of the hidden hardware.

    References
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus03-bp01.html
    """

    id = "serverless-customization-job"
    title = "Fine-tune without instances"
    kinds = frozenset({"training"})
    needs = ("framework", "serverless_job", "instance_type", "training_plan", "spot")
    trade_offs = ("the hardware is not disclosed: the energy estimate is weaker",)
    lens_refs = ("MLSUS03-BP01",)
    example = TRAINING.with_changes(framework="fine-tuning", api="sdk_v3", entry_point=None)

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak about a fine-tuning trainer that was given instances."""
        if job.framework != "fine-tuning" or job.api != "sdk_v3" or job.serverless_job or not job.instance_type:
            return None
        supported = context.fact("base_model_is_serverless")
        if job.training_plan or job.spot or job.local or supported is False:
            return None
        asked = "whether the service lists the base model for serverless jobs (base_model_is_serverless)"
        return self.advise(
            job,
            context,
            "This trainer can run without instances of your own. No figure says whether that draws less.",
            swap=Swap(fix=self.fix, action="leave out the compute", code=_CODE),
            missing=() if supported else (asked,),
            no_saving="not computed: the hardware is not disclosed",
        )
