"""Give the endpoint the type and the count it needs."""

from __future__ import annotations

from jupyter_green.catalog.instances import InstanceType
from jupyter_green.job import Job, known
from jupyter_green.practices import Advice, Context, Swap
from jupyter_green.practices.choices import with_fewer_accelerators
from jupyter_green.practices.endpoint_practice import GPU_ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import (
    CLASSIC_MODELS,
    is_instance_endpoint,
    is_lower_beyond_doubt,
    least_suggestable,
    only_type,
    smaller_type,
)

_CPU_FAMILIES = frozenset({"c5", "c6i", "c7i", "m5", "m6i", "m7i"})


class RightSizeEndpoint(EndpointPractice):
    """Give the endpoint the type and the count it needs.

    What it finds
        A tree or linear model on an accelerator; empty instances and idle accelerators; utilisation under 25 %; two
        instances or more for development.

    Why it matters
        Idle capacity draws power for as long as the endpoint stands.

    Evidence
        No published figure; computed from the tables.

    When it does not apply
        Two instances kept for a second Availability Zone; models bound by memory; figures that miss the peak.

    The swap
        ``instance_type`` or ``instance_count``; unsafe: less head-room. Within a family only where it draws less beyond
        doubt.

    Signals not checked
        Latency; peaks outside the period of the metrics; whether the container computes on the accelerator.

    References
        https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-detailed-observability-getting-started.md
    """

    id = "right-size-endpoint"
    title = "Give it a smaller instance"
    fix = "unsafe"
    needs = ("mode", "instance_type", "instance_count")
    confidence = "medium"
    trade_offs = ("less head-room",)
    lens_refs = ("MLSUS05-BP01", "MLSUS05-BP02")
    example = GPU_ENDPOINT.with_changes(instance_type="ml.g4dn.2xlarge", framework="xgboost", framework_version=None)

    def check(self, job: Job, context: Context) -> Advice | None:
        """Speak on the clearest excess first: accelerator, empty instances, idle accelerators, size, count."""
        now = only_type(job) if is_instance_endpoint(job) else None
        if now is None:
            return None
        if now.has_accelerator and job.framework in CLASSIC_MODELS:
            target = least_suggestable(job, _CPU_FAMILIES, now.vcpus, 0)
            message = f"A model of {job.framework} seldom needs the {now.accelerator} it is served on."
            return self._suggest(job, context, target, message)
        fixed = not known(job.autoscaling) and not known(job.managed_scaling)
        count = job.get("instance_count", 1) if fixed else 1
        metrics = context.metrics_of(job)
        if metrics is not None and context.fact("holds_at_peak") is not False:
            asked = ("whether these figures hold at the peak too (holds_at_peak)",)
            missing = () if context.fact("holds_at_peak") else asked
            empty = int(metrics.empty_instances or 0)
            if 0 < empty < count:
                swap = Swap({"instance_count": count - empty}, self.fix)
                return self.advise(
                    job, context, f"{empty} of {count} instances stand empty.", swap=swap, missing=missing
                )
            idle = int(metrics.idle_accelerators or 0)
            if 0 < idle < now.accelerator_count:
                target = with_fewer_accelerators(now, now.accelerator_count - idle, job)
                message = f"{idle} of its {now.accelerator_count} accelerators do no work."
                return self._suggest(job, context, target, message, missing)
            target = smaller_type(job, now, metrics)
            if target is not None:
                message = f"It is hardly used: {target.name} is half as large or less and carries that."
                return self._suggest(job, context, target, message, missing)
        if count > 1 and context.fact("dev_endpoint") is True:
            swap = Swap({"instance_count": 1}, self.fix)
            return self.advise(job, context, "One instance is enough for development.", swap=swap)
        return None

    def _suggest(
        self, job: Job, context: Context, target: InstanceType | None, message: str, missing: tuple[str, ...] = ()
    ) -> Advice | None:
        """Return advice for another type; None where it does not draw less, within a family beyond doubt."""
        if target is None or not isinstance(job.instance_type, str):
            return None
        swap = Swap({"instance_type": target.name}, self.fix)
        change = context.saving(job, swap)[0]
        if change is None or not change.energy.is_known or change.energy.central >= 0:
            return None
        if job.instance_type.startswith(f"ml.{target.family}.") and not is_lower_beyond_doubt(change):
            return None
        return self.advise(job, context, message, swap=swap, missing=missing)
