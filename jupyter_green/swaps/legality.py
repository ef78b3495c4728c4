"""The platform's rules on which settings go together: what no swap may leave behind.

Only rules that the API, its model or the SDK states are here; a field that is unknown breaks none of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from jupyter_green.catalog.frameworks import compiler_families, has_compiler_image
from jupyter_green.catalog.instances import find_instance, is_offered
from jupyter_green.dialects.limits import max_runtime_of
from jupyter_green.job import Job, Unknown, known
from jupyter_green.practices.advice import Swap

__all__ = ["SERVERLESS_MEMORY_MB", "illegal", "most_epochs", "why_illegal"]

SERVERLESS_MEMORY_MB = tuple(range(1024, 6145, 1024))
_MOST_CONCURRENCY = 200
_MOST_SECONDS = {"processing": 777_600, "training": 2_419_200, "tuning": 2_419_200}
_MOST_KEEP_ALIVE = 21_600
#: Hyperparameters from which Hyperband infers how long a trial runs when no resource is given.
_EPOCHS = ("epochs", "numepochs", "n-epochs", "n_epochs", "num_epochs")
_ARM_TYPE = re.compile(r"^ml\.[a-z]+\d+g[a-z]*\.")
_NOT_ON_ARM = {"training": "training", "tuning": "training", "processing": "processing", "transform": "transform"}
_TRAINS = ("training", "tuning")

_T = TypeVar("_T")


def illegal(job: Job) -> list[str]:
    """Return, in words, every rule of the platform that the job breaks; empty for a legal job."""
    return [said for rule in _RULES for said in rule(job)]


def why_illegal(job: Job, swap: Swap) -> str:
    """Return why the swap would leave a combination that the platform refuses, or an empty text.

    What was wrong before and is not made worse does not count.
    """
    before = illegal(job)
    return "; ".join(said for said in illegal(swap.applied_to(job)) if said not in before)


def most_epochs(job: Job) -> int | None:
    """Return how many epochs a trial trains at most by its hyperparameters, or None when they do not say."""
    if not known(job.hyperparameters):
        return None
    for name in _EPOCHS:
        text = str(job.hyperparameters.get(name, "")).strip("\"'")  # type: ignore[union-attr]
        if text.isdigit() and int(text) > 0:
            return int(text)
    return None


def _value(value: _T | Unknown | None) -> _T | None:
    return None if isinstance(value, Unknown) else value


# -- rules ------------------------------------------------------------------------------------------------------------


def _spot(job: Job) -> Iterator[str]:
    if job.spot is True and job.kind not in _TRAINS:
        yield "Spot is for training and tuning jobs"
    if job.kind not in _TRAINS:
        return
    if job.spot is not True:
        if job.spot is False and known(job.max_wait):
            yield "max_wait is only taken with Spot"
        return
    if job.max_wait is None:
        yield "Spot needs max_wait"
    wait, limit = _value(job.max_wait), max_runtime_of(job)
    if wait is not None and limit is not None and wait < limit:
        yield "max_wait must be at least max_runtime"
    if _value(job.keep_alive):
        yield "Spot and a warm pool do not go together"
    if _value(job.instance_preferences):
        yield "Spot and a list of instance preferences do not go together"
    if _value(job.training_plan):
        yield "Spot and a training plan do not go together"


def _time(job: Job) -> Iterator[str]:
    limit, most = _value(job.max_runtime), _MOST_SECONDS.get(job.kind)
    if limit is not None and (limit < 1 or (most is not None and limit > most)):
        yield f"max_runtime must lie between 1 and {most} seconds" if most else "max_runtime must be at least 1 second"
    keep = _value(job.keep_alive)
    if keep is not None and not 0 <= keep <= _MOST_KEEP_ALIVE:
        yield f"a warm pool is kept for at most {_MOST_KEEP_ALIVE} seconds"
    if keep and job.kind == "tuning":
        yield "a tuning job keeps no warm pool"


def _search(job: Job) -> Iterator[str]:
    if job.kind != "tuning":
        return
    trials, at_once = _value(job.max_jobs), _value(job.max_parallel_jobs)
    if trials is not None and at_once is not None and trials < at_once:
        yield "no more trials can run at once than in all"
    resource = _value(job.hyperband_resource)
    if job.strategy == "Hyperband":
        if _value(job.warm_start):
            yield "Hyperband takes no warm start"
        if job.early_stopping == "Auto":
            yield "Hyperband needs early stopping Off"
        inferred = isinstance(job.hyperparameters, Unknown) or most_epochs(job) is not None
        if job.hyperband_resource is None and not inferred:
            yield "Hyperband needs to know how many epochs a trial trains at most"
        if resource is not None and not 1 <= resource[0] <= resource[1]:
            yield "Hyperband's least resource must lie between 1 and its most"
    elif resource is not None and known(job.strategy):
        yield "only Hyperband takes a Hyperband resource"


def _instances(job: Job) -> Iterator[str]:
    preferred = _value(job.instance_preferences) or ()
    if preferred and job.kind == "training":
        if known(job.instance_type) or known(job.instance_groups):
            yield "a list of instance preferences stands instead of an instance type"
        if len(set(preferred)) < len(preferred):
            yield "an instance type may stand only once in the list of preferences"
    if known(job.instance_groups) and known(job.instance_type) and job.kind == "training":
        yield "instance groups stand instead of an instance type"
    if job.local:
        return
    for name in dict.fromkeys(group.instance_type for group in job.groups):
        if isinstance(name, str):
            yield from _type_rules(name, job.kind)
    for name in dict.fromkeys(preferred):
        # In other words than above: a swap that makes a refused preference the instance type is a new mistake.
        yield from (f"among the instance preferences, {said}" for said in _type_rules(name, job.kind))
    count = _value(job.instance_count)
    if count is not None and count < 1 and not (job.kind == "endpoint" and job.inference_components):
        yield "at least one instance is needed"


def _type_rules(name: str, kind: str) -> Iterator[str]:
    found = find_instance(name)
    is_arm = found.is_arm if found is not None else _ARM_TYPE.match(name) is not None
    if is_arm and found is None and kind in _NOT_ON_ARM:
        yield f"{name} is Graviton, which SageMaker does not take for {_NOT_ON_ARM[kind]}"
    elif is_offered(name, kind) is False:
        why = "is Graviton, which SageMaker does not take" if is_arm and kind in _NOT_ON_ARM else "is not offered"
        yield f"{name} {why} for {kind}"


def _compiler(job: Job) -> Iterator[str]:
    if job.compiler is not True:
        return
    if job.kind not in _TRAINS:
        yield "the Training Compiler is for training jobs"
        return
    if job.api in ("sdk_v1", "sdk_v3"):
        yield "only SDK 2 takes the Training Compiler"
    if job.api != "api":
        if known(job.image):
            yield "the Training Compiler takes no image of your own"
        if known(job.framework) and known(job.framework_version) and not has_compiler_image(job):
            yield "no Training Compiler image exists for this framework version"
    if known(job.instance_groups):
        yield "the Training Compiler takes no instance groups"
    if known(job.distribution) and job.distribution != "pytorchxla":
        yield "the Training Compiler works with no other distribution than pytorchxla"
    kind = _value(job.instance_type)
    if kind is not None and kind != "local_gpu" and kind.split(".")[1:2] and _family(kind) not in compiler_families():
        yield f"the Training Compiler does not run on {kind}"


def _family(name: str) -> str:
    found = find_instance(name)
    return found.family if found is not None else name.split(".")[1]


def _serverless(job: Job) -> Iterator[str]:
    if job.kind != "endpoint":
        return
    memory, most = _value(job.serverless_memory_mb), _value(job.serverless_max_concurrency)
    if job.mode != "serverless":
        if memory is not None and known(job.mode):
            yield "serverless memory is for serverless endpoints"
        return
    if memory is not None and memory not in SERVERLESS_MEMORY_MB:
        yield "serverless memory is 1024 to 6144 MB in steps of 1024"
    if most is not None and not 1 <= most <= _MOST_CONCURRENCY:
        yield f"serverless concurrency is 1 to {_MOST_CONCURRENCY}"
    ready = _value(job.provisioned_concurrency)
    if ready is not None and not 1 <= ready <= (most or _MOST_CONCURRENCY):
        yield "provisioned concurrency lies between 1 and the concurrency"
    against: tuple[tuple[str, Any], ...] = (
        ("instance type", known(job.instance_type) or known(job.instance_groups)),
        ("accelerator", _value(job.component_accelerators)),
        ("Elastic Inference accelerator", _value(job.accelerator_type)),
        ("VPC", job.vpc is True),
        ("network isolation", job.network_isolation is True),
        ("data capture", job.data_capture is True),
        ("inference component", job.inference_components is True),
        ("second model", (_value(job.containers) or 1) > 1),
        ("instance scaling", known(job.managed_scaling)),
        ("shadow variant", job.shadow is True),
    )
    for what, is_there in against:
        if is_there:
            yield f"a serverless endpoint takes no {what}"


def _scaling(job: Job) -> Iterator[str]:
    if job.kind != "endpoint":
        return
    if _value(job.accelerator_type):
        yield "Elastic Inference is withdrawn"
    for what, bounds in (("auto scaling", job.autoscaling), ("managed scaling", job.managed_scaling)):
        limits = _value(bounds)
        if limits is None:
            continue
        if not 0 <= limits[0] <= limits[1] or limits[1] < 1:
            yield f"the least of {what} must lie between 0 and its most, and the most be at least 1"
        elif limits[0] == 0 and not _may_be_gone(job, what):
            yield f"{what} to zero needs an asynchronous endpoint or inference components"


def _may_be_gone(job: Job, what: str) -> bool:
    if isinstance(job.mode, Unknown) or isinstance(job.inference_components, Unknown):
        return True
    if job.inference_components:
        return True
    return what == "auto scaling" and job.mode in ("async", "serverless")


_RULES: tuple[Callable[[Job], Iterator[str]], ...] = (
    _spot,
    _time,
    _search,
    _instances,
    _compiler,
    _serverless,
    _scaling,
)
