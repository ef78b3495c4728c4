"""Choose how an endpoint answers by the wait that is allowed."""

from __future__ import annotations

from jupyter_green.job import Job, known
from jupyter_green.practices import Advice, Context, Swap
from jupyter_green.practices.endpoint_practice import ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_real_time
from jupyter_green.practices.traffic import SILENCE, saving_by_share, traffic_of

_MOSTLY_SILENT = 0.5
_BETTER_WAY = {"minutes": "an asynchronous endpoint that scales to zero", "hours": "batch transform jobs"}


class AlignSlaWithNeed(EndpointPractice):
    """Choose how an endpoint answers by the wait that is allowed.

    What it finds
        A real-time endpoint with two instances or more, or silent for half of its hours.

    Why it matters
        To answer at once at all hours is the dearest way to serve. A wait opens ways that keep nothing standing by.

    Evidence
        No published figure. Computed: hours without a call fall away. Limits: real-time 6 MB and 60 s, serverless
        4 MB and 60 s, async 1 GB and 1 h, batch transform days.

    When it does not apply
        With a contractual latency, or an availability target that needs several zones: say ``latency_need="seconds"``.

    The swap
        Show only: it names the way that fits.

    Signals not checked
        Contracts; payload sizes.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-model-options.html
    """

    id = "align-sla-with-need"
    title = "Ask how fast answers must be"
    needs = ("mode", "instance_count")
    confidence = "medium"
    effort = 2
    trade_offs = ("latency",)
    lens_refs = ("MLSUS05-BP01", "MLSUS-11 (2023)")
    example = ENDPOINT.with_changes(instance_type="ml.m5.2xlarge", instance_count=2)
    example_context = Context(told={"latency_need": "hours", "silent_share": 0.9})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when more is kept than anyone has asked for."""
        need = context.fact("latency_need")
        if not is_real_time(job) or need == "seconds" or known(job.autoscaling):
            return None
        silent = traffic_of(job, context).silent_share
        if job.get("instance_count", 1) < 2 and (silent is None or silent < _MOSTLY_SILENT):
            return None
        if need not in _BETTER_WAY:
            asked = "how long a caller may wait: seconds, minutes or hours (latency_need)"
            message = "It answers at once, at all hours. If callers may wait, nothing needs to stand by."
            return self.advise(job, context, message, missing=(asked,))
        way = _BETTER_WAY[need]
        return self.advise(
            job,
            context,
            f"Callers may wait {need}: {way} would do, and would keep nothing standing by.",
            swap=Swap(fix=self.fix, action=f"serve by {way}"),
            missing=() if silent is not None else (SILENCE,),
            **saving_by_share(job, context, silent, "for the hours without a call"),
        )
