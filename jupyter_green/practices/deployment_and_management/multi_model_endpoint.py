"""Host similar, rarely called models on one multi-model endpoint."""

from __future__ import annotations

from jupyter_green.catalog.support import is_supported
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Effect, Swap
from jupyter_green.practices.endpoint_practice import ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_real_time, only_type, peers_of
from jupyter_green.practices.serving_cells import MULTI_MODEL
from jupyter_green.practices.traffic import saving_by_share


class MultiModelEndpoint(EndpointPractice):
    """Host similar, rarely called models on one multi-model endpoint.

    What it finds
        Endpoints with the same framework and type beside each other, or one deployed several times in a loop.

    Why it matters
        Each endpoint stands by with its own instances; one endpoint loads the model that is asked for.

    Evidence
        AWS's lens: carbon lower by up to 90 %, with no test described: a ceiling. The saving is computed from the
        endpoints that fall away.

    When it does not apply
        High traffic or strict latency; different frameworks; serverless; Model Monitor; tenant isolation. On GPUs
        only with Triton, on p2, g4dn, g5 and ml.p3.2xlarge.

    The swap
        Show only: ``MultiDataModel`` over one prefix, and ``target_model`` in each call.

    Signals not checked
        Traffic of each model; whether sizes are alike.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoints.html
    """

    id = "multi-model-endpoint"
    title = "Share one endpoint between similar models"
    needs = ("data_capture", "framework", "instance_count")
    confidence = "low"
    effort = 2
    effects = (Effect("carbon", 0.0, 0.9, "Well-Architected ML lens, no test described"),)
    trade_offs = ("cold loads of a model", "one failure hits all")
    lens_refs = ("MLSUS05-BP04", "MLSUS-14 (2023)")
    example = ENDPOINT.with_changes(instance_type="ml.m5.large", framework="xgboost", passes=10, framework_version=None)
    example_context = Context(told={"rarely_called": True})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when several endpoints could be one."""
        rare = context.fact("rarely_called")
        now = only_type(job) if is_real_time(job) and not job.inference_components else None
        if now is None or rare is False or job.data_capture or not _can_hold_many(job, now.family, now.has_accelerator):
            return None
        copies = job.get("passes", 1)
        same = [
            o for o in peers_of(job, context) if o.framework == job.framework and o.instance_type == job.instance_type
        ]
        if copies < 2 and (len(same) < 2 or same[0] == job):
            return None
        together = max(copies, len(same))
        share = (1 - 1 / copies if copies > 1 else 1.0) if rare else None
        asked = ("whether each model is called rarely and may load when called (rarely_called)",)
        return self.advise(
            job,
            context,
            f"{together} endpoints with the same container. One could hold all their models.",
            swap=Swap(fix=self.fix, action="deploy one multi-model endpoint", code=MULTI_MODEL),
            missing=() if rare else asked,
            **saving_by_share(job, context, share, "for each endpoint, on average" if copies > 1 else "it falls away"),
        )


def _can_hold_many(job: Job, family: str, has_accelerator: bool) -> bool:
    if has_accelerator:
        one_gpu = is_supported("multi-model-gpu-family", family) or job.instance_type == "ml.p3.2xlarge"
        return job.framework == "triton" and one_gpu
    return isinstance(job.framework, str) and is_supported("multi-model-framework", job.framework)
