"""Measure candidate instances before keeping a large one."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Swap
from jupyter_green.practices.endpoint_practice import ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_real_time, only_type, serves_language_model
from jupyter_green.practices.serving_cells import RECOMMEND_FOR_LANGUAGE, RIGHT_SIZE

_MANY_VCPUS = 16


class InferenceRecommender(EndpointPractice):
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
    needs = ("mode", "instance_type")
    effort = 2
    trade_offs = ("the test takes energy and money",)
    lens_refs = ("MLSUS05-BP01",)
    example = ENDPOINT.with_changes(instance_type="ml.m5.12xlarge")
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
        code = RECOMMEND_FOR_LANGUAGE if serves_language_model(job) else RIGHT_SIZE
        return self.advise(
            job,
            context,
            f"{now.name} is large, and no measurement says that it must be.",
            swap=Swap(fix=self.fix, action="run a recommendation job", code=code),
            missing=("whether it was load tested (load_tested)",) if context.fact("load_tested") is None else (),
        )
