"""Let endpoints with inference components reach zero instances."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Swap
from jupyter_green.practices.endpoint_practice import GPU_ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_real_time, only_type
from jupyter_green.practices.serving_cells import AS_COMPONENT, COPIES_TO_ZERO
from jupyter_green.practices.traffic import SILENCE, saving_by_share, traffic_of

_OFTEN_SILENT = 0.3


class ScaleToZeroInferenceComponents(EndpointPractice):
    """Let endpoints with inference components reach zero instances.

    What it finds
        An endpoint with inference components that keeps one instance or more, and a real-time accelerator endpoint that
        is silent for a third of its hours or more and could be deployed as a component.

    Why it matters
        Among real-time endpoints only those with inference components can go down to zero instances.

    Evidence
        No published figure. Computed: the share of hours without a call, times what the endpoint draws.

    When it does not apply
        When callers cannot bear errors for the minutes until an instance is up. To a model-based variant as it stands:
        it must be deployed anew as a component. To a CPU model that fits Serverless Inference, which is simpler.

    The swap
        ``managed_scaling=(0, most)``; unsafe, because calls fail while it wakes up. The component needs a scalable
        target with ``MinCapacity=0`` and a step policy with an alarm on ``NoCapacityInvocationFailures`` as well. For a
        model-based endpoint it is show only.

    Signals not checked
        The scaling of the components themselves; whether clients retry.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantManagedInstanceScaling.html
    """

    id = "scale-to-zero-inference-components"
    title = "Let it go down to zero instances"
    fix = "unsafe"
    needs = ("mode", "inference_components", "managed_scaling", "instance_count")
    confidence = "medium"
    effort = 2
    trade_offs = ("calls fail while an instance starts", "the model is loaded again each time")
    example = GPU_ENDPOINT.with_changes(inference_components=True, managed_scaling=(1, 3))
    example_context = Context(told={"silent_share": 0.6, "callers_retry": True})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when components could let the last instance go."""
        if not is_real_time(job) or context.fact("callers_retry") is False:
            return None
        scaled = job.managed_scaling
        if isinstance(scaled, tuple) and scaled[0] == 0:
            return None
        now = only_type(job)
        silent = traffic_of(job, context).silent_share
        if job.inference_components:
            if silent == 0:
                return None
            most = scaled[1] if isinstance(scaled, tuple) else job.get("instance_count", 1)
            swap = Swap({"managed_scaling": (0, max(1, most))}, self.fix, code=COPIES_TO_ZERO)
            message = (
                "It keeps at least one instance. With inference components the last one may go while nobody calls."
            )
        elif now is not None and now.has_accelerator and silent is not None and silent >= _OFTEN_SILENT:
            swap = Swap(fix="show only", action="deploy the model as an inference component", code=AS_COMPONENT)
            message = (
                f"It is silent for {silent:.0%} of its hours. Deployed as an inference component it could be gone then."
            )
        else:
            return None
        missing = [] if silent is not None else [SILENCE]
        if context.fact("callers_retry") is None:
            missing.append("whether callers retry for some minutes (callers_retry)")
        saving = saving_by_share(job, context, silent, "for the hours without a call")
        return self.advise(job, context, message, swap=swap, missing=tuple(missing), **saving)
