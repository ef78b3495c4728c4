"""Move off old instance families."""

from __future__ import annotations

from jupyter_green.catalog.families import find_old_family
from jupyter_green.catalog.frameworks import stack_of
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.choices import instance_of, like_in
from jupyter_green.practices.examples import TRAINING

#: The first versions with kernels for GPUs after V100 (CUDA 11.1).
_FIRST_FOR_NEW_GPUS = {"pytorch": (1, 8), "tensorflow": (2, 4), "mxnet": (1, 9)}

_BOUND = ("smp", "smddp")


class AvoidLegacyInstanceFamilies(Practice):
    """Move off old instance families: p2, p3, m4, c4.

    What it finds
        A job on a previous generation, where a current type of the same shape is offered and priced.

    Why it matters
        Newer chips do more work for a kilowatt-hour; the old ones run out of images and capacity.

    Evidence
        No published figure for a pair of types. The change shown is per hour; a newer type that ends sooner saves more.

    When it does not apply
        Training Compiler, SMP and SMDDP, which take few types; a CUDA image too old for the GPU; capacity paid for. M5
        and C5, which EC2 no longer marks as current, are left alone, and are no successors: M5 is still the default.

    The swap
        ``instance_type`` of the newer family. Unsafe: other last digits, and it needs quota.

    Signals not checked
        Your quota; the CUDA version of an image of your own; how much sooner it ends.

    References
        https://docs.aws.amazon.com/wellarchitected/latest/machine-learning-lens/mlsus05-bp02.html
    """

    id = "avoid-legacy-instance-families"
    title = "Move off an old instance family"
    kinds = frozenset({"training", "tuning", "processing", "transform"})
    fix = "unsafe"
    needs = ("instance_type", "compiler", "framework", "training_plan", "distribution")
    trade_offs = ("needs quota", "may need a newer image")
    lens_refs = ("MLSUS05-BP02",)
    example = TRAINING.with_changes(instance_type="ml.p3.2xlarge")

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when the family is old and has a successor of the same shape."""
        old = find_old_family(job.instance_type) if isinstance(job.instance_type, str) else None
        instance = instance_of(job)
        if old is None or instance is None or job.compiler or job.training_plan or job.distribution in _BOUND:
            return None
        newer = like_in(old.successors_for(job.kind), instance, job)
        if newer is None:
            return None
        missing: tuple[str, ...] = ()
        if instance.has_accelerator and not _has_kernels(job):
            if context.fact("image_supports_newer_gpu") is False:
                return None
            if not context.fact("image_supports_newer_gpu"):
                missing = ("whether the image has CUDA 11.1 or later (image_supports_newer_gpu)",)
        return self.advise(
            job,
            context,
            f"{old.name} is a previous generation. {newer.name} is the nearest current type: compare per run.",
            swap=Swap({"instance_type": newer.name}, self.fix),
            missing=missing,
        )


def _has_kernels(job: Job) -> bool:
    stack = stack_of(job)
    return stack is not None and stack.version >= _FIRST_FOR_NEW_GPUS.get(stack.framework, (9999,))
