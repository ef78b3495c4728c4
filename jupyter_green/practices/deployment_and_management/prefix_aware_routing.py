"""Send prompts with the same beginning to the same instance."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Swap
from jupyter_green.practices.endpoint_practice import GPU_ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_real_time, serves_language_model
from jupyter_green.practices.serving_cells import PREFIX_ROUTING

_AWARE = ("PREFIX_AWARE", "KV_AWARE")


class PrefixAwareRouting(EndpointPractice):
    """Send prompts with the same beginning to the same instance.

    What it finds
        A language model on two instances or more, routed at random or by load only.

    Why it matters
        Each instance keeps what it computed for a prompt's beginning. A shared system prompt that lands elsewhere is
        computed again.

    Evidence
        No published energy figure. The routing acts only when two or more instances or copies can serve a request.

    When it does not apply
        One instance; prompts that share nothing; containers without a prefix cache; sessions that stick to an instance.

    The swap
        Show only: ``PREFIX_AWARE`` needs a prefix length and a threshold of your own. ``KV_AWARE`` looks at the caches
        themselves, but works only with supported containers such as the SageMaker vLLM image.

    Signals not checked
        Whether the container's prefix cache is on; how long the shared beginning is.

    References
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantRoutingConfig.html
        package botocore 1.44.5 (RoutingStrategy, PrefixAwareRoutingConfig)
    """

    id = "prefix-aware-routing"
    title = "Route by the prompt's beginning"
    needs = ("routing",)
    effort = 2
    service = "endpoints"
    trade_offs = ("load is spread less evenly",)
    example = GPU_ENDPOINT.with_changes(
        instance_type="ml.g6.12xlarge", instance_count=3, environment={"SM_VLLM_MODEL": "/opt/ml/model"}
    )
    example_context = Context(told={"shared_prefix": True})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when several instances serve prompts that begin alike."""
        shared = context.fact("shared_prefix")
        if "OPTION_ENABLE_STATEFUL_SESSIONS" in job.get("environment", {}):  # a session comes back to its cache
            return None
        if job.routing in _AWARE or shared is False or not is_real_time(job) or not serves_language_model(job):
            return None
        tops = [one[1] for one in (job.autoscaling, job.managed_scaling) if isinstance(one, tuple)]
        if max(job.get("instance_count", 1), job.get("copies", 1), *tops, 1) < 2:
            return None
        return self.advise(
            job,
            context,
            "Requests are spread over instances without regard to what each has cached of their prompts.",
            swap=Swap({"routing": "PREFIX_AWARE"}, self.fix, action="set the routing strategy", code=PREFIX_ROUTING),
            missing=() if shared else ("whether prompts share a long beginning (shared_prefix)",),
            no_saving="not known before: the share of prompt tokens that is found in a cache",
        )
