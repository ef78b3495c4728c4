"""Keep a training plan to the jobs it was bought for."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.choices import instance_of
from jupyter_green.practices.examples import TRAINING

_FAMILIES = frozenset({"p4d", "p4de", "p5", "p5e", "p5en", "p6-b200", "p6-b300", "p6e-gb200"})
_TYPES = frozenset({"ml.trn1.32xlarge", "ml.trn2.48xlarge"})


class TrainingPlansCaution(Practice):
    """Keep a training plan to the jobs it was bought for.

    What it finds
        A job that names a training plan together with Spot, a warm pool or an instance type that no plan offers.

    Why it matters
        The request is refused, or reserved accelerators stand idle while the job runs elsewhere. A plan is paid for
        whether it is used or not, and ends at a fixed hour.

    Evidence
        No published figure found.

    When it does not apply
        Large, time-boxed jobs on the plan's own type.

    The swap
        ``training_plan=None`` for a type that no plan offers, else Spot and its wait off. Unsafe: capacity or price
        change.

    Signals not checked
        How much of the reserved window is used; what the plan was bought for.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/reserve-capacity-with-training-plans.html
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html
    """

    id = "training-plans-caution"
    title = "Use the training plan as it was bought"
    kinds = frozenset({"training"})
    fix = "unsafe"
    needs = ("training_plan", "spot", "instance_type")
    fault = True
    trade_offs = ("a plan is not refunded", "it ends at a fixed hour, unless it is extended")
    example = TRAINING.with_changes(
        training_plan="arn:aws:sagemaker:us-east-1:111122223333:training-plan/p", spot=False
    )

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when the plan and the rest of the job contradict one another."""
        if not job.training_plan:
            return None
        instance = instance_of(job)
        if instance is not None and instance.family not in _FAMILIES and instance.name not in _TYPES:
            said = f"No training plan offers {instance.name}."
            swap = Swap({"training_plan": None}, self.fix)
        elif job.spot:
            said = "A training plan is reserved capacity: the platform does not combine it with Spot."
            swap = Swap({"spot": False, "max_wait": None}, self.fix)
        else:
            return None
        return self.advise(job, context, said, swap=swap, no_saving="nothing: the request is refused")
