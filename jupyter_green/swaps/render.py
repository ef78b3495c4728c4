"""Writing a Job as code: the cell a person would write for it in SDK 2, in SDK 3 or with boto3.

Names in lower case that the code does not define are the reader's own: see :data:`FREE_NAMES`.
"""

from __future__ import annotations

from functools import cache

from jupyter_green.dialects import sdk_v2, sdk_v3
from jupyter_green.job import Job
from jupyter_green.swaps import render_v2, render_v3
from jupyter_green.swaps.made import CannotSay
from jupyter_green.swaps.render_cell import Cell
from jupyter_green.swaps.render_request import render_request
from jupyter_green.swaps.render_steps import is_training_step

__all__ = ["FREE_NAMES", "render"]

#: What a reader has already: the names that rendered SDK code uses without defining them.
FREE_NAMES = frozenset({"role", "session", "image", "ranges"})
#: Settings that must not be lost on the way: without a word for one of them there is no code.
_SETTINGS = (
    "accelerator_type",
    "autoscaling",
    "autotune",
    "cache",
    "compiler",
    "data_capture",
    "enhanced_metrics",
    "instance_preferences",
    "managed_scaling",
    "profiler",
    "retry_attempts",
    "routing",
    "training_plan",
)
#: Kinds of job whose code has other classes in it too.
_BUILT_FROM = {"tuning": ("tuning", "training"), "endpoint": ("model",)}
_MAKERS = {"sdk_v2": render_v2.MAKERS, "sdk_v3": render_v3.MAKERS}


def render(job: Job, api: str) -> str:
    """Return the code of a job in ``sdk_v2``, ``sdk_v3`` or ``api`` (boto3).

    Raises CannotSay when that generation has no words for the kind of job or for one of its fields.
    """
    if api == "api":
        return render_request(job)
    make = _MAKERS[api].get(job.kind)
    if make is None:
        raise CannotSay(f"the SDK's code for {job.kind.replace('-', ' ')}s is not written here")
    for name in _SETTINGS:
        if name == "cache" and is_training_step(job):
            continue  # an argument of the step
        if name == "retry_attempts" and api == "sdk_v3" and job.kind == "training":
            continue  # said by a method of the trainer
        if getattr(job, name) not in (None, False) and name not in _fields(api, job.kind):
            raise CannotSay(f"no argument of it says {name.replace('_', ' ')}: use boto3")
    cell = Cell()
    make(job, cell)
    return cell.text()


@cache
def _fields(api: str, kind: str) -> frozenset[str]:
    """Return the fields that the classes and verbs for one kind of job have arguments for."""
    family = sdk_v3 if api == "sdk_v3" else sdk_v2
    rows = [row for shape in family.SHAPES if shape.kind in _BUILT_FROM.get(kind, (kind,)) for row in shape.rows]
    if kind == "endpoint":
        rows += family.DEPLOY_ROWS
    return frozenset(row.field for row in rows)
