"""Put the type that draws least first in an endpoint's instance pools."""

from __future__ import annotations

from jupyter_green.footprint import Amounts
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Swap
from jupyter_green.practices.endpoint_practice import ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_lower_beyond_doubt, is_suggestable


class EndpointInstancePools(EndpointPractice):
    """Put the type that draws least first in an endpoint's instance pools.

    What it finds
        An endpoint with ``InstancePools`` whose first type draws more than a later one.

    Why it matters
        SageMaker provisions in the order of priority and goes on to the next pool only without capacity: the first
        type is the one that runs.

    Evidence
        No published figure; the types are compared per hour from the tables, accelerators counted on both sides.

    When it does not apply
        When the first type answers so much faster that fewer instances do; when the difference is inside the
        uncertainty. A type without accelerators is not put before one with them.

    The swap
        ``instance_preferences`` in the new order; unsafe, because answers may be slower.

    Signals not checked
        Model overrides of single pools; latency; capacity.

    References
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
        package botocore 1.44.5 (InstancePools, InstancePool.Priority 1 to 5)
    """

    id = "endpoint-instance-pools"
    title = "Put the efficient type first"
    fix = "unsafe"
    needs = ("instance_preferences",)
    confidence = "medium"
    service = "endpoints"
    trade_offs = ("answers may be slower",)
    lens_refs = ("MLSUS05-BP02",)
    example = ENDPOINT.with_changes(instance_preferences=("ml.p3.2xlarge", "ml.g6.2xlarge"), instance_type=None)
    example_context = Context(told={"same_instance_count": True})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when a later pool draws less beyond doubt."""
        pools, same = job.instance_preferences, context.fact("same_instance_count")
        if not isinstance(pools, tuple) or len(pools) < 2 or same is False:
            return None
        best, saving = pools[0], None
        for name in pools[1:]:
            change = _change(job, context, best, name)
            if change is not None and is_suggestable(name, job) and is_lower_beyond_doubt(change):
                best, saving = name, _change(job, context, pools[0], name)
        if best == pools[0]:
            return None
        order = (best, *(name for name in pools if name != best))
        asked = ("whether each type carries your load with as many instances (same_instance_count)",)
        return self.advise(
            job,
            context,
            f"{pools[0]} is tried first, and {best} draws less per hour. Put it first.",
            swap=Swap({"instance_preferences": order}, self.fix),
            missing=() if same else asked,
            saving=saving,
            total_saving=None,
            saving_note="rates, when there is capacity for the first of each",
        )


def _change(job: Job, context: Context, before: str, after: str) -> Amounts | None:
    """Return the paired change per hour from one type to another; None when they are not of one sort."""
    first = context.estimate(job.with_changes(instance_preferences=None, instance_type=before))
    second = context.estimate(job.with_changes(instance_preferences=None, instance_type=after))
    accelerated = [any(one.name == "accelerator load" for one in each.inputs) for each in (first, second)]
    if not (first.is_known and second.is_known) or accelerated[0] != accelerated[1]:
        return None
    return second.rate.minus(first.rate)
