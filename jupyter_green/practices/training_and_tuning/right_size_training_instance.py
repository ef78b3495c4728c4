"""Right-size training instances."""

from __future__ import annotations

from jupyter_green.catalog.instances import InstanceType
from jupyter_green.footprint.load import Load, default_load, measured_load
from jupyter_green.job import Job, known
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.choices import (
    accelerated,
    current_cpu_type,
    has_own_image,
    share_accelerators,
    with_fewer_accelerators,
)
from jupyter_green.practices.examples import TRAINING
from jupyter_green.practices.weights import needs_all_gpus

#: Algorithms that compute on CPUs, whatever else the instance carries.
_CPU_ONLY = frozenset({"sklearn", "lightgbm", "catboost", "randomcutforest", "ipinsights", "lda", "spark"})
_IDLE = 0.35
_ROOM = 0.8
_NOBODY = (0.0, 0.0, 0.0)
_BOUND = ("smp", "smddp")  # libraries that take few instance types


class RightSizeTrainingInstance(Practice):
    """Right-size training instances, from measured use or from what cannot be used.

    What it finds
        Several GPUs of which an earlier run used few; several GPUs and a script that nothing distributes over them; a
        GPU under an algorithm that computes on CPUs.

    Why it matters
        An idle GPU still draws power, and its whole price.

    Evidence
        No published figure. Computed from the power model: the same work in the same time on fewer GPUs, the idle ones
        counted as idle.

    When it does not apply
        A job that waits for its data (mend the input first), a model that needs the memory of all GPUs (by its name, at
        16 bits a weight), a run that failed or was tiny, DataParallel inside the script.

    The swap
        ``instance_type`` of the same family with fewer GPUs, or without. Unsafe: the run may take longer.

    Signals not checked
        Whether data loading keeps the GPU waiting; whether the script spreads the model itself.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
    """

    id = "right-size-training-instance"
    title = "Use an instance of the right size"
    kinds = frozenset({"training", "tuning"})
    fix = "unsafe"
    needs = ("instance_type", "instance_groups", "framework", "distribution", "compiler")
    confidence = "medium"
    trade_offs = ("a longer run may cancel the gain",)
    lens_refs = ("MLSUS04-BP01", "MLCOST-09 (2023)")
    example = TRAINING.with_changes(instance_type="ml.g5.12xlarge")

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when GPUs stand idle, as measured or as nothing could use them."""
        instance = accelerated(job)
        if instance is None or job.instance_groups or job.training_plan or job.compiler or job.distribution in _BOUND:
            return None
        if job.framework in _CPU_ONLY:
            return self._without_gpu(job, instance, context)
        many = instance.accelerator_count
        metrics = context.metrics_of(job)
        if metrics is not None and metrics.accelerator is not None:
            used = max(metrics.accelerator, metrics.accelerator_memory or 0.0)
            needed = next((n for n in range(1, many) if used * many <= _ROOM * n), many)
            if used > _IDLE or (metrics.cpu or 0.0) > _ROOM or needed == many:
                return None
            load = measured_load(job.kind, cpu=None, accelerator=metrics.accelerator, source=metrics.source)
            said = f"An earlier run used {used:.0%} of {many} GPUs."
            return self._smaller(job, instance, needed, load, said, (), context)
        spread = context.fact("script_uses_all_gpus")
        if many < 2 or known(job.distribution) or has_own_image(job) or spread or job.framework != "pytorch":
            return None
        is_gpu = instance.accelerator.startswith("NVIDIA")
        if not is_gpu or (spread is None and needs_all_gpus(job, instance, context.source.text)):
            return None
        asked = () if spread is False else ("whether the script uses all GPUs by itself (script_uses_all_gpus)",)
        load = share_accelerators(default_load(job.kind), many)
        said = f"Nothing spreads this script over {many} GPUs: without distribution it uses one."
        return self._smaller(job, instance, 1, load, said, asked, context)

    def _smaller(
        self,
        job: Job,
        instance: InstanceType,
        needed: int,
        load: Load,
        said: str,
        missing: tuple[str, ...],
        about: Context,
    ) -> Advice | None:
        smaller = with_fewer_accelerators(instance, needed, job)
        if smaller is None:
            return None
        busier = share_accelerators(load, smaller.accelerator_count / instance.accelerator_count)
        return self._compared(job, smaller, load, busier, f"{said} {smaller.name} has enough.", missing, about)

    def _without_gpu(self, job: Job, instance: InstanceType, about: Context) -> Advice | None:
        other = current_cpu_type(instance.vcpus, job)
        if other is None:
            return None
        base = default_load(job.kind)
        idle = Load(_NOBODY, base.cpu_alone, base.cpu_alone, source="the GPU has nothing to do")
        said = f"{job.framework} computes on CPUs: the GPU of {instance.name} has nothing to do. Use {other.name}."
        return self._compared(job, other, idle, base, said, (), about)

    def _compared(
        self, job: Job, other: InstanceType, now: Load, then: Load, said: str, missing: tuple[str, ...], about: Context
    ) -> Advice:
        swap = Swap({"instance_type": other.name}, self.fix)
        saving = about.saving_at_loads(job, swap, now, then)
        note = "per hour, if the run takes as long as today"
        return self.advise(job, about, said, swap=swap, missing=missing, no_saving=note, saving=saving)
