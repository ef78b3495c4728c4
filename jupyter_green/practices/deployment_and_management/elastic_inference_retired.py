"""Remove Elastic Inference: it is gone."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap


class ElasticInferenceRetired(Practice):
    """Remove Elastic Inference: it is gone.

    What it finds
        ``accelerator_type="ml.eia…"`` on an endpoint or a notebook instance.

    Why it matters
        The service is retired. Code that asks for it fails, or runs without the accelerator it was sized for.

    Evidence
        The API reference says that the parameter is no longer supported and that Elastic Inference is no longer
        available. There is no figure to quote.

    When it does not apply
        Always applies: nothing supports the parameter.

    The swap
        Drops ``accelerator_type``. Unsafe only in that the CPU type left behind may be too slow alone; look then at
        ``ml.inf2``, a small GPU type such as ``ml.g5.xlarge``, or Graviton.

    Signals not checked
        Whether the instance type alone is fast enough.

    References
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
        https://github.com/awsdocs/amazon-sagemaker-developer-guide
    """

    id = "elastic-inference-retired"
    title = "Remove Elastic Inference"
    phase = "deployment and management"
    kinds = frozenset({"endpoint", "notebook"})
    fix = "unsafe"
    needs = ("accelerator_type",)
    fault = True
    service = "elastic-inference"
    lens_refs = ("2022 AWS articles",)
    example = Job(
        kind="endpoint",
        name="classifier",
        region="us-east-1",
        mode="real-time",
        instance_type="ml.m5.large",
        instance_count=1,
        accelerator_type="ml.eia2.medium",
    )

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak whenever an Elastic Inference accelerator is asked for."""
        asked = job.get("accelerator_type", "")
        if not asked.startswith(("ml.eia", "eia")):
            return None
        return self.advise(
            job,
            context,
            f"{asked} belongs to Elastic Inference, which no longer exists: remove it.",
            swap=Swap({"accelerator_type": None}, self.fix),
            no_saving="none: the accelerator is not there any more",
        )
