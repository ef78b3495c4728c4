"""Put the efficient type first in a list of instance preferences."""

from __future__ import annotations

from jupyter_green.catalog.families import find_old_family
from jupyter_green.catalog.instances import find_instance
from jupyter_green.job import Job
from jupyter_green.practices import Advice, Context, Practice, Swap
from jupyter_green.practices.examples import TRAINING


class InstancePreferenceList(Practice):
    """Put the efficient type first in a list of instance preferences.

    What it finds
        A list of preferred types that starts with an old family, or with a type that draws clearly more than another of
        the list with as many accelerators or vCPUs; and a list together with Spot, which the platform refuses.

    Why it matters
        The service takes the first type of the list that has capacity. Order decides what runs.

    Evidence
        Computed from the power model, per hour. Only a difference larger than its uncertainty is called one.

    When it does not apply
        Types of different size: work per hour differs, and no figure says by how much. Tuning jobs have another form.

    The swap
        ``instance_preferences`` in the new order. Safe: the same types stay allowed.

    Signals not checked
        Capacity; how long the job takes on each type; counts given per preference.

    References
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InstancePreference.html
    """

    id = "instance-preference-list"
    title = "Prefer the efficient type"
    service = "training-jobs"
    kinds = frozenset({"training", "processing"})
    fix = "safe"
    needs = ("instance_preferences", "spot")
    trade_offs = ("the first type may have less capacity",)
    lens_refs = ("MLSUS05-BP02",)
    example = TRAINING.with_changes(
        instance_type=None, instance_preferences=("ml.p3.2xlarge", "ml.g6.2xlarge"), instance_count=1
    )

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak when another type of the list should come first, or the list is refused."""
        listed: tuple[str, ...] = job.get("instance_preferences", ())
        if listed and job.spot:
            message = "The platform refuses instance preferences together with Spot."
            swap = Swap({"spot": False, "max_wait": None}, self.fix)
            return self.advise(job, context, message, swap=swap, fault=True, no_saving="the discount is lost")
        if len(listed) < 2 or not all(isinstance(name, str) for name in listed):
            return None
        better = next((name for name in listed[1:] if _is_better(name, listed[0], job, context)), None)
        if better is None:
            return None
        order = (better, *(name for name in listed if name != better))
        message = f"{listed[0]} is taken whenever it has capacity. {better} draws less for the same size: put it first."
        note = "only when the first type would have been chosen; per hour, not per run"
        return self.advise(job, context, message, swap=Swap({"instance_preferences": order}, self.fix), no_saving=note)


def _is_better(name: str, first: str, job: Job, context: Context) -> bool:
    one, other = find_instance(name), find_instance(first)
    if one is None or other is None or find_old_family(name) is not None:
        return False
    if one.accelerator_count != other.accelerator_count or one.vcpus < other.vcpus:
        return False
    plain = job.with_changes(instance_preferences=None, instance_type=first)
    saving = context.saving(plain, Swap({"instance_type": name}))[0]
    return saving is not None and saving.energy.is_known and saving.energy.high < 0
