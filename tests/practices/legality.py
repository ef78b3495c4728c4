"""The combinations that the platform refuses, as far as a Job shows them."""

from __future__ import annotations

from jupyter_green.catalog.frameworks import compiler_families
from jupyter_green.catalog.instances import is_offered
from jupyter_green.job import Job, known

#: What SDK 2.257.7 lets through; the guide supports the last two only.
_SMDDP = ("ml.p3.16xlarge", "ml.p3dn.24xlarge", "ml.p4d.24xlarge", "ml.p4de.24xlarge")


def breaches(job: Job) -> list[str]:
    """Return in words what the platform would refuse about the job."""
    preferences = bool(job.instance_preferences)
    rules = {
        "Hyperband with early stopping": job.strategy == "Hyperband" and job.early_stopping == "Auto",
        "Hyperband with a warm start": job.strategy == "Hyperband" and bool(job.warm_start),
        "Spot without max_wait": job.spot is True and job.max_wait is None,
        "max_wait below max_runtime": job.spot is True and _below(job.max_wait, job.max_runtime),
        "max_wait without Spot": job.spot is False and known(job.max_wait),
        "Spot with a warm pool": job.spot is True and bool(job.keep_alive),
        "Spot with instance preferences": job.spot is True and preferences,
        "Spot with a training plan": job.spot is True and bool(job.training_plan),
        "instance preferences with a type": preferences and known(job.instance_type),
        "compiler with a distribution": job.compiler is True and job.distribution not in (None, "pytorchxla"),
        "compiler on a type it does not take": job.compiler is True and _family(job) not in compiler_families(),
        "a data-parallel library on a type it does not take": job.distribution == "smddp"
        and isinstance(job.instance_type, str)
        and job.instance_type not in _SMDDP,
        "more trials at once than in all": _below(job.max_jobs, job.max_parallel_jobs),
        "serverless with a GPU": job.mode == "serverless" and known(job.instance_type),
        "a type the job kind does not take": isinstance(job.instance_type, str)
        and is_offered(job.instance_type, job.kind) is False,
    }
    return [words for words, broken in rules.items() if broken]


def _family(job: Job) -> str:
    return job.instance_type.split(".")[1] if isinstance(job.instance_type, str) else ""


def _below(left: object, right: object) -> bool:
    return isinstance(left, int) and isinstance(right, int) and left < right
