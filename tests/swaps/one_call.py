"""One call in some cells, and one swap carried out on it: what the tests of rewriting share."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

from jupyter_green.job import Job
from jupyter_green.practices.advice import Swap
from jupyter_green.swaps.edits import apply_edits
from jupyter_green.swaps.source import CallSite, rewrite_call

V2 = Job(kind="training", api="sdk_v2", instance_type="ml.p3.2xlarge", instance_count=1, max_runtime=3600)
V3 = V2.with_changes(api="sdk_v3")
REQUEST = V2.with_changes(api="api")
TUNING = V2.with_changes(
    kind="tuning", strategy="Bayesian", early_stopping="Off", max_jobs=20, hyperparameters={"epochs": 30}
)
ENDPOINT = Job(kind="endpoint", api="sdk_v2", mode="real-time", instance_type="ml.m5.xlarge", instance_count=1)
SPOT = {"spot": True}


def rewritten(job: Job, changes: dict[str, Any], *cells: str, call: str = "") -> list[str]:
    """Return the cells after the swap on the call that starts with ``call`` and ends with the last bracket."""
    texts = [dedent(cell) for cell in cells]
    made = rewrite_call(texts, [site(texts, call)], Swap(changes), job)
    assert not made.refused, made.refused
    return apply_edits(texts, made.edits)


def site(texts: list[str], call: str) -> CallSite:
    last = texts[-1]
    start = last.index(call) if call else next(i for i, char in enumerate(last) if char.isalpha())
    return CallSite(len(texts) - 1, start, last.rindex(")") + 1)


def refusal(job: Job, changes: dict[str, Any], *cells: str, call: str = "") -> str:
    texts = [dedent(cell) for cell in cells]
    made = rewrite_call(texts, [site(texts, call)], Swap(changes), job)
    assert made.edits == ()
    return made.refused
