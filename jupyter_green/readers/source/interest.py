"""Which text is worth reading: most calls of a notebook can neither start a job nor change what one is given."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet

__all__ = ["is_dull", "stores"]

_CALLED = re.compile(r"(\w+)\(")
_WORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
_STORES = re.compile(r"[\w\])]\s*\+=|\]\s*=(?!=)|\.\w+\s*=(?!=)|\b(?:global|nonlocal|del)\b")
#: Methods and functions that start, change, hand on or delete a job, or change a container.
_WATCHED = frozenset({
    "fit", "deploy", "run", "run_bias", "run_explainability", "run_pre_training_bias",
    "run_post_training_bias", "run_bias_and_explainability", "run_baseline", "run_in_executor", "train",
    "tune", "transform", "transformer", "start", "start_new_thread", "start_pipeline_execution", "submit",
    "execute", "update", "append", "extend", "insert", "pop", "setdefault", "remove", "clear", "add", "map",
    "starmap", "imap", "imap_unordered", "apply", "apply_async", "suggest_baseline", "right_size", "compile",
    "compile_model", "optimize", "evaluate", "build", "register", "register_scalable_target", "client",
    "resource", "Session", "upsert", "setStages", "attach", "gather", "partial", "delayed", "Thread",
    "Process", "to_thread", "call_soon", "spawn", "setattr", "next", "cleanup", "clean_up", "teardown", "tear_down",
    "destroy", "start_benchmark", "generate_deployment_recommendations",
})  # fmt: skip


def is_dull(text: str, user_names: AbstractSet[str], is_quiet: Callable[[str], bool]) -> bool:
    """True when a text has no word that could matter, and of the notebook calls what ``is_quiet`` only."""
    if (
        "nstance" in text
        or "ndpoint" in text
        or "create" in text
        or "delete" in text
        or "target" in text
        or "Predictor" in text
        or "sagemaker" in text
        or "boto3" in text
        or "remote" in text
        or "Step(" in text
        or ":=" in text
    ):
        return False
    if "(" not in text:
        return True
    called = _called_in(text)
    if not _WATCHED.isdisjoint(called):
        return False
    return user_names.isdisjoint(called) or all(is_quiet(name) for name in called if name in user_names)


def _called_in(text: str) -> list[str]:
    """Return the words before opening brackets, as ``_CALLED`` finds them; in ASCII that takes a third of its time."""
    if not text.isascii():
        return _CALLED.findall(text)
    return [part[len(part.rstrip(_WORD)) :] for part in text.split("(")[:-1]]


def stores(text: str) -> bool:
    """True when a text binds more than plain names: items, attributes, names of an outer scope."""
    return _STORES.search(text) is not None
