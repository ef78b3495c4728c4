"""Size a processing cluster to the data and to what it used."""

from __future__ import annotations

from jupyter_green.catalog.instances import InstanceType
from jupyter_green.job import Job, known
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.choices import current_cpu_type, instance_of
from jupyter_green.practices.examples import PROCESSING

_CPU_ONLY = ("sklearn", "spark")
_IDLE_CPU, _IDLE_MEMORY = 0.35, 0.5
#: Glue 3.0 and later; a default argument of the job.
_AUTO_SCALING, _FEW_WORKERS = "--enable-auto-scaling", 3
_SAME_WORK = (1.0, 1.0, 1.0)


class RightSizeProcessingCluster(Practice):
    """Size a processing cluster to the data and to what it used.

    What it finds
        Several instances that each get a full copy of the input; a GPU under a container that cannot use one; a run
        whose metrics show CPU and memory mostly idle; a Glue job whose workers are all held to its end.

    Why it matters
        Replicated input without a split means that every instance does the whole work. An idle GPU draws a good part
        of its full power.

    Evidence
        No published figure found. The saving is computed from the instances before and after.

    When it does not apply
        When the script splits the files among the hosts itself, or Spark does; when memory is the limit although the
        CPU is idle.

    The swap
        One instance, or a smaller type. Safe for the GPU that cannot be used; otherwise unsafe, because a run cut too
        far takes longer or runs out of memory.

    Signals not checked
        Whether the script splits its input by host; peaks shorter than a minute.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus03-bp01.html
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProcessingClusterConfig.html
        https://docs.aws.amazon.com/glue/latest/dg/auto-scaling.html
    """

    id = "right-size-processing-cluster"
    title = "Size the processing cluster to its work"
    phase = "data preparation"
    kinds = frozenset({"processing", "glue"})
    fix = "unsafe"
    needs = ("instance_type", "instance_count")
    confidence = "medium"
    trade_offs = ("longer wall-clock time if cut too far",)
    lens_refs = ("MLSUS03-BP01", "MLSUS04-BP01")
    service = "processing"
    example = PROCESSING.with_changes(instance_count=4, data_distribution="FullyReplicated")
    example_context = Context(told={"splits_by_host": False})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak of the useless GPU first, then of copies, then of idle machines."""
        if job.kind == "glue":
            return self._scaled(job, context)
        now = instance_of(job)
        if now is None:
            return None
        if now.has_accelerator and job.framework in _CPU_ONLY:
            return self._without_gpu(job, context, now)
        count = job.get("instance_count", 1)
        if count > 1 and job.inputs and job.framework != "spark" and job.data_distribution in (None, "FullyReplicated"):
            return self._on_one(job, context, count)
        metrics = context.metrics_of(job)
        if metrics is None or metrics.cpu is None or metrics.memory is None or now.has_accelerator:
            return None
        smaller = current_cpu_type(max(2, now.vcpus // 2), job)
        if metrics.cpu > _IDLE_CPU or metrics.memory > _IDLE_MEMORY or smaller is None or smaller.vcpus >= now.vcpus:
            return None
        message = f"The last run used {metrics.cpu:.0%} of the CPU and {metrics.memory:.0%} of the memory."
        return self.advise(job, context, message, swap=Swap({"instance_type": smaller.name}, self.fix))

    def _scaled(self, job: Job, context: Context) -> Advice | None:
        workers = job.get("instance_count", 0)
        scales = dict(job.get("hyperparameters", {})).get(_AUTO_SCALING) == "true" or known(job.autoscaling)
        if workers <= _FEW_WORKERS or scales:
            return None
        if str(job.framework_version or "3.0") < "3.0":
            return None
        message = f"All {workers} workers of this Glue job are held to its end. Auto scaling gives idle ones back."
        return self.advise(job, context, message, swap=Swap(action=f'set "{_AUTO_SCALING}": "true"', fix="show only"))

    def _without_gpu(self, job: Job, context: Context, now: InstanceType) -> Advice | None:
        plain = current_cpu_type(now.vcpus, job)
        if plain is None:
            return None
        message = f"The {job.framework} container cannot use the accelerator of {now.name}."
        swap = Swap({"instance_type": plain.name}, "safe")
        return self.advise(job, context, message, swap=swap, confidence="high")

    def _on_one(self, job: Job, context: Context, count: int) -> Advice | None:
        splits = context.fact("splits_by_host")
        if splits:
            return None
        return self.advise(
            job,
            context,
            f"Each of {count} instances gets the whole input: one does the same work, unless the script splits it.",
            swap=Swap({"instance_count": 1}, self.fix, runtime=_SAME_WORK),
            missing=() if splits is False else ("whether the script splits the files by host (splits_by_host)",),
        )
