"""Split a model that does not fit one GPU, with SMP v2 where it reaches."""

from __future__ import annotations

from jupyter_green.catalog.frameworks import stack_of, training_library
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.choices import accelerated
from jupyter_green.practices.examples import TRAINING

_CODE = """\
distribution={"torch_distributed": {"enabled": True}, "smdistributed": {"modelparallel": {
    "enabled": True, "parameters": {"hybrid_shard_degree": 8}}}}
"""
_NATIVE = "FSDP of PyTorch does the same on any version and GPU."


class SmpModelParallel(Practice):
    """Split a model that does not fit one GPU, with SMP v2 where it reaches.

    What it finds
        SMP asked for outside its reach, a fault; within it, a model that you say does not fit one GPU.

    Why it matters
        Sharded, a large model trains with batches that fill GPUs.

    Evidence
        No published figure found.

    When it does not apply
        A model that fits one GPU. TensorFlow (version 1, archived on 2023-12-19); PyTorch after 2.5.1; GPUs but P4d,
        P4de, P5 and P5e; Training Compiler. There, use FSDP.

    The swap
        Show only: ``distribution`` with torchrun and modelparallel, and lines in the script.

    Signals not checked
        Whether the images are in your Region (AWS lists 17); parameters of version 1.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/distributed-model-parallel-support-v2.html
    """

    id = "smp-model-parallel"
    title = "Split a model that does not fit one GPU"
    kinds = frozenset({"training"})
    needs = ("framework", "framework_version", "distribution", "compiler")
    effort = 3
    trade_offs = ("stays at PyTorch 2.5.1",)
    example = TRAINING.with_changes(instance_type="ml.p4d.24xlarge")
    example_context = Context(told={"model_fits_one_gpu": False})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when SMP is in vain, or could help."""
        asked_for = job.distribution == "smp"
        if not asked_for and context.fact("model_fits_one_gpu") is not False:
            return None
        stack, instance, library = stack_of(job), accelerated(job), training_library("smp")
        if stack is None or instance is None:
            return None
        carried = instance.name in library.instance_types and library.carries(stack)
        if asked_for and carried is False:
            said = f"SMP v2 does not reach {stack.framework} {job.framework_version} on {instance.name}. {_NATIVE}"
            return self.advise(job, context, said, fault=True, no_saving="not computed")
        if asked_for or not carried or job.distribution not in (None, "torch_distributed") or job.compiler:
            return None
        said = f"SMP v2 can split this model. {_NATIVE}"
        swap = Swap(fix=self.fix, action="split the model", code=_CODE)
        return self.advise(job, context, said, swap=swap, no_saving="no figure")
