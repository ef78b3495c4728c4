"""Give CPU-bound preprocessing CPU nodes of its own in the same job."""

from __future__ import annotations

from jupyter_green.catalog.frameworks import stack_of
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Effect, Metrics, Practice, Swap
from jupyter_green.practices.choices import accelerated
from jupyter_green.practices.examples import TRAINING

_LEAST = {"pytorch": (1, 10), "tensorflow": (2, 6)}
_BUSY_CPU = 0.8
_IDLE_GPU = 0.5
_CODE = """\
instance_groups=[InstanceGroup("data", "ml.c5n.2xlarge", 2), InstanceGroup("dnn", "{type}", {count})]
# in place of instance_type and instance_count; the script needs a data service (tf.data.service, gRPC loader)
"""


class HeterogeneousCluster(Practice):
    """Give CPU-bound preprocessing CPU nodes of its own in the same training job.

    What it finds
        A GPU job whose CPUs were busy and whose GPUs waited in an earlier run.

    Why it matters
        The GPUs draw power while they wait for the next batch.

    Evidence
        AWS, cost and not energy: ResNet-50 on g5 with c5n 13 % cheaper than on g5 alone; a CPU-bound vision job up to
        46 % better price-performance, about 32 % of cost.

    When it does not apply
        Busy GPUs; Training Compiler, warm pools, instance preferences. Try first an instance with more vCPUs for each
        GPU.

    The swap
        ``instance_groups`` in place of type and count. Show only: the script needs a data service.

    Signals not checked
        Whether the preprocessing can leave the training process.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/train-heterogeneous-cluster.html
    """

    id = "heterogeneous-cluster"
    title = "Move preprocessing off the GPU nodes"
    kinds = frozenset({"training"})
    needs = ("framework", "compiler", "keep_alive", "instance_preferences", "instance_groups")
    confidence = "medium"
    effort = 3
    effects = (
        Effect("cost", 0.13, 0.32, "AWS: ResNet-50 on g5 with c5n, and a CPU-bound vision job"),
        Effect("runtime", 0.0, 0.4, "Mobileye's own data service, not this feature"),
    )
    trade_offs = ("code complexity", "network traffic", "the CPU nodes draw power too")
    example = TRAINING
    example_context = Context(metrics={TRAINING.identity: Metrics(cpu=0.95, accelerator=0.3)})

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when CPUs were the bottleneck of a GPU job."""
        metrics = context.metrics_of(job)
        if metrics is None or (metrics.cpu or 0.0) < _BUSY_CPU or metrics.accelerator is None:
            return None
        blocked = job.compiler or job.keep_alive or job.instance_preferences or job.instance_groups
        if blocked or metrics.accelerator > _IDLE_GPU or accelerated(job) is None:
            return None
        stack = stack_of(job)
        if stack is None or stack.version < _LEAST.get(stack.framework, (9999,)):
            return None
        code = _CODE.format(type=job.instance_type, count=job.get("instance_count", 1))
        return self.advise(
            job,
            context,
            f"CPUs were {metrics.cpu:.0%} busy and GPUs {metrics.accelerator:.0%}: the GPUs wait for their data.",
            swap=Swap(fix=self.fix, action="move preprocessing to CPU nodes", code=code),
            no_saving="not computed: the time on the other cluster is not known",
        )
