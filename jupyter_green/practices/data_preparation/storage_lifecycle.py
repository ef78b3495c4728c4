"""Give buckets of data and artefacts a lifecycle rule."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.data_cells import LIFECYCLE_RULE


class StorageLifecycle(Practice):
    """Give buckets of data and artefacts a lifecycle rule or Intelligent-Tiering.

    What it finds
        A bucket made without a lifecycle rule, and jobs that write to one which the inventory shows to have none.

    Why it matters
        Debugger output, profiles, checkpoints and models pile up on fast storage.

    Evidence
        No published figure found in terms of energy.

    When it does not apply
        Under legal hold; to small or short-lived objects, which cold tiers charge for longer; to data every run reads.

    The swap
        Shown, not applied: a rule that tiers data and expires debug output.

    Signals not checked
        Size and age of the objects; rules on single prefixes set elsewhere.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus03-bp02.html
    """

    id = "storage-lifecycle"
    title = "Set a lifecycle rule on the bucket"
    phase = "data preparation"
    kinds = frozenset({"storage", "training", "tuning", "processing", "transform"})
    effort = 2
    trade_offs = ("retrieval delay and cost in cold tiers", "a wrong rule deletes data")
    lens_refs = ("MLSUS03-BP02",)
    service = "s3"
    example = Job(kind="storage", name="my-training-data", region="us-east-1")
    example_context = Context(told={"retention_days": 90})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when nothing in the session or the inventory gives the bucket a rule."""
        bucket = self._bare_bucket(job, context)
        if not bucket:
            return None
        told = context.fact("retention_days")
        return self.advise(
            job,
            context,
            f"The bucket {bucket} has no lifecycle rule: what is written there stays on fast storage for ever.",
            swap=Swap(action="put a lifecycle rule", fix="show only", code=LIFECYCLE_RULE.format(bucket=bucket)),
            missing=() if told is not None else ("how many days the data must be kept (retention_days)",),
        )

    @staticmethod
    def _bare_bucket(job: Job, context: Context) -> str:
        if job.kind != "storage":
            bare = context.inventory.get("buckets_without_lifecycle", ())
            output = job.get("output", "")
            bucket = output[5:].partition("/")[0] if bare and output.startswith("s3://") else ""
            return bucket if bucket in bare else ""
        if job.lifecycle_config is not None or not isinstance(job.name, str):
            return ""
        ruled = any(o.kind == "storage" and o.name == job.name and o.lifecycle_config for o in context.jobs)
        return "" if ruled else job.name
