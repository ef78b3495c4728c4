"""Pack several models onto one accelerator endpoint."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Effect, Practice, Swap
from jupyter_green.practices.hosting import only_type, peers_of
from jupyter_green.practices.serving_cells import PACK_COMPONENTS
from jupyter_green.practices.traffic import saving_by_share

_BUSY = 0.5


class InferenceComponentsPacking(Practice):
    """Pack several models onto one accelerator endpoint.

    What it finds
        Two or more single-model accelerator endpoints that are not busy, and a component with several copies.

    Why it matters
        Each endpoint keeps its own accelerators powered; as inference components models share them.

    Evidence
        AWS: deployment cost 50 % lower on average, over its own cases. Cost only. For endpoints that fall away the
        saving is computed.

    When it does not apply
        Tenant isolation; other VPC settings; models that fill their accelerators. GPUs that can be partitioned may
        suit partitions better.

    The swap
        Show only: one endpoint with components, ``BINPACK`` placement and ``CONSOLIDATION`` scale-in.

    Signals not checked
        Roles; the present placement strategy; noisy neighbours.

    References
        https://aws.amazon.com/blogs/machine-learning/reduce-model-deployment-costs-by-50-on-average-using-sagemakers-latest-features/
    """

    id = "inference-components-packing"
    title = "Pack models onto one endpoint"
    phase = "deployment and management"
    kinds = frozenset({"endpoint", "inference-component"})
    confidence = "low"
    effort = 3
    effects = (Effect("cost", 0.0, 0.5, "AWS blog, average over its cases"),)
    trade_offs = ("noisy neighbours", "one failure hits all", "packed copies are not spread for resilience")
    lens_refs = ("MLSUS05-BP04",)
    example = Job(kind="endpoint", name="b", region="us-east-1", instance_type="ml.g5.xlarge", instance_count=1)
    example_context = Context(
        jobs=(example.with_changes(name="a", identity="endpoint:a"), example), told={"models_fit_together": True}
    )

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak for every endpoint but the first of those that could share its accelerators."""
        fit = context.fact("models_fit_together")
        if fit is False:
            return None
        if job.kind == "inference-component":
            if job.get("copies", 1) < 2:
                return None
            message = (
                "Its copies may stand on more instances than they need. BINPACK and CONSOLIDATION free whole ones."
            )
            return self.advise(
                job, context, message, swap=Swap(fix=self.fix, action="pack the copies", code=PACK_COMPONENTS)
            )
        now = only_type(job)
        if now is None or not now.has_accelerator or len(context.jobs) < 2:
            return None
        same = [other for other in peers_of(job, context) if _could_share(other, context)]
        if len(same) < 2 or same[0] == job or job not in same:
            return None
        asked = ("whether the models fit together in the accelerators' memory (models_fit_together)",)
        return self.advise(
            job,
            context,
            f"{len(same)} accelerator endpoints with one model each. As components they could share one.",
            swap=Swap(fix=self.fix, action="share one endpoint", code=PACK_COMPONENTS),
            missing=() if fit else asked,
            **saving_by_share(
                job, context, 1.0 if fit else None, "this endpoint falls away; the shared one works more"
            ),
        )


def _could_share(job: Job, context: Context) -> bool:
    now, metrics = only_type(job), context.metrics_of(job)
    idle = metrics is None or metrics.accelerator is None or metrics.accelerator < _BUSY
    return now is not None and now.has_accelerator and idle
