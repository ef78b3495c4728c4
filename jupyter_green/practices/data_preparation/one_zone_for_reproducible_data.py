"""Keep intermediate data that can be made again in one zone."""

from __future__ import annotations

import re

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.data_cells import ONE_ZONE_COPY
from jupyter_green.practices.examples import PROCESSING

_PASSING = re.compile(r"/(intermediate|interim|staging|scratch|tmp|temp|cache)(/|$)", re.IGNORECASE)


class OneZoneForReproducibleData(Practice):
    """Keep intermediate data that can be made again in a single-zone storage class.

    What it finds
        A processing job whose output path names something passing: interim, staging, scratch, tmp or cache.

    Why it matters
        Standard storage keeps copies in several zones. What a job can write again does not need them.

    Evidence
        No published figure found.

    When it does not apply
        To the only copy; when making it again costs more energy than keeping it; to data deleted within 30 days, the
        class's least duration.

    The swap
        Shown, not applied: the storage class ONEZONE_IA for that prefix.

    Signals not checked
        How often the data is read; how long it is kept.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus03-bp03.html
    """

    id = "one-zone-for-reproducible-data"
    title = "Keep what can be made again in one zone"
    phase = "data preparation"
    kinds = frozenset({"processing"})
    effort = 2
    trade_offs = ("lost if the zone fails", "a least storage duration is charged")
    lens_refs = ("MLSUS03-BP03",)
    service = "s3"
    example = PROCESSING.with_changes(output="s3://my-bucket/interim/")
    example_context = Context(told={"can_be_made_again": True})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when the output path says that it is passing, and nobody said that it is the only copy."""
        output = job.get("output", None)
        if not output or not _PASSING.search(output):
            return None
        again = context.fact("can_be_made_again")
        if again is False:
            return None
        return self.advise(
            job,
            context,
            f"{output} reads like passing data: one zone is enough for what a job can write again.",
            swap=Swap(action="store the prefix as ONEZONE_IA", fix="show only", code=ONE_ZONE_COPY),
            missing=() if again else ("whether it can be made from kept raw data (can_be_made_again)",),
        )
