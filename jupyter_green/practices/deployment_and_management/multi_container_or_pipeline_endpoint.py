"""Put different small containers behind one endpoint."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Swap
from jupyter_green.practices.endpoint_practice import ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_real_time, only_type, peers_of
from jupyter_green.practices.serving_cells import PIPELINE_MODEL
from jupyter_green.practices.traffic import saving_by_share

_MOST_CONTAINERS = 15


class MultiContainerOrPipelineEndpoint(EndpointPractice):
    """Put different small containers behind one endpoint.

    What it finds
        Two or more CPU endpoints with different frameworks beside each other.

    Why it matters
        Endpoints that are rarely called each keep instances standing by.

    Evidence
        No published figure. Computed where an endpoint falls away.

    When it does not apply
        Serverless; planned shadow tests; different scaling; more than 15 containers.

    The swap
        Show only: ``PipelineModel`` for a chain, or ``Containers`` called directly.

    Signals not checked
        Whether their memory fits together; who calls them in which order.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/multi-container-endpoints.html
    """

    id = "multi-container-or-pipeline-endpoint"
    title = "Put containers behind one endpoint"
    needs = ("framework",)
    confidence = "low"
    effort = 3
    trade_offs = ("releases are coupled",)
    lens_refs = ("MLSUS05-BP04",)
    example = ENDPOINT.with_changes(instance_type="ml.m5.large", framework="xgboost", framework_version=None)
    example_context = Context(
        jobs=(example.with_changes(framework="sklearn", name="prepare"), example),
        told={"containers_fit_together": True},
    )

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak for every such endpoint but the first."""
        fit = context.fact("containers_fit_together")
        if len(context.jobs) < 2 or fit is False or not is_real_time(job) or not _is_small(job):
            return None
        small = [other for other in peers_of(job, context) if _is_small(other)]
        kinds = {other.framework for other in small}
        if len(kinds) < 2 or len(small) > _MOST_CONTAINERS or small[0] == job:
            return None
        asked = ("whether low traffic or one client lets them share an instance (containers_fit_together)",)
        return self.advise(
            job,
            context,
            f"{len(small)} CPU endpoints with different containers. One endpoint can hold them all.",
            swap=Swap(fix=self.fix, action="share one endpoint", code=PIPELINE_MODEL),
            missing=() if fit else asked,
            **saving_by_share(job, context, 1.0 if fit else None, "it falls away; the shared one works more"),
        )


def _is_small(job: Job) -> bool:
    now = only_type(job)
    return now is not None and not now.has_accelerator and isinstance(job.framework, str)
