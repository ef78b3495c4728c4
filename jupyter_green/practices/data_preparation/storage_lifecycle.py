"""Give buckets of data and artefacts a lifecycle rule."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices.advice import Advice, Swap
from jupyter_green.practices.base import Practice
from jupyter_green.practices.context import Context

_CODE = """import boto3

boto3.client("s3").put_bucket_lifecycle_configuration(
    Bucket={bucket!r},
    LifecycleConfiguration={{"Rules": [
        {{"ID": "tier-data", "Status": "Enabled", "Filter": {{"Prefix": ""}},
         "Transitions": [{{"Days": 0, "StorageClass": "INTELLIGENT_TIERING"}}]}},
        {{"ID": "expire-debug-output", "Status": "Enabled", "Filter": {{"Prefix": "debug-output/"}},
         "Expiration": {{"Days": 30}}}},
    ]}},
)
"""


class StorageLifecycle(Practice):
    """Give buckets of data and artefacts a lifecycle rule or Intelligent-Tiering.

    What it finds
        A bucket that is created without a lifecycle rule in the same session, and jobs that write to a bucket which an
        asked-for inventory shows to have none.

    Why it matters
        Debugger output, profiles, checkpoints and model archives pile up and are kept on fast storage for ever.

    Evidence
        No published figure found in terms of energy.

    When it does not apply
        Under legal hold or an audit's retention; to small or short-lived objects, for which cold tiers charge a least
        duration; to data that every run reads.

    The swap
        Shown, not applied: a rule that tiers data and expires debug output, for you to set the days.

    Signals not checked
        Size and age of the objects; rules on single prefixes set elsewhere.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus03-bp02.html
        https://docs.aws.amazon.com/solutions/optimizing-mlops-for-sustainability-on-aws/index.html
    """

    id = "storage-lifecycle"
    title = "Set a lifecycle rule on the bucket"
    phase = "data preparation"
    kinds = frozenset({"storage", "training", "tuning", "processing", "transform"})
    effort = 2
    trade_offs = ("retrieval delay and cost in cold tiers", "a wrong rule deletes data")
    not_checked = ("size and age of the objects", "rules set elsewhere")
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
            swap=Swap(action="put a lifecycle rule", fix="show only", code=_CODE.format(bucket=bucket)),
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
