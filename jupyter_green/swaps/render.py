"""Writing a Job as code: the cell a person would write for it in SDK 2, in SDK 3 or with boto3.

Names in lower case that the code does not define are the reader's own: see :data:`FREE_NAMES`.
"""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.swaps import render_v2, render_v3
from jupyter_green.swaps.encode import CannotSay
from jupyter_green.swaps.render_cell import Cell
from jupyter_green.swaps.render_request import render_request

__all__ = ["FREE_NAMES", "render"]

#: What a reader has already: the names that rendered SDK code uses without defining them.
FREE_NAMES = frozenset({"role", "session", "image", "ranges"})
_MAKERS = {"sdk_v2": render_v2.MAKERS, "sdk_v3": render_v3.MAKERS}


def render(job: Job, api: str) -> str:
    """Return the code of a job in ``sdk_v2``, ``sdk_v3`` or ``api`` (boto3).

    Raises CannotSay when that generation has no words for the kind of job or for one of its fields.
    """
    if api == "api":
        return render_request(job)
    make = _MAKERS[api].get(job.kind)
    if make is None:
        raise CannotSay("the SDK has no class for it: use boto3")
    cell = Cell()
    make(job, cell)
    return cell.text()
