"""Keep data and compute in one Region."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import PROCESSING
from jupyter_green.practices.regions import region_in


class KeepDataNextToCompute(Practice):
    """Keep data, training and serving in one Region and move as little as possible.

    What it finds
        An input, output or model in a bucket of another Region than the job's: by the inventory of buckets, or by the
        Region in the bucket's name, as SageMaker's default buckets have it.

    Why it matters
        Data crosses the network in every run, and training jobs refuse data of another Region.

    Evidence
        No published figure found for machine-learning jobs.

    When it does not apply
        To a copy into a Region with a cleaner grid whose saving outweighs it; to disaster recovery; to a job whose
        Region is not known but assumed.

    The swap
        Shown, not applied: a bucket in the job's Region.

    Signals not checked
        Where a bucket really is when only its name tells; how much data moves.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/model-access-training-data.html
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus03-bp01.html
    """

    id = "keep-data-next-to-compute"
    title = "Keep the data in the job's Region"
    phase = "placement"
    kinds = frozenset({"training", "tuning", "processing", "transform", "endpoint", "model"})
    needs = ("region",)
    effort = 2
    trade_offs = ("may forgo a Region with a cleaner grid",)
    lens_refs = ("MLSUS03-BP01",)
    service = "regions"
    example = PROCESSING.with_changes(region="eu-west-1", inputs=("s3://sagemaker-us-east-1-111122223333/raw/",))

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak of the first address that lies in another Region than the one that the job is known to run in."""
        if not isinstance(job.region, str) or job.local or job.origin("region").status == "assumed":
            return None
        homes = context.inventory.get("bucket_regions", {})
        for address in (*job.get("inputs", ()), job.get("output", ""), job.get("model_data", "")):
            if not isinstance(address, str) or not address.startswith("s3://"):
                continue
            bucket = address[5:].partition("/")[0]
            by_name = region_in(bucket)
            sure = homes.get(bucket) or (by_name and context.fact("bucket_region"))
            home = sure if isinstance(sure, str) else by_name
            if home and home != job.region:
                seen = "lies" if sure else "lies, by its name,"
                return self.advise(
                    job,
                    context,
                    f"The bucket {bucket} {seen} in {home}, the job in {job.region}.",
                    swap=Swap(action=f"use a bucket in {job.region}", fix="show only"),
                    missing=() if sure else ("in which Region the bucket is (bucket_region)",),
                )
        return None
