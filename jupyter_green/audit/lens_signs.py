"""Signs that a practice of the Lens is followed: what a job or the code around it says in so many words.

Each function takes one job and returns the sign in words, or an empty text. Silence is no sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from jupyter_green.audit.report import DocumentReport
from jupyter_green.catalog.instances import find_instance
from jupyter_green.job import Job, known
from jupyter_green.wording import say_duration

__all__ = ["SIGNS", "code_says"]

Sign = Callable[[Job], str]

_AWS_CHIPS = re.compile(r"ml\.(?:inf|trn)\d")
_MOVABLE = ("training", "tuning", "processing", "transform")  # jobs for which a cleaner Region is looked for
_COMPACT = re.compile(r"parquet|orc|recordio|avro|arrow", re.IGNORECASE)
_LOW_PRECISION = ("fp16", "bf16", "amp", "use_amp", "mixed_precision")
_ADAPTERS = ("peft", "peft_type", "use_lora", "lora_r", "lora_alpha")
#: Practice of the Lens -> what the code says outside any job, and the call or word that says it.
_IN_CODE: Mapping[str, tuple[str, re.Pattern[str]]] = {
    "MLSUS03-BP02": ("a lifecycle rule is put on a bucket", re.compile(r"\bput_bucket_lifecycle(?:_configuration)?\(")),
    "MLSUS03-BP03": ("data is written as Parquet", re.compile(r"\.(?:to_parquet|write\.parquet)\(")),
}


def code_says(lens_id: str, document: DocumentReport) -> str:
    """Return what the cells around the jobs say about a practice of the Lens, or an empty text."""
    told = _IN_CODE.get(lens_id)
    if told is None:
        return ""
    said, pattern = told
    lines = (line for source in document.sources for line in source.splitlines())
    return said if any(pattern.search(line.partition("#")[0]) for line in lines) else ""


def _set_in(values: object, names: Sequence[str]) -> str:
    """Return the first of the names that the job's values switch on, or an empty text."""
    if not isinstance(values, Mapping):
        return ""
    off = ("", "0", "false", "none", "no", "null")
    return next((n for n in names if n in values and str(values[n]).strip('"').lower() not in off), "")


def _start(job: Job) -> str:
    if isinstance(job.model_id, str):
        return f"starts from the model {job.model_id}"
    if job.serverless_job is True:
        return "customises a managed model"
    return f"fine-tunes with adapters ({found})" if (found := _set_in(job.hyperparameters, _ADAPTERS)) else ""


def _region(job: Job) -> str:
    is_written = job.origin("region").place == "source" and isinstance(job.region, str)
    if not is_written or job.kind not in _MOVABLE or not job.groups or job.training_plan is not None:
        return ""
    return f"runs in {job.region}: no Region that may be used is clearly cleaner for it"


def _preparation(job: Job) -> str:
    return f"processes data in a {job.kind} job that ends by itself" if job.kind in ("processing", "glue") else ""


def _storage(job: Job) -> str:
    return "has a lifecycle rule" if job.kind == "storage" and job.get("lifecycle_config", False) else ""


def _compact(job: Job) -> str:
    for value in (job.content_type, job.storage_format):
        if isinstance(value, str) and _COMPACT.search(value):
            return f"reads {value}"
    is_compressed = isinstance(job.compression, str) and job.compression not in ("", "None")  # the word of the API
    return f"reads data compressed with {job.compression}" if is_compressed else ""


def _criteria(job: Job) -> str:
    if job.get("completion_criteria", None):
        return "has completion criteria"
    if job.get("early_stopping", "") == "Auto":
        return "ends weak trials early"
    if job.get("debugger_rules", ()):
        return "has Debugger rules"
    if job.origin("max_runtime").place == "source" and isinstance(job.max_runtime, int):
        return f"stops after {say_duration(job.max_runtime)} at the latest"
    return ""


def _algorithm(job: Job) -> str:
    found = _set_in(job.hyperparameters, _LOW_PRECISION)
    if found:
        return f"trains in mixed precision ({found})"
    found = _set_in(job.hyperparameters, _ADAPTERS)
    return f"fine-tunes with adapters ({found})" if found else ""


def _artefacts(job: Job) -> str:
    if job.deleted_later is True:
        return "the endpoint is deleted"
    return "saves nothing for an unused Debugger" if job.debugger_hook is False else ""


def _search(job: Job) -> str:
    if job.kind != "tuning":
        return ""
    if job.autotune is True:
        return "searches with Autotune"
    if job.get("strategy", "") == "Hyperband":
        return "searches with Hyperband"
    if job.get("early_stopping", "") == "Auto":
        return "ends weak trials early"
    return "starts warm from earlier trials" if job.get("warm_start", None) else ""


def _service_level(job: Job) -> str:
    if job.kind == "transform":
        return "scores in a batch job"
    if job.kind == "inference-recommender":
        return "has its hardware recommended by load tests"
    if job.kind == "endpoint" and job.get("mode", "") in ("serverless", "async"):
        return f"serves {'without standing instances' if job.mode == 'serverless' else 'from a queue'} ({job.mode})"
    return "its instances follow the load" if known(job.autoscaling) and job.autoscaling else ""


def _silicon(job: Job) -> str:
    found = [one.instance_type for one in job.groups if isinstance(one.instance_type, str)]
    return f"runs on {found[0]}" if found and all(map(_is_efficient, found)) else ""


def _is_efficient(name: str) -> bool:
    """True for Inferentia, Trainium and Graviton."""
    instance = find_instance(name)
    return _AWS_CHIPS.match(name) is not None or (instance is not None and instance.is_arm)


def _inference(job: Job) -> str:
    if job.kind in ("compilation", "optimization"):
        return f"is a {job.kind} job"
    found = _set_in(job.environment, ("OPTION_QUANTIZE", "HF_MODEL_QUANTIZE"))
    return f"serves a quantised model ({found})" if found else ""


def _shared(job: Job) -> str:
    if job.get("mode", "") == "multi-model":
        return "serves several models (multi-model)"
    if job.kind == "inference-component" or job.inference_components is True:
        return "shares the endpoint as an inference component"
    containers = job.get("containers", 0)
    return f"{containers} containers share the endpoint" if isinstance(containers, int) and containers > 1 else ""


def _measured(job: Job) -> str:
    if job.enhanced_metrics is True:
        return "has enhanced metrics switched on"
    return "is profiled" if job.profiler is True else ""


def _drift(job: Job) -> str:
    return "a monitor watches for drift" if job.kind == "monitoring-schedule" else ""


#: Practice of the Lens -> the sign of one job that it is followed.
SIGNS: Mapping[str, Sign] = {
    "MLSUS02-BP01": _start,
    "MLSUS02-BP02": _region,
    "MLSUS03-BP01": _preparation,
    "MLSUS03-BP02": _storage,
    "MLSUS03-BP03": _compact,
    "MLSUS04-BP01": _criteria,
    "MLSUS04-BP02": _algorithm,
    "MLSUS04-BP03": _artefacts,
    "MLSUS04-BP04": _search,
    "MLSUS05-BP01": _service_level,
    "MLSUS05-BP02": _silicon,
    "MLSUS05-BP03": _inference,
    "MLSUS05-BP04": _shared,
    "MLSUS06-BP01": _measured,
    "MLSUS06-BP02": _drift,
}
