"""Serve small CPU models with few calls on Serverless Inference."""

from __future__ import annotations

import math

from jupyter_green.catalog.support import is_supported
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Swap
from jupyter_green.practices.endpoint_practice import ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_real_time, only_type, serves_language_model
from jupyter_green.practices.serverless import MOST_MB, memory_needed, serverless_changes
from jupyter_green.practices.traffic import saving_by_serverless, traffic_of
from jupyter_green.wording import say_number

_LEAST_CONCURRENCY, _MOST_CONCURRENCY, _HEADROOM = 5, 200, 4
_LONGEST_CALL_SECONDS = 60
_EXCLUDED = ("vpc", "network_isolation", "data_capture", "inference_components", "shadow")


class ServerlessInference(EndpointPractice):
    """Serve small CPU models with few calls on Serverless Inference.

    What it finds
        A real-time endpoint with one model on a CPU type, in a Region that has Serverless Inference.

    Why it matters
        Instances stand by between calls; a serverless endpoint works, and is billed, only while it answers.

    Evidence
        No published figure. Computed from your calls per hour and seconds per call: instances for an hour against
        serverless slots for the busy part of it.

    When it does not apply
        GPU or AWS chips, more than 6 GB of memory or a call over 60 s, VPC, network isolation, data capture,
        multi-model, pipelines, several or shadow variants, strict latency, steady traffic (then an instance is better).

    The swap
        ``mode="serverless"`` with the memory the model needs, without instances. Unsafe: cold starts, and a running
        endpoint cannot be converted; it is made anew. Offered once calls, duration, memory and cold starts are known.

    Signals not checked
        Image size (10 GB at most); request size (4 MB at most); Marketplace packages; peaks of parallel calls.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantServerlessConfig.html
    """

    id = "serverless-inference"
    title = "Serve it serverless"
    fix = "unsafe"
    needs = ("mode", "instance_type", "instance_count", *_EXCLUDED)
    confidence = "medium"
    common = True
    trade_offs = ("cold starts", "calls above the concurrency are throttled", "the hardware is not disclosed")
    lens_refs = ("MLSUS05-BP01", "MLSUS05-BP02")
    example = ENDPOINT
    example_context = Context(
        told={"calls_per_hour": 60, "seconds_per_call": 0.2, "model_memory_mb": 1500, "cold_start_ok": True}
    )

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when nothing rules serverless out, and with known traffic only when it saves."""
        if not is_real_time(job) or any(getattr(job, name) for name in _EXCLUDED) or job.get("containers", 1) > 1:
            return None
        now = only_type(job)
        if now is None or now.has_accelerator or context.fact("cold_start_ok") is False or serves_language_model(job):
            return None
        if isinstance(job.region, str) and not is_supported("serverless-region", job.region):
            return None
        memory, traffic = memory_needed(job, now, context), traffic_of(job, context)
        busy, seconds = traffic.busy_share, traffic.seconds_per_call or 0
        concurrency = max(_LEAST_CONCURRENCY, math.ceil((busy or 0) * _HEADROOM))
        if (memory or 0) > MOST_MB or seconds > _LONGEST_CALL_SECONDS or concurrency > _MOST_CONCURRENCY:
            return None
        missing = list(traffic.missing)
        if memory is None:
            missing.append("how many MB of memory the model needs while it serves (model_memory_mb)")
        if context.fact("cold_start_ok") is None:
            missing.append("whether a first call may wait for a cold start (cold_start_ok)")
        if memory is None or busy is None:
            message = "One small CPU model behind instances that stand by. Serverless would run only while it answers."
            return self.advise(job, context, message, missing=tuple(missing))
        swap = Swap(serverless_changes(job, memory, concurrency), self.fix)
        saving = saving_by_serverless(job, swap, context, traffic)
        change = saving["saving"]
        if change is None or not change.energy.is_known or change.energy.central >= 0:
            return None
        message = (
            f"On average {say_number(busy)} calls run at a time, while the instances stand by the whole hour: "
            f"{memory} MB serverless would run only while it answers."
        )
        return self.advise(job, context, message, swap=swap, missing=tuple(missing), **saving)
