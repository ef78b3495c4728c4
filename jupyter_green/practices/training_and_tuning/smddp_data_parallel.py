"""Use the SageMaker data-parallel collectives only where they still apply."""

from __future__ import annotations

from jupyter_green.catalog.frameworks import stack_of, training_library
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Effect, Practice, Swap
from jupyter_green.practices.choices import accelerated, has_own_image
from jupyter_green.practices.examples import TRAINING

_BACKEND = """import smdistributed.dataparallel.torch.torch_smddp  # in the training script
torch.distributed.init_process_group(backend="smddp")
"""


class SmddpDataParallel(Practice):
    """Use the SageMaker data-parallel collectives (SMDDP) only where they still apply.

    What it finds
        SMDDP on an instance type or framework it does not carry, or on one node; and plain distributed PyTorch on
        several P4d or P4de nodes, within its reach.

    Why it matters
        On several nodes the GPUs wait for gradients. SMDDP shortens that on the network it was made for.

    Evidence
        AWS: ALBERT pre-training up to 35 % faster than PyTorch DDP: time, not energy, for the software of that post.

    When it does not apply
        P5, P6, G and Trn types; TensorFlow (support ended after 2.11); PyTorch after 2.3; one node; Training Compiler.
        SDK 2 lets nothing after PyTorch 2.2.0 through.

    The swap
        SDK 2: ``distribution="smddp"`` within its reach, ``"torch_distributed"`` outside. Unsafe: the script names it.
        SDK 3 and boto3 have no switch: two lines of the script are shown.

    Signals not checked
        Whether the GPUs wait for the network at all.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/distributed-data-parallel-support.html
    """

    id = "smddp-data-parallel"
    title = "Data-parallel collectives where they apply"
    kinds = frozenset({"training"})
    fix = "unsafe"
    needs = ("framework", "framework_version", "base_framework", "distribution", "instance_count", "compiler", "image")
    confidence = "low"
    effort = 2
    effects = (Effect("runtime", 0.0, 0.35, "AWS blog: ALBERT pre-training against PyTorch DDP"),)
    trade_offs = ("pinned framework versions", "a line in the script")
    example = TRAINING.with_changes(
        instance_type="ml.p4d.24xlarge", instance_count=4, distribution="torch_distributed", image=None
    )

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when the collectives are asked for in vain, or left out where they work."""
        if job.distribution not in ("smddp", "torch_distributed") or job.compiler:
            return None
        stack, instance, library = stack_of(job), accelerated(job), training_library("smddp")
        if stack is None or instance is None:
            return None
        several = job.get("instance_count", 1) > 1
        reached = several and instance.name in library.instance_types and library.carries(stack)
        note = "not computed: how long the GPUs wait for the network is not known"
        if job.distribution == "smddp":
            if reached is not False or stack.framework != "pytorch":
                return None
            said = f"SMDDP does not reach {job.get('instance_count', 1)} × {instance.name} with this version."
            swap = Swap({"distribution": "torch_distributed"}, self.fix)
            return self.advise(job, context, said, swap=swap, effects=(), no_saving=note)
        old_sdk = job.api in ("sdk_v1", "sdk_v2")
        if not reached or has_own_image(job) or (old_sdk and stack.version > library.newest_of_sdk_v2):
            return None
        said = "SMDDP speeds up the exchange between these nodes. The script must choose the smddp backend."
        missing = () if context.fact("uses_smddp_backend") else ("that the script does so (uses_smddp_backend)",)
        swap = Swap({"distribution": "smddp"}, self.fix)
        if not old_sdk:
            swap, missing = Swap(fix="show only", action="choose the backend in the script", code=_BACKEND), ()
        return self.advise(job, context, said, swap=swap, missing=missing, no_saving=note)
