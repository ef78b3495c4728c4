"""Where the Region of the jobs comes from whose code names none, in a sentence that a report shows."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_green.job import Job, Unknown
from jupyter_green.readers.source import SourceReading
from jupyter_green.readers.source.whereabouts import mentioned_regions

__all__ = ["is_assumed", "region_note"]

_MOST_NAMED = 3


def is_assumed(job: Job) -> bool:
    """True for a job whose code does not name the Region that it is reckoned in."""
    origin = job.origin("region")
    return isinstance(job.region, Unknown) or (
        isinstance(job.region, str) and (origin.place != "source" or origin.status == "looked up")
    )


def region_note(reading: SourceReading, given: str) -> str:
    """Return what is said of the Region of such jobs; ``given`` says where one comes from that is not in the code."""
    region, sign, images = reading.whereabouts
    if isinstance(region, Unknown):
        return f"{region.reason}: carbon, water and cost of jobs that name no Region are not counted"
    if sign == "last resort":
        return f"{_why_none(reading, images)}: reckoned in {region}"
    told = {"image": "by the host of a job's container image", "bucket": "by the name of SageMaker's default bucket"}
    return f"jobs that name no Region are reckoned in {region} ({told.get(sign, given)})"


def _why_none(reading: SourceReading, images: Sequence[str]) -> str:
    if images:
        return f"the container images of the jobs lie in several Regions ({_listed(images)})"
    mentioned = mentioned_regions(reading.sources)
    if mentioned:
        return f"the code names {_listed(mentioned)}, but not as the Region of every job"
    return "no Region is written anywhere in the code"


def _listed(regions: Sequence[str]) -> str:
    named, more = regions[:_MOST_NAMED], len(regions) - _MOST_NAMED
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")
