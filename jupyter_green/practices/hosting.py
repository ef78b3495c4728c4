"""What practices ask of endpoints: how one answers, on which instances, with which kind of model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from jupyter_green.catalog.instances import InstanceType, all_instance_types, find_instance, is_offered
from jupyter_green.catalog.prices import is_priced_in
from jupyter_green.footprint import Amounts
from jupyter_green.job import Job, Unknown, known
from jupyter_green.practices.context import Context, Metrics

__all__ = [
    "CLASSIC_MODELS",
    "is_instance_endpoint",
    "is_lower_beyond_doubt",
    "is_real_time",
    "is_suggestable",
    "keeps_nothing_idle",
    "least_suggestable",
    "only_type",
    "peers_of",
    "serves_language_model",
    "smaller_type",
]

#: Frameworks and algorithms that compute on CPUs and gain nothing from an accelerator when they serve.
CLASSIC_MODELS = frozenset(
    {"sklearn", "xgboost", "lightgbm", "catboost", "linear-learner", "knn", "kmeans", "pca", "randomcutforest"}
    | {"factorization-machines", "lda", "ipinsights", "spark"}
)
_HARDLY_USED, _FULL = 0.25, 0.8
_LANGUAGE_SERVERS = ("djl-inference", "-tgi", "vllm", "lmi", "llm", "text-generation")
_LANGUAGE_MODELS = ("textgeneration", "text-generation", "-llm-", "huggingface-llm", "llama", "mistral", "falcon")
#: Tasks of a model hub that write no text; any other task, or none, may be a language model's.
_OTHER_TASKS = re.compile(
    "classification|question-answering|feature-extraction|fill-mask|similarity|speech|detection|segmentation|to-image"
)
_LANGUAGE_SETTINGS = ("HF_MODEL_ID", "OPTION_MODEL_ID", "OPTION_ROLLING_BATCH", "SM_NUM_GPUS", "SM_VLLM_MODEL")


def is_instance_endpoint(job: Job) -> bool:
    """True for an endpoint that keeps instances, whether it answers at once or from a queue."""
    return job.kind == "endpoint" and job.mode != "serverless" and not job.local and not isinstance(job.mode, Unknown)


def is_real_time(job: Job) -> bool:
    """True for an endpoint with one model behind it that answers at once from instances."""
    return job.kind == "endpoint" and job.mode in (None, "real-time") and not job.local


def keeps_nothing_idle(job: Job) -> bool:
    """True when no instance stands by while nobody calls."""
    if job.mode == "serverless":
        return not known(job.provisioned_concurrency)
    least = [one[0] for one in (job.autoscaling, job.managed_scaling) if isinstance(one, tuple)]
    return bool(least) and min(least) == 0


def only_type(job: Job) -> InstanceType | None:
    """Return the one instance type of the endpoint, or None when there are several or it is not known."""
    if job.instance_groups is not None or known(job.instance_preferences) or not isinstance(job.instance_type, str):
        return None
    return find_instance(job.instance_type)


def serves_language_model(job: Job) -> bool:
    """True when the image, the model's id or the container's settings say that a language model is served."""
    image = job.get("image", "")
    if job.framework == "djl" or any(word in image for word in _LANGUAGE_SERVERS):
        return True
    model = job.get("model_id", "").lower()
    if model and any(word in model for word in _LANGUAGE_MODELS):
        return True
    settings = job.environment
    if not isinstance(settings, Mapping) or _OTHER_TASKS.search(str(settings.get("HF_TASK", ""))):
        return False
    return any(name in settings for name in _LANGUAGE_SETTINGS)


def is_suggestable(name: str, job: Job) -> bool:
    """True when SageMaker takes the type for this kind of job and, as far as known, offers it in the job's Region."""
    if not is_offered(name, job.kind):
        return False
    return not isinstance(job.region, str) or is_priced_in(name, job.region)


def least_suggestable(
    job: Job, families: frozenset[str], vcpus: int, memory_gib: float, accelerator_gib: float = 0.0
) -> InstanceType | None:
    """Return the type of these families that draws least and has at least as much of each; None without one."""
    for one in _by_watts(families):
        enough = one.vcpus >= vcpus and one.memory_gib >= memory_gib and one.accelerator_memory_gib >= accelerator_gib
        if enough and is_suggestable(one.name, job):
            return one
    return None


@cache
def _by_watts(families: frozenset[str]) -> tuple[InstanceType, ...]:
    found = [one for one in all_instance_types() if one.family in families]
    return tuple(sorted(found, key=lambda one: (one.watts(0.25, 0.25), one.name)))


def smaller_type(job: Job, now: InstanceType, metrics: Metrics) -> InstanceType | None:
    """Return the smallest type of the family that carries what was measured; None when anything is used well."""
    used = [one for one in (metrics.cpu, metrics.accelerator) if one is not None]
    if metrics.cpu is None or max(used) > _HARDLY_USED or (now.has_accelerator and metrics.accelerator is None):
        return None
    memory = metrics.memory if metrics.memory is not None else 0.5
    chip_memory = metrics.accelerator_memory if metrics.accelerator_memory is not None else 1.0
    fit = [
        one
        for one in all_instance_types()
        if one.family == now.family
        and now.vcpus * metrics.cpu / _FULL <= one.vcpus <= now.vcpus / 2
        and one.memory_gib * _FULL >= now.memory_gib * memory
        and one.accelerator_memory_gib >= now.accelerator_memory_gib * chip_memory
        and is_suggestable(one.name, job)
    ]
    return min(fit, key=lambda one: (one.vcpus, one.name), default=None)


@lru_cache(maxsize=1024)
def is_lower_beyond_doubt(change: Amounts | None) -> bool:
    """True when the paired change is a saving of energy, and of carbon where that is known, over its whole range.

    What both sides share has cancelled already, so what is left is the uncertainty that they do not share.
    """
    if change is None:
        return False
    energy, carbon = change.energy, change.carbon
    if not (energy.is_known and energy.is_complete) or energy.central >= 0 or energy.high >= 0:  # cheapest first
        return False
    return not carbon.is_known or (carbon.is_complete and carbon.high < 0)


def peers_of(job: Job, context: Context) -> tuple[Job, ...]:
    """Return all real-time endpoints that run beside the job in the same Region, VPC and isolation setting, and itself.

    Empty unless the job itself is one of them. An endpoint that is deleted in the cell that makes the other, or before
    it, never runs beside it.
    """
    found = tuple(
        other
        for other in context.jobs
        if is_real_time(other)
        and other.region == job.region
        and other.vpc == job.vpc
        and other.network_isolation == job.network_isolation
        and not other.inference_components
        and (other is job or other == job or not (_ends_before(other, job) or _ends_before(job, other)))
    )
    return found if any(other is job or other == job for other in found) else ()


def _ends_before(job: Job, other: Job) -> bool:
    return job.deleted_in_cell is not None and other.cell is not None and job.deleted_in_cell <= other.cell
