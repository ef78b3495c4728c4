"""Measure candidate instances before keeping a large one."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices.advice import Advice, Swap
from jupyter_green.practices.base import Practice
from jupyter_green.practices.context import Context
from jupyter_green.practices.hosting import is_real_time, only_type, serves_language_model

_MANY_VCPUS = 16
_CLASSIC = (
    'model.right_size(sample_payload_url="s3://BUCKET/payload.tar.gz", supported_content_types=["text/csv"],\n'
    "    supported_instance_types=[SMALLER_TYPE, PRESENT_TYPE], framework=FRAMEWORK)\n"
)
_LANGUAGE = "# create_ai_recommendation_job: at most 3 GPU types, LMI or vLLM, SafeTensors checkpoint in S3\n"


class InferenceRecommender(Practice):
    """Measure candidate instances before keeping a large one.

    What it finds
        A lasting endpoint on a large type, with no load test on record.

    Why it matters
        Types chosen by feeling are often too large, for as long as the endpoint stands.

    Evidence
        No published figure. The service optimises price and performance, not watts: read the result against the rates
        here.

    When it does not apply
        A demo that is deleted soon: the test starts several endpoints and can use more than it saves. Its newer form
        for language models knows GPU types only.

    The swap
        Show only: ``right_size`` with a sample payload; for language models an AI recommendation job.

    Signals not checked
        Tests made elsewhere.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/inference-recommender.html
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateAIRecommendationJob.html
    """

    id = "inference-recommender"
    title = "Measure before keeping a large type"
    phase = "deployment and management"
    kinds = frozenset({"endpoint"})
    needs = ("mode", "instance_type")
    effort = 2
    trade_offs = ("the test takes energy and money",)
    not_checked = ("tests made elsewhere",)
    lens_refs = ("MLSUS05-BP01",)
    example = Job(kind="endpoint", region="us-east-1", instance_type="ml.m5.12xlarge", instance_count=1)
    example_context = Context(told={"load_tested": False})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak on large types that nobody has measured."""
        if not is_real_time(job) or job.deleted_later is True or context.fact("load_tested") is True:
            return None
        now = only_type(job)
        if now is None or context.metrics_of(job) is not None:
            return None
        if now.vcpus < _MANY_VCPUS and now.accelerator_count < 2:
            return None
        if any(other.kind == "inference-recommender" for other in context.jobs):
            return None
        code = _LANGUAGE if serves_language_model(job) else _CLASSIC
        return self.advise(
            job,
            context,
            f"{now.name} is large, and no measurement says that it must be.",
            swap=Swap(fix=self.fix, action="run a recommendation job", code=code),
            missing=("whether it was load tested (load_tested)",) if context.fact("load_tested") is None else (),
        )
