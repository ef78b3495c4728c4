"""Let the number of instances follow the load."""

from __future__ import annotations

from jupyter_green.job import Job, known
from jupyter_green.practices import Advice, Context, Swap
from jupyter_green.practices.endpoint_cells import scaling_cell
from jupyter_green.practices.endpoint_practice import ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_real_time, only_type
from jupyter_green.practices.traffic import SILENCE, saving_by_share, traffic_of

_CALLS_A_MINUTE_PER_INSTANCE = 100.0


class EndpointAutoScaling(EndpointPractice):
    """Let the number of instances follow the load.

    What it finds
        A real-time endpoint with two or more instances and no scalable target, or one whose least and most are equal.

    Why it matters
        Instances sized for the peak stand by for the rest of the day.

    Evidence
        No published figure. Computed for the hours without a call only: all instances but one could go. The hours of
        low load come on top.

    When it does not apply
        To a single instance: a real-time variant cannot go below one (use inference components, async or serverless).
        To a flat load. When the container starts more slowly than the peaks come. When two instances are kept on
        purpose, for a second Availability Zone.

    The swap
        Show only: a cell that registers the variant with Application Auto Scaling and follows the calls per instance.
        Replace its target by what your load test says one instance can take.

    Signals not checked
        Scalable targets registered elsewhere; how long the container takes to start; calls one instance can take.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
        https://aws.amazon.com/blogs/machine-learning/optimizing-mlops-for-sustainability/
        https://aws.amazon.com/solutions/guidance/optimizing-mlops-for-sustainability-on-aws/
    """

    id = "endpoint-auto-scaling"
    title = "Let instances follow the load"
    needs = ("mode", "instance_count", "autoscaling", "managed_scaling")
    confidence = "medium"
    effort = 2
    trade_offs = ("new instances lag behind a sudden peak",)
    lens_refs = ("MLSUS05-BP04",)
    example = ENDPOINT.with_changes(instance_type="ml.c5.2xlarge", instance_count=4)
    example_context = Context(told={"load_varies": True, "silent_share": 0.5})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when several instances are always there."""
        if not is_real_time(job) or job.inference_components or known(job.managed_scaling) or only_type(job) is None:
            return None
        scaled = job.autoscaling
        if isinstance(scaled, tuple) and scaled[0] < scaled[1]:
            return None
        count = scaled[0] if isinstance(scaled, tuple) else job.get("instance_count", 1)
        if count < 2 or context.fact("load_varies") is False:
            return None
        silent = traffic_of(job, context).silent_share
        missing = [] if silent is not None else [SILENCE]
        if context.fact("load_varies") is None and silent is None:
            missing.append("whether the load varies over the day (load_varies)")
        code = scaling_cell(
            job, context, 1, count, "SageMakerVariantInvocationsPerInstance", _CALLS_A_MINUTE_PER_INSTANCE
        )
        share = None if silent is None else silent * (count - 1) / count
        return self.advise(
            job,
            context,
            f"{count} instances are up at every hour. Only the peak needs them all.",
            swap=Swap({"autoscaling": (1, count)}, self.fix, action="register with auto scaling", code=code),
            missing=tuple(missing),
            **saving_by_share(job, context, share, "for the hours without a call; low load comes on top"),
        )
