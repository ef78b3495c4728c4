"""Give each instance its share of the data."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TRAINING

_NEEDS_ALL = ("smp", "model_parallel", "parameter_server")


class ShardDataAcrossInstances(Practice):
    """Give each training instance its share of the data instead of a copy of all of it.

    What it finds
        Several instances that each get all data; a sharded channel with fewer objects than instances, where some get
        nothing.

    Why it matters
        Replication moves and stores the data once an instance, and all wait for it.

    Evidence
        No published figure found; the data moved falls to one part in the number of instances.

    When it does not apply
        To model-parallel training and algorithms that need all data; to incremental training; with fewer objects than
        instances; when the script draws its share from a full copy.

    The swap
        ``data_distribution="ShardedByS3Key"``. Unsafe: shuffling is then within each share.

    Signals not checked
        How the script chooses its share; the size of the objects.

    References
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html
    """

    id = "shard-data-across-instances"
    title = "Shard the input across instances"
    phase = "data preparation"
    kinds = frozenset({"training", "tuning"})
    fix = "unsafe"
    needs = ("instance_count", "data_distribution", "distribution")
    trade_offs = ("shuffling is within each share",)
    service = "data-distribution"
    example = TRAINING.with_changes(
        instance_count=4, inputs=("s3://my-bucket/train/",), data_distribution="FullyReplicated"
    )
    example_context = Context(told={"one_share_per_host": True, "s3_objects": 512})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak of copies that could be shares, and of shares that are too few."""
        count = job.get("instance_count", 1)
        if count < 2 or job.local or not job.inputs:
            return None
        objects = context.fact("s3_objects")
        if job.data_distribution == "ShardedByS3Key":
            return self._too_few(job, context, count, objects) if objects is not None and objects < count else None
        if job.get("distribution", "") in _NEEDS_ALL or (objects is not None and objects < count):
            return None
        own = context.fact("one_share_per_host")
        if own is False:
            return None
        missing: tuple[str, ...] = () if own else ("whether the script expects one share a host (one_share_per_host)",)
        if objects is None:
            missing += ("how many objects the prefix holds (s3_objects)",)
        return self.advise(
            job,
            context,
            f"The data is copied to each of {count} instances. Sharded, each gets one part in {count}.",
            swap=Swap({"data_distribution": "ShardedByS3Key"}, self.fix),
            missing=missing,
            no_saving="not known before a run: the shorter download",
        )

    def _too_few(self, job: Job, context: Context, count: int, objects: int) -> Advice:
        message = f"{objects} objects are sharded over {count} instances: some get no data and still run."
        swap = Swap({"instance_count": max(1, objects)}, self.fix)
        return self.advise(job, context, message, swap=swap, fault=True)
