"""Serve CPU models on Graviton."""

from __future__ import annotations

import re

from jupyter_green.catalog.support import is_supported
from jupyter_green.job import Job, known
from jupyter_green.practices import Advice, Context, Effect, Swap
from jupyter_green.practices.endpoint_practice import ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_instance_endpoint, is_lower_beyond_doubt, least_suggestable, only_type
from jupyter_green.practices.serverless import memory_needed

_FRAMEWORKS = frozenset({"pytorch", "tensorflow", "xgboost", "sklearn"})
_GRAVITON3 = frozenset({"c7g"})  # the family that the published figure is about and the SDK has images for
_VERSION = re.compile(r"\d+\.\d+")


class GravitonInference(EndpointPractice):
    """Serve CPU models on Graviton.

    What it finds
        An endpoint on an x86 CPU type whose framework version has an arm64 image.

    Why it matters
        Graviton needs less power for the same CPU work.

    Evidence
        AWS: Graviton3 uses up to 60 % less energy for the same performance than comparable types; a maximum for
        c7g-class processors, not measured on an endpoint.

    When it does not apply
        Training, processing and transform: not offered. GPU models, x86 containers and wheels, Hugging Face images.
        scikit-learn 1.2 (the SDK picks a 1.0 image in silence), XGBoost 1.7 and later (no image). 8th-generation types
        are not suggested: the SDK does not find their image.

    The swap
        ``instance_type``; unsafe: test your libraries on ARM. With a pinned image it is show only.

    Signals not checked
        x86-only wheels; latency; the age of the arm64 image.

    References
        https://github.com/aws/deep-learning-containers
    """

    id = "graviton-inference"
    title = "Try Graviton"
    fix = "unsafe"
    needs = ("mode", "framework", "instance_type")
    confidence = "medium"
    effort = 2
    effects = (Effect("energy", 0.0, 0.6, "AWS, Graviton3 against comparable types at the same performance"),)
    trade_offs = ("test your libraries on ARM", "arm64 images age")
    lens_refs = ("MLSUS05-BP02", "MLSUS-12 (2023)")
    example = ENDPOINT.with_changes(instance_type="ml.c5.xlarge", framework="pytorch", framework_version="2.3.0")
    example_context = Context(told={"arm64_ready": True})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when an arm64 image exists and a type is offered; call it less only beyond doubt."""
        if job.framework not in _FRAMEWORKS or not is_instance_endpoint(job) or context.fact("arm64_ready") is False:
            return None
        now = only_type(job)
        if now is None or now.has_accelerator or now.is_arm:
            return None
        version = _VERSION.match(job.get("framework_version", ""))
        if version is not None and not is_supported("arm64-image", f"{job.framework} {version[0]}"):
            return None
        need = memory_needed(job, now, context)
        target = least_suggestable(job, _GRAVITON3, now.vcpus, need / 1024 if need else 0)
        if target is None or target.vcpus >= 2 * now.vcpus:
            return None
        missing = [] if version is not None else ["which framework version it runs (framework_version)"]
        if need is None and target.memory_gib < now.memory_gib:
            missing.append("how many MB of memory the model needs while it serves (model_memory_mb)")
        if context.fact("arm64_ready") is None:
            missing.append("whether your own libraries run on ARM (arm64_ready)")
        image = " Its image must be the arm64 one." if known(job.image) else ""
        swap = Swap({"instance_type": target.name}, "show only" if image else self.fix)
        saving, total, note = context.saving(job, swap)
        clearly = is_lower_beyond_doubt(saving)
        words = "draws less per hour" if clearly else "does not clearly draw less per hour: test it per answer"
        return self.advise(
            job,
            context,
            f"{target.name} has {target.vcpus} vCPUs and {target.memory_gib:g} GB and {words}.{image}",
            swap=swap,
            missing=tuple(missing),
            saving=saving,
            total_saving=total,
            saving_note=note,
        )
