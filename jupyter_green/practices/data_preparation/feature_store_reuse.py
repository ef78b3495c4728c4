"""Compute features once and read them again."""

from __future__ import annotations

from jupyter_green.job import Job, known
from jupyter_green.practices import Advice, Context, Practice, Swap

_ONLINE_READS = ("get_record", "batch_get_record")


class FeatureStoreReuse(Practice):
    """Compute features once and read them again.

    What it finds
        Two processing jobs of one session that run the same script on the same input; a feature group with an online
        store that no cell reads.

    Why it matters
        The second run repeats the first. An online store is capacity that is always on.

    Evidence
        No published figure found. The developer guide notes that the offline store keeps Parquet.

    When it does not apply
        To one consumer with a cheap transform: writes and storage of the store cost more than they save. When an
        application reads single records at low latency, the online store is needed.

    The swap
        ``online_store=False`` where only training reads the features. Unsafe: a reader elsewhere would fail. For the
        repeated job there is nothing to rewrite: read the first one's output.

    Signals not checked
        Other notebooks, pipelines and applications that read or compute the same features.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/feature-store.html
        https://aws.amazon.com/blogs/machine-learning/optimizing-mlops-for-sustainability/
    """

    id = "feature-store-reuse"
    title = "Compute features once, read them again"
    phase = "data preparation"
    kinds = frozenset({"feature-group", "processing"})
    fix = "unsafe"
    effort = 2
    trade_offs = ("writes and storage of the store", "work on the schema")
    lens_refs = ("AWS blog: data preparation components",)
    service = "feature-store"
    example = Job(
        kind="feature-group",
        name="customers",
        region="us-east-1",
        online_store=True,
        output="s3://my-bucket/features",
    )
    example_context = Context(told={"read_online": False})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak of an online store that nobody reads, or of the same job twice."""
        return self._online(job, context) if job.kind == "feature-group" else self._repeated(job, context)

    def _online(self, job: Job, context: Context) -> Advice | None:
        if job.online_store is not True or context.fact("read_online"):
            return None
        if any(name.rpartition(".")[2] in _ONLINE_READS for name in context.source.calls):
            return None
        told = context.fact("read_online") is False
        return self.advise(
            job,
            context,
            "No cell reads the online store of this feature group; training reads the offline one.",
            swap=Swap({"online_store": False}, self.fix),
            missing=() if told else ("whether an application reads single records (read_online)",),
            no_saving="not known: what the online store draws is not published",
        )

    def _repeated(self, job: Job, context: Context) -> Advice | None:
        script = job.get("entry_point", None)
        if not script or not known(job.inputs) or not job.inputs:
            return None
        for other in context.jobs:
            if other is job or other == job:
                return None  # only what stands before this job can be reused
            if other.kind == "processing" and other.entry_point == script and other.inputs == job.inputs:
                name = f" ({other.name})" if isinstance(other.name, str) else ""
                message = f"An earlier job{name} ran {script} on the same input: keep its features and read them."
                return self.advise(job, context, message, swap=Swap(action="read the earlier output", fix="show only"))
        return None
