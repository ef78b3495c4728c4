"""Partition big GPUs for small models."""

from __future__ import annotations

from jupyter_green.catalog.support import is_supported
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Swap
from jupyter_green.practices.endpoint_practice import GPU_ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import is_instance_endpoint, only_type
from jupyter_green.practices.serving_cells import PARTITION_GPUS
from jupyter_green.practices.weights import billions_served, gb_of_weights, is_spread_over_gpus

_SMALL = 0.4


class GpuPartitioningMig(EndpointPractice):
    """Partition big GPUs for small models.

    What it finds
        An endpoint on a GPU that can be partitioned, with a model that needs less than 40 % of one GPU's memory.

    Why it matters
        A small model keeps a whole large GPU powered. Partitions let several components share it.

    Evidence
        No published figure found.

    When it does not apply
        A model that needs the whole GPU, or several, by its name or its server's settings. Where a smaller GPU type
        serves, which is simpler. A running endpoint: its layout cannot change.

    The swap
        Show only: ``AcceleratorPartitionLayouts`` on a new endpoint with inference components, through boto3.

    Signals not checked
        Whether Region and type take partitions; whether there are models to put beside.

    References
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AcceleratorPartitionLayout.html
        https://docs.amazonaws.cn/en_us/sagemaker/latest/dg/inference-components-accelerator-partitioning-create.md
    """

    id = "gpu-partitioning-mig"
    title = "Partition the GPU"
    effort = 3
    trade_offs = ("one layout for all GPUs", "no change while it runs")
    lens_refs = ("MLSUS05-BP04",)
    example = GPU_ENDPOINT.with_changes(instance_type="ml.p4d.24xlarge")
    example_context = Context(told={"model_gpu_memory_gb": 8})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when the model's share of one GPU is small, or ask for it."""
        now = only_type(job) if is_instance_endpoint(job) else None
        if now is None or not is_supported("mig-family", now.family):
            return None
        if is_spread_over_gpus(job):
            return None
        metrics, told = context.metrics_of(job), context.fact("model_gpu_memory_gb")
        share = metrics.accelerator_memory if metrics is not None else None
        one_gpu = now.accelerator_memory_gib / now.accelerator_count
        if isinstance(told, (int, float)):
            share = told / one_gpu
        if share is None:
            if gb_of_weights(billions_served(job)) > _SMALL * one_gpu:
                return None
            asked = ("how many GB of accelerator memory the model needs (model_gpu_memory_gb)",)
            return self.advise(
                job, context, "A large GPU type. A small model would fit a part of one GPU.", missing=asked
            )
        if share > _SMALL:
            return None
        message = f"The model takes {share:.0%} of one GPU's memory. A smaller GPU type is simplest; else partition it."
        return self.advise(
            job, context, message, swap=Swap(fix=self.fix, action="partition the GPUs", code=PARTITION_GPUS)
        )
