"""How large a model is, as far as its name and the settings of its server tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jupyter_green.catalog.instances import InstanceType
from jupyter_green.job import Job

__all__ = ["billions_in", "billions_served", "gb_of_weights", "is_spread_over_gpus", "needs_all_gpus"]

_BILLIONS = re.compile(r"(?<![a-z0-9.])(\d+(?:\.\d+)?)b(?![a-z0-9])")
_ON_A_HUB = re.compile(r"/[\w.-]{1,96}")  # the second half of a model's name
_GB_A_BILLION = 2.0  # at the 16 bits a weight is usually kept in
_MODEL_SETTINGS = ("HF_MODEL_ID", "OPTION_MODEL_ID", "SM_VLLM_MODEL", "SM_SGLANG_MODEL_PATH", "MODEL_ID")
_SPREAD = (
    "OPTION_TENSOR_PARALLEL_DEGREE", "TENSOR_PARALLEL_DEGREE", "SM_VLLM_TENSOR_PARALLEL_SIZE", "SM_NUM_GPUS",
    "SM_SGLANG_TP_SIZE", "SM_SGLANG_TENSOR_PARALLEL_SIZE",
)  # fmt: skip


def billions_in(names: object) -> float:
    """Return the largest number of billion weights that a text such as ``falcon-40b-instruct`` names; 0 for none."""
    return max((float(size) for size in _BILLIONS.findall(str(names).lower())), default=0.0)


def billions_served(job: Job) -> float:
    """Return the billion weights of the model behind an endpoint, by its name; 0 when no name tells."""
    settings: Mapping[str, Any] = job.get("environment", {})
    named = (job.get("model_id", ""), job.get("model_name", ""), *(settings.get(name, "") for name in _MODEL_SETTINGS))
    return max(map(billions_in, named))


def gb_of_weights(billions: float) -> float:
    """Return the accelerator memory, in GB, that so many billion weights take at 16 bits each, without any state."""
    return _GB_A_BILLION * billions


def is_spread_over_gpus(job: Job) -> bool:
    """True when the server's settings, or what a component asks for, lay one model over several accelerators."""
    settings: Mapping[str, Any] = job.get("environment", {})
    degrees = [str(settings[name]).strip("\"' ") for name in _SPREAD if name in settings]
    return any(one not in ("", "0", "1") for one in degrees) or job.get("component_accelerators", 0) > 1


def needs_all_gpus(job: Job, instance: InstanceType, text: str) -> bool:
    """True when the job or the notebook's text names a model whose weights alone do not fit one of the GPUs."""
    named = (job.get("model_id", ""), *job.get("hyperparameters", {}).values(), *_ON_A_HUB.findall(text))
    one_gpu = instance.accelerator_memory_gib / instance.accelerator_count
    return gb_of_weights(max(map(billions_in, named))) > one_gpu
