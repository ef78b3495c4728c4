"""What the cells' source says about data and compute in the kernel itself, for practices that no single job shows."""

from __future__ import annotations

from jupyter_green.job import Job, Kind
from jupyter_green.practices.context import Context

__all__ = ["imports_any", "s3_reads", "speaks_for_notebook"]


def speaks_for_notebook(job: Job, context: Context, kinds: frozenset[Kind]) -> bool:
    """True for the one job that carries findings about the cells: the notebook's own, else the first of the kinds."""
    if job.kind == "notebook":
        return True
    if any(other.kind == "notebook" for other in context.jobs):
        return False
    first = next((other for other in context.jobs if other.kind in kinds), None)
    return first is not None and (first is job or (first.identity == job.identity and first == job))


def s3_reads(context: Context, functions: tuple[str, ...], endings: tuple[str, ...]) -> tuple[str, ...]:
    """Return the literal S3 addresses with these endings that the named functions read, such as ``pandas.read_csv``."""
    if not any(context.source.may_say(name.rpartition(".")[2] + "(", before="s3://") for name in functions):
        return ()
    calls = context.source.calls
    return tuple(
        text
        for name in functions
        for text in calls.get(name, ())
        if text.startswith("s3://") and text.endswith(endings)
    )


def imports_any(context: Context, *modules: str) -> str:
    """Return the first of the modules that a cell imports, whole or in part; empty when there is none."""
    written = context.source
    for name in modules:
        if written.may_say(name) and any(found == name or found.startswith(name + ".") for found in written.imports):
            return name
    return ""
