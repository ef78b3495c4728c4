"""Plan the way off first-generation Inferentia."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Swap
from jupyter_green.practices.endpoint_practice import ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_suggestable, only_type

_NEXT = {"xlarge": "xlarge", "2xlarge": "xlarge", "6xlarge": "8xlarge", "24xlarge": "24xlarge"}


class Inf1DoNotRecommend(EndpointPractice):
    """Plan the way off first-generation Inferentia.

    What it finds
        An endpoint on ``ml.inf1``.

    Why it matters
        Its software is frozen: Neuron dropped Inf1 environments and images with 2.27 (2025-12-18), and the driver stays
        at 2.24 with security patches. A working endpoint goes on; new work should not start there.

    Evidence
        AWS's 2023 figures for Inf1 (up to 90 % less energy, up to 70 % lower cost per inference than comparable GPU
        instances) are about Inf1 itself, at 1,000,000 inferences an hour. They say nothing about Inf2 and are not used.

    When it does not apply
        While a pinned image works and nothing changes: keep it. Deployment guardrails and shadow tests exclude Inf1.

    The swap
        Show only: ``ml.inf2`` of the next size, with a model compiled anew in a current Neuron image. The software of
        Inf2 is itself in maintenance since 2026-06-28.

    Signals not checked
        The Neuron version in the image; latency after the move.

    References
        https://github.com/aws-neuron/aws-neuron-sdk/blob/master/about-neuron/announcements/neuron2.x/announce-eos-inf1-virtual-environments.rst
    """

    id = "inf1-do-not-recommend"
    title = "Plan the way off Inferentia1"
    needs = ("instance_type",)
    confidence = "low"
    effort = 2
    service = "inferentia1"
    trade_offs = ("the model must be compiled and tested again",)
    lens_refs = ("AWS accelerators blog (2023)",)
    example = ENDPOINT.with_changes(instance_type="ml.inf1.xlarge", framework="pytorch", framework_version=None)

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak on every Inferentia1 endpoint; name a type only where one is offered."""
        now = only_type(job)
        if now is None or now.family != "inf1":
            return None
        supported = context.fact("neuron_supported")
        target = f"ml.inf2.{_NEXT[now.size]}"
        swap = None
        if supported is not False and is_suggestable(target, job):
            swap = Swap({"instance_type": target}, self.fix)
        asked = ("whether the model compiles with the current Neuron (neuron_supported)",)
        return self.advise(
            job,
            context,
            "Keep it if it works, but its software is frozen since 2025-12-18: plan the move.",
            swap=swap,
            missing=asked if supported is None else (),
        )
