"""Quantise or compile language models before serving them."""

from __future__ import annotations

from collections.abc import Mapping

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Swap
from jupyter_green.practices.endpoint_practice import GPU_ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_real_time, only_type, serves_language_model
from jupyter_green.practices.serving_cells import QUANTISE

_DONE = ("awq", "gptq", "fp8", "int8", "int4", "-4bit", "-8bit", "gguf")


class InferenceOptimizationJobs(EndpointPractice):
    """Quantise or compile language models before serving them.

    What it finds
        A language model on a GPU endpoint without a sign of quantisation.

    Why it matters
        Fewer bits a weight need less memory traffic.

    Evidence
        No published figure in terms of energy.

    When it does not apply
        Models that are quantised already; quality floors that do not hold.
        Speculative decoding is not suggested: drafting is extra work a token, and energy may rise.

    The swap
        Show only: ``ModelBuilder.optimize`` with a quantisation configuration, then your quality test.

    Signals not checked
        Precision of the stored weights; quality after quantising; energy of the job itself.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/model-optimize.html
    """

    id = "inference-optimization-jobs"
    title = "Quantise the language model"
    needs = ("environment",)
    effort = 2
    trade_offs = ("some accuracy", "the job itself takes energy once")
    lens_refs = ("MLSUS05-BP03", "MLSUS04-BP02")
    example = GPU_ENDPOINT.with_changes(
        framework="djl", environment={"OPTION_MODEL_ID": "meta-llama/Llama-3-8B"}, framework_version=None
    )
    example_context = Context(told={"quality_test": True})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak on GPU-served language models that show no quantisation."""
        if not is_real_time(job) or not serves_language_model(job) or context.fact("quality_test") is False:
            return None
        now = only_type(job)
        if now is None or not now.accelerator.startswith("NVIDIA"):
            return None
        settings = job.environment if isinstance(job.environment, Mapping) else {}
        names = f"{job.get('model_id', '')} {' '.join(map(str, settings.values()))}".lower()
        if any("QUANTIZE" in str(key) for key in settings) or any(word in names for word in _DONE):
            return None
        asked = ("whether you can test the quality after quantising (quality_test)",)
        return self.advise(
            job,
            context,
            "A language model, not quantised as far as can be seen. Fewer bits need less memory traffic a token.",
            swap=Swap(fix=self.fix, action="quantise the model", code=QUANTISE),
            missing=() if context.fact("quality_test") else asked,
        )
