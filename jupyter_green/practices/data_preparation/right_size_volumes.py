"""Do not order more volume than a job fills."""

from __future__ import annotations

import math
from functools import cache

from jupyter_green.catalog import tables
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TRAINING

_DEFAULT_GB = 30
_STREAMED = ("FastFile", "Pipe")
_HEADROOM = 1.5
_FULL_ENOUGH = 0.5


@cache
def _brings_its_disk(instance_type: str) -> bool:
    row = tables.find_row("instances", instance_type)
    return row is not None and float(row["local_storage_gb"] or 0) > 0


class RightSizeVolumes(Practice):
    """Do not order more volume than a job fills.

    What it finds
        A volume above the default 30 GB under streamed input, under a known data set that is much smaller, or with
        disk metrics that show it mostly empty.

    Why it matters
        The volume is powered and billed for the whole run; beside a GPU it is under 1 % of the energy.

    Evidence
        No published figure found; the disk term of the estimate is a few watts a terabyte.

    When it does not apply
        On types with NVMe storage (ml.g5, ml.p4d …), where the setting does nothing; when checkpoints or shuffles need
        the room.

    The swap
        A smaller ``volume_gb``. Unsafe: a job that fills its disk fails.

    Signals not checked
        Peaks of scratch space between two samples.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus03-bp03.html
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html
    """

    id = "right-size-volumes"
    title = "Order a smaller volume"
    phase = "data preparation"
    kinds = frozenset({"training", "tuning", "processing"})
    fix = "unsafe"
    needs = ("volume_gb", "instance_type")
    trade_offs = ("out-of-disk failure if cut too far",)
    lens_refs = ("MLSUS03-BP03",)
    service = "job-volumes"
    example = TRAINING.with_changes(instance_type="ml.m5.4xlarge", input_mode="FastFile", volume_gb=500)
    example_context = Context(told={"scratch_gb": 20})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when something says that the volume stays mostly empty."""
        volume = job.get("volume_gb", 0)
        if volume <= _DEFAULT_GB or job.serverless_job or not isinstance(job.instance_type, str):
            return None
        if _brings_its_disk(job.instance_type):
            return None
        metrics = context.metrics_of(job)
        data, scratch = context.fact("dataset_gb"), context.fact("scratch_gb")
        if metrics is not None and metrics.disk is not None:
            if metrics.disk > _FULL_ENOUGH:
                return None
            needed, why, told = metrics.disk * volume, f"the last run filled {metrics.disk:.0%} of it", True
        elif job.input_mode in _STREAMED:
            needed, why, told = scratch or 0, f"{job.input_mode} input is not written to it", scratch is not None
        elif data is not None:
            needed, why, told = data + (scratch or 0), f"the data has {data:g} GB", scratch is not None
        else:
            return None
        smaller = max(_DEFAULT_GB, math.ceil(needed * _HEADROOM / 10) * 10)
        if smaller > _FULL_ENOUGH * volume:
            return None
        return self.advise(
            job,
            context,
            f"The job orders {volume} GB a machine, and {why}.",
            swap=Swap({"volume_gb": smaller}, self.fix),
            missing=() if told else ("how many GB of scratch the script needs (scratch_gb)",),
        )
