"""Serve models that Neuron supports on Inferentia2."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Effect, Swap
from jupyter_green.practices.endpoint_practice import GPU_ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_lower_beyond_doubt, is_real_time, least_suggestable, only_type

_FROM = frozenset({"g4dn", "g5", "g6", "g6e", "p3", "p4d", "p5"})
_FRAMEWORKS = frozenset({"pytorch", "huggingface", "djl", "jumpstart"})
_TO = frozenset({"inf2"})


class InferentiaInference(EndpointPractice):
    """Serve models that Neuron supports on Inferentia2.

    What it finds
        A GPU endpoint with a PyTorch or Hugging Face model, in a Region with ``ml.inf2``.

    Why it matters
        AWS's own chips need less power for the same answers, where the model runs on them at all.

    Evidence
        AWS's lens: up to 50 % better performance per watt than comparable instances: at most 33 % less energy for
        equal work (derived). AWS's figures for Inf1 are not used.

    When it does not apply
        TensorFlow (support ended with Neuron 2.28); classic models; dynamic shapes and CUDA operators; low traffic, as
        an idle chip saves nothing. Its PyTorch software is in maintenance since 2026-06-28.

    The swap
        Show only: ``instance_type`` of ``ml.inf2``, with a model compiled for it in a Neuron image.

    Signals not checked
        Operators and shapes; latency; how many instances your load needs.

    References
        https://awsdocs-neuron.readthedocs-hosted.com/en/latest/about-neuron/whats-new.html
    """

    id = "inferentia-inference"
    title = "Try Inferentia2"
    needs = ("framework", "instance_type")
    confidence = "medium"
    effort = 3
    effects = (Effect("energy", 0.0, 0.33, "AWS lens, performance per watt, derived for equal work"),)
    service = "inferentia2"
    trade_offs = ("compile and test again", "fewer operators", "software in maintenance")
    lens_refs = ("MLSUS05-BP02", "MLSUS-12 (2023)")
    example = GPU_ENDPOINT
    example_context = Context(told={"neuron_supported": True})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when a type with as much accelerator memory is offered; call it less only beyond doubt."""
        supported = context.fact("neuron_supported")
        if job.framework not in _FRAMEWORKS or supported is False or not is_real_time(job):
            return None
        now = only_type(job)
        if now is None or now.family not in _FROM:
            return None
        target = least_suggestable(job, _TO, 1, 0, now.accelerator_memory_gib)
        if target is None:
            return None
        swap = Swap({"instance_type": target.name}, self.fix)
        saving, total, note = context.saving(job, swap)
        clearly = is_lower_beyond_doubt(saving)
        per_hour = "draws less per hour" if clearly else "does not clearly draw less per hour; test it per answer"
        asked = ("whether Neuron supports the model: test a compilation first (neuron_supported)",)
        return self.advise(
            job,
            context,
            f"{target.name} holds as much in its chips' memory. It {per_hour}.",
            swap=swap,
            missing=() if supported else asked,
            saving=saving,
            total_saving=total,
            saving_note=note,
        )
