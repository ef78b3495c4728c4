"""Queue slow or rare requests on an asynchronous endpoint that scales to zero."""

from __future__ import annotations

from jupyter_green.job import Job, known
from jupyter_green.practices import Advice, Context, Swap
from jupyter_green.practices.endpoint_cells import scaling_cell
from jupyter_green.practices.endpoint_practice import GPU_ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_real_time, only_type
from jupyter_green.practices.traffic import SILENCE, saving_by_share, traffic_of

_RARE = 0.3
_BACKLOG_PER_INSTANCE = 5.0
_EXCLUDED = ("inference_components", "shadow")


class AsyncInference(EndpointPractice):
    """Queue slow or rare requests on an asynchronous endpoint that scales to zero.

    What it finds
        An asynchronous endpoint that never goes below one instance, and a real-time endpoint on an accelerator whose
        callers could wait.

    Why it matters
        A queue lets the endpoint have no instance at all while there is nothing to do.

    Evidence
        No published figure. Computed: the share of hours without a call, times what the endpoint draws.

    When it does not apply
        When callers need the answer at once; when the same endpoint must also answer ``InvokeEndpoint``; with
        cross-Region traffic caps; with steady traffic, which never reaches zero; for a CPU model that fits serverless.

    The swap
        Show only: ``mode="async"`` (a new endpoint configuration with an S3 output), then a scalable target with
        ``MinCapacity=0``, a backlog policy and a wake-up alarm, which the cell holds. Without them nothing is saved.

    Signals not checked
        Whether a scalable target was registered elsewhere; payloads (1 GB at most) and processing time (1 h at most).

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html
        https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html
        https://aws.amazon.com/blogs/machine-learning/optimizing-mlops-for-sustainability/
    """

    id = "async-inference"
    title = "Queue requests and scale to zero"
    needs = ("mode", *_EXCLUDED)
    confidence = "medium"
    effort = 2
    trade_offs = ("minutes to start from zero", "callers poll S3 or wait for a message")
    lens_refs = ("MLSUS05-BP01",)
    example = GPU_ENDPOINT.with_changes(mode="async", instance_type="ml.g5.2xlarge")
    example_context = Context(told={"silent_share": 0.8})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when a queue exists without scaling to zero, or could exist because callers can wait."""
        if any(getattr(job, name) for name in _EXCLUDED):
            return None
        if job.mode == "async":
            return self._let_it_reach_zero(job, context)
        now = only_type(job) if is_real_time(job) else None
        if now is None or not now.has_accelerator or context.fact("caller_can_wait") is False:
            return None
        silent = traffic_of(job, context).silent_share
        if silent is not None and silent < _RARE:
            return None
        missing = [] if silent is not None else [SILENCE]
        if context.fact("caller_can_wait") is None:
            missing.append("whether callers can wait minutes for the answer (caller_can_wait)")
        message = "A real-time endpoint keeps its accelerator busy with waiting. A queue would let it go to zero."
        changes: dict[str, object] = {"mode": "async", "autoscaling": (0, _most(job))}
        return self._advise_zero(job, context, message, changes, tuple(missing), silent)

    def _let_it_reach_zero(self, job: Job, context: Context) -> Advice | None:
        if isinstance(job.autoscaling, tuple) and job.autoscaling[0] == 0:
            return None
        silent = traffic_of(job, context).silent_share
        if silent == 0:
            return None
        seen = "it may go no lower than one instance" if known(job.autoscaling) else "no scalable target was seen"
        message = f"The endpoint has a queue, but {seen}: it stands by while the queue is empty."
        missing = (SILENCE,) if silent is None else ()
        return self._advise_zero(job, context, message, {"autoscaling": (0, _most(job))}, missing, silent)

    def _advise_zero(
        self,
        job: Job,
        context: Context,
        message: str,
        changes: dict[str, object],
        missing: tuple[str, ...],
        silent: float | None,
    ) -> Advice:
        code = scaling_cell(job, context, 0, _most(job), "backlog", _BACKLOG_PER_INSTANCE)
        swap = Swap(changes, self.fix, action="scale to zero", code=code)
        saving = saving_by_share(job, context, silent, "for the hours without a call")
        return self.advise(job, context, message, swap=swap, missing=missing, **saving)


def _most(job: Job) -> int:
    top = job.autoscaling[1] if isinstance(job.autoscaling, tuple) else job.get("instance_count", 1)
    return max(1, int(top))
