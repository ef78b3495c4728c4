"""Carry a Swap into the source that a job was read from, and read the result back before offering it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from jupyter_green.job import JOB_FIELDS, Job, Unknown, known
from jupyter_green.practices.advice import Swap
from jupyter_green.readers.cells import SourceCell
from jupyter_green.readers.source import FoundJob, Place, SourceReading, read_cells
from jupyter_green.readers.source.built import NOT_STARTED
from jupyter_green.swaps.complete import complete
from jupyter_green.swaps.edits import Rewrite, apply_edits
from jupyter_green.swaps.names import names_of
from jupyter_green.swaps.source import CallSite, rewrite_call
from jupyter_green.swaps.verify import Verdict, verify_job

__all__ = ["rewrite_found", "sites_of", "texts_of"]

#: Fields that a reading derives from others, or numbers by itself.
_MAY_FOLLOW = frozenset({"mode", "steps", "instance_count", "base_framework", "local"})
#: Fields that no reading of source tells, so that nothing can be read back.
_NOT_READ = frozenset({"autoscaling"})
_STARTED_BY_ARGUMENTS = frozenset({"endpoint", "inference-component", "transform"})


def texts_of(cells: Sequence[SourceCell]) -> list[str]:
    """Return the source of every cell at its own index; what is not code is left empty."""
    texts = [""] * (max((cell.index for cell in cells), default=-1) + 1)
    for cell in cells:
        if cell.kind == "code":
            texts[cell.index] = cell.source
    return texts


def sites_of(found: FoundJob) -> tuple[CallSite, ...]:
    """Return the calls that make and start the job, the one that says most about it first."""
    places: list[Place | None] = [found.made_at, found.started_at]
    if found.job.kind in _STARTED_BY_ARGUMENTS and found.job.api != "api":
        places.reverse()
    return tuple(CallSite(place.cell, place.start, place.end) for place in dict.fromkeys(places) if place is not None)


def rewrite_found(
    cells: Sequence[SourceCell],
    found: FoundJob,
    swap: Swap,
    *,
    check: bool = True,
    reading: SourceReading | None = None,
) -> Rewrite:
    """Return the edits that carry ``swap`` into the code ``found`` was read from.

    With ``check`` the changed cells are read again: when a field is not there as promised (a later statement sets it,
    a helper function ignores it), the rewrite is refused instead of offered.
    ``reading`` is what the cells gave when ``found`` was read, if it is at hand.
    """
    if found.each:
        return Rewrite(refused="the call runs in a loop with settings of its own for every pass")
    texts = texts_of(cells)
    stored = names_of(tuple(texts)).attribute_values
    assigned = {
        name: (written.value.cell, written.value.start, written.value.end)
        for name, written in found.written.items()
        if written.value is not None and (written.value.cell, written.value.start, written.value.end) in stored
    }
    made = rewrite_call(texts, sites_of(found), swap, found.job, assigned=assigned)
    if made.refused or not made.edits or not check:
        return made
    before = reading or read_cells(cells, with_built=_is_built_only(found))
    broken = [verdict for verdict in _read_back(cells, before, found, swap, made) if verdict.ok is False]
    if broken:
        names = ", ".join(verdict.field.replace("_", " ") for verdict in broken)
        return Rewrite(refused=f"the cells would still say otherwise ({names}): it is set in another place too")
    others = sum(other.made_at == found.made_at and other.started_at == found.started_at for other in before.jobs) - 1
    return (
        made
        if others < 1
        else replace(made, notes=(*made.notes, f"this call makes {others + 1} jobs; all of them change"))
    )


def _is_built_only(found: FoundJob) -> bool:
    return found.optional == NOT_STARTED


def _read_back(
    cells: Sequence[SourceCell], reading: SourceReading, found: FoundJob, swap: Swap, made: Rewrite
) -> tuple[Verdict, ...]:
    """Return whether the changed cells say what the swap promised, and a verdict for each field that moved along."""
    before = reading.jobs
    after_texts = apply_edits(texts_of(cells), made.edits)
    changed = [replace(cell, source=after_texts[cell.index]) if cell.kind == "code" else cell for cell in cells]
    after = read_cells(changed, region=reading.assumed_region, with_built=reading.with_built).jobs
    index = _index_of(found, before)
    changes = complete(swap, found.job).changes
    if index is None or len(after) != len(before):
        return (Verdict("job", "the same jobs", f"{len(after)} of {len(before)} jobs", False),)
    was, now = before[index].job, after[index].job
    promised = {name: value for name, value in changes.items() if name not in _NOT_READ}
    if known(promised.get("instance_preferences")):
        promised.pop("instance_type", None)  # SDK 3 takes no default type beside a list, though its table has one
    kept = (
        Verdict(name, getattr(was, name), getattr(now, name), False)
        for name in sorted(JOB_FIELDS - changes.keys() - _MAY_FOLLOW)
        if getattr(was, name) != getattr(now, name) and not (_is_unsaid(was, name) and now.origin(name).span is None)
    )
    return (*verify_job(promised, now), *kept)


def _is_unsaid(job: Job, name: str) -> bool:
    """True for a field that no text gives a value: a default may appear where a nested object is added."""
    value = getattr(job, name)
    return value is None or value is False or isinstance(value, Unknown)


def _index_of(found: FoundJob, among: Sequence[FoundJob]) -> int | None:
    """Return which of the jobs it is: several may start at one call, and its names may have been given since."""
    same_place = [i for i, other in enumerate(among) if other.started_at == found.started_at]
    named = {"identity": found.job.identity, "cell": found.job.cell}
    same = [i for i in same_place if among[i].job.with_changes(**named) == found.job]
    return next(iter(same or same_place), None)
