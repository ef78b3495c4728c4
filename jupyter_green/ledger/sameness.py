"""Which rows speak of the same job, and which jobs run the same code."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from jupyter_green.job import Job, Unknown
from jupyter_green.ledger.privacy import value_of

__all__ = ["code_of", "run_of", "settings_of"]


def run_of(job: Job, key: str, session: str) -> str:
    """Return the name of a run, the same in every ledger that saw it.

    AWS knows a job by kind, Region and name; an object that was never started is known to its session alone.
    """
    if isinstance(job.name, str) and not key.startswith("object:"):
        return _digest("run", job.kind, str(job.region), job.name)
    return _digest("object", session, key)


def code_of(job: Job) -> str:
    """Return a fingerprint of the code a job runs: its kind, and entry point, model or image; empty when none is known.

    Versions, hardware and the values of hyperparameters are left out: the same code may run with others. Their names
    tell one ``train.py`` from another.
    """
    what = _entry_point(job) or _text(job.model_id)
    if not what and _text(job.image):
        what = str(value_of("image", job.image)).partition(":")[0].partition("@")[0]
    return _digest("code", job.kind, what, _text(job.framework), *_parameter_names(job)) if what else ""


def settings_of(job: Job) -> str:
    """Return a fingerprint of code and hardware: runs that agree in it take comparable time; empty without code."""
    code = code_of(job)
    if not code:
        return ""
    hardware = sorted(f"{group.instance_count} x {group.instance_type}" for group in job.groups)
    preferences = job.instance_preferences
    if isinstance(preferences, tuple):
        hardware += preferences
    return _digest("settings", code, *hardware)


def _entry_point(job: Job) -> str:
    """The file that runs, told by the object or by the parameter in which the SDK hides it in a request."""
    told = _text(job.entry_point)
    if not told and isinstance(job.hyperparameters, Mapping):
        told = _text(job.hyperparameters.get("sagemaker_program")).strip('"')
    return str(value_of("entry_point", told)) if told else ""


def _parameter_names(job: Job) -> list[str]:
    """The names of the user's own hyperparameters; the SDK adds others to a request."""
    names = job.hyperparameters if isinstance(job.hyperparameters, Mapping) else {}
    return sorted(name for name in names if type(name) is str and not name.startswith(("sagemaker_", "_")))


def _text(value: object) -> str:
    return value if isinstance(value, str) and not isinstance(value, Unknown) else ""


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", errors="replace")).hexdigest()[:16]
