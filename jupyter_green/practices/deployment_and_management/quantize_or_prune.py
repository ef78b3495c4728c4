"""Quantise or prune the model before serving it on CPUs."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Effect, Swap
from jupyter_green.practices.endpoint_practice import ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_instance_endpoint, only_type

_FRAMEWORKS = frozenset({"pytorch", "tensorflow", "huggingface", "mxnet"})
_LOW_PRECISION = frozenset({"c6i", "m6i", "r6i", "c7i", "m7i", "r7i", "c7g", "c8g", "m8g", "r8g"})


class QuantizeOrPrune(EndpointPractice):
    """Quantise or prune the model before serving it on CPUs.

    What it finds
        A deep-learning model on a CPU type with fast INT8 or BF16.

    Why it matters
        An FP32 model leaves that speed unused; a smaller model may fit a smaller instance.

    Evidence
        AWS and Intel, BERT-base on C6i, batch 1: INT8 up to 4 times the performance per dollar with under 1 % loss of
        accuracy: at most 75 % lower cost an inference. Cost, not energy.

    When it does not apply
        Quality-critical numbers; models that are quantised already; processors without fast low precision.

    The swap
        Show only: export the model again with INT8 weights, test it, deploy to a smaller type.

    Signals not checked
        The precision of the stored model; calibration data.

    References
        https://aws.amazon.com/blogs/machine-learning/accelerate-amazon-sagemaker-inference-with-c6i-intel-based-amazon-ec2-instances/
    """

    id = "quantize-or-prune"
    title = "Quantise the model"
    needs = ("mode", "framework")
    confidence = "medium"
    effort = 3
    effects = (Effect("cost", 0.0, 0.75, "AWS and Intel, BERT-base on C6i, batch 1, against FP32"),)
    trade_offs = ("some accuracy",)
    lens_refs = ("MLSUS05-BP03", "MLSUS04-BP02")
    example = ENDPOINT.with_changes(instance_type="ml.c6i.2xlarge", framework="huggingface", framework_version=None)
    example_context = Context(told={"quantizes_well": True})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak on neural models on CPUs that compute fast in low precision."""
        well = context.fact("quantizes_well")
        if job.framework not in _FRAMEWORKS or well is False or not is_instance_endpoint(job):
            return None
        now = only_type(job)
        if now is None or now.family not in _LOW_PRECISION:
            return None
        return self.advise(
            job,
            context,
            f"{now.name} computes fast in INT8 and BF16. An FP32 model leaves that unused.",
            swap=Swap(fix=self.fix, action="quantise the model"),
            missing=() if well else ("whether the model is FP32 and keeps its quality in INT8 (quantizes_well)",),
        )
