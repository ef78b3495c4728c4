"""Prepare data on compute that ends with its work."""

from __future__ import annotations

from jupyter_green.job import InstanceGroup, Job, known
from jupyter_green.practices import Advice, Context, Practice, SourceFacts, Swap
from jupyter_green.practices.data_cells import SERVERLESS_SPARK
from jupyter_green.practices.source_hints import imports_any


class ServerlessDataPrep(Practice):
    """Prepare data on compute that ends with its work.

    What it finds
        An EMR cluster on EC2 that no idle rule ends, and Spark sessions inside the notebook's kernel.

    Why it matters
        A cluster draws power between two runs too; Glue, EMR Serverless, Athena and processing jobs do not.

    Evidence
        No published figure found; the saving is the idle share of the cluster.

    When it does not apply
        To a right-sized cluster that is busy around the clock; to work that needs a GPU or a library the serverless
        service cannot host; to a processing job, which ends with its work already.

    The swap
        Shown, not applied: an EMR Serverless application that stops itself.

    Signals not checked
        Utilisation of the cluster; whether the code runs on the serverless release.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus03-bp01.html
    """

    id = "serverless-data-prep"
    title = "Prepare data on job-scoped compute"
    phase = "data preparation"
    kinds = frozenset({"emr", "notebook"})
    effort = 3
    trade_offs = ("cold start of each run", "a fully used cluster may be cheaper per unit")
    lens_refs = ("MLSUS03-BP01",)
    service = "serverless-etl"
    example = Job(
        kind="emr",
        name="etl",
        region="us-east-1",
        framework_version="emr-7.10.0",
        instance_groups=(InstanceGroup("m5.xlarge", 3, "CORE"),),
    )
    example_context = Context(source=SourceFacts(imports=frozenset({"boto3"})))

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when a cluster outlives its work, or Spark runs in the kernel."""
        if job.kind == "notebook":
            if not imports_any(context, "pyspark"):
                return None
            found = "Spark runs inside this notebook's kernel and holds its machine while it waits."
        elif known(job.instance_groups) and not known(job.idle_timeout):
            found = "Nothing ends this EMR cluster when it is idle."
        else:
            return None
        intermittent = context.fact("intermittent")
        if intermittent is False:
            return None
        return self.advise(
            job,
            context,
            f"{found} A serverless or processing job holds machines only while it works.",
            swap=Swap(action="run the transform as a serverless Spark job", fix="show only", code=SERVERLESS_SPARK),
            missing=() if intermittent else ("whether the cluster waits between runs (intermittent)",),
        )
