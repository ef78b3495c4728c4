"""Leave SageMaker Training Compiler behind, or use it where a job is already pinned to it."""

from __future__ import annotations

from jupyter_green.catalog.frameworks import compiler_families, has_compiler_image
from jupyter_green.job import Job, known
from jupyter_green.practices import Advice, Context, Effect, Practice, Swap
from jupyter_green.practices.choices import accelerated
from jupyter_green.practices.examples import TRAINING

_LEGACY = "Training Compiler is legacy (guide read 2026-11-22: no new versions, images get no patches; not in SDK 3)."
_INSTEAD = "Use torch.compile or jit_compile=True on a current image, or look at Trainium."


class TrainingCompiler(Practice):
    """Leave SageMaker Training Compiler behind; use it only where a job is pinned to its last images anyway.

    What it finds
        A job that uses the compiler; and a job of SDK 2 pinned to one of the last versions and families it supports.

    Why it matters
        The compiler fuses a network's operations, so a step takes less time. Its images are frozen, and unpatched.

    Evidence
        AWS at launch: training up to 50 % faster, workload not stated: time, not energy. AWS's FAQ: an untested model
        can get slower.

    When it does not apply
        Any newer framework version, an image of your own, SDK 3, smdistributed, heterogeneous clusters, local mode,
        CPUs. None of these is a reason to downgrade: everyone else uses the framework's own compiler, or Trainium.

    The swap
        ``compiler=True`` with Debugger and profiler off, for pinned jobs only. Unsafe: batch size and learning rate
        want tuning again. For jobs that use it: ``compiler=False`` where the platform refuses the combination.

    Signals not checked
        Whether the model gains; your policy on unpatched images; use of MultiWorkerMirroredStrategy.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/training-compiler.html
    """

    id = "training-compiler"
    title = "Training Compiler is legacy"
    kinds = frozenset({"training", "tuning"})
    fix = "unsafe"
    needs = ("compiler", "framework", "framework_version", "base_framework", "distribution", "image")
    confidence = "low"
    effort = 2
    effects = (Effect("runtime", 0.0, 0.5, "AWS launch claim, workload not stated"),)
    trade_offs = ("frozen, unpatched images", "hyperparameters want tuning again", "compilation at the start")
    example = TRAINING.with_changes(framework_version="1.13.1")

    def check(self, job: Job, context: Context) -> Advice | None:
        """Warn who uses the compiler; offer it only to who could use it without changing a version."""
        if job.compiler is True:
            return self._in_use(job, context)
        if job.api not in ("sdk_v1", "sdk_v2") or not _is_pinned(job):
            return None
        static = context.fact("static_shapes")
        if static is False or context.fact("accepts_unpatched_images") is False:
            return None
        missing: tuple[str, ...] = () if static else ("whether all inputs have one fixed shape (static_shapes)",)
        if context.fact("accepts_unpatched_images") is None:
            missing += ("whether images without patches are acceptable (accepts_unpatched_images)",)
        changes = {"compiler": True, "debugger_hook": False, "profiler": False}
        return self.advise(
            job,
            context,
            f"This job is pinned to a version that still has a compiler image. {_LEGACY} Better: move on. {_INSTEAD}",
            swap=Swap(changes, self.fix),
            missing=missing,
            no_saving="not computed: whether this model gets faster is not known",
        )

    def _in_use(self, job: Job, context: Context) -> Advice:
        refused = not _is_pinned(job)
        if refused:
            said = "The compiler does not support this combination of version, instance type and distribution."
            swap = Swap({"compiler": False}, self.fix)
        else:
            said, swap = "This job runs on frozen images.", Swap(fix="show only", action="move to a current image")
        message = f"{said} {_LEGACY} {_INSTEAD}"
        note = "not computed: nothing is known about the time without it"
        return self.advise(job, context, message, swap=swap, fault=refused, effects=(), no_saving=note)


def _is_pinned(job: Job) -> bool:
    instance = accelerated(job)
    if instance is None or instance.family not in compiler_families() or known(job.instance_groups):
        return False
    versioned = known(job.image) if job.api == "api" else has_compiler_image(job) and not known(job.image)
    return versioned and job.distribution in (None, "pytorchxla")
