"""Give the endpoint the type and the count it needs."""

from __future__ import annotations

from jupyter_green.catalog.instances import InstanceType, all_instance_types
from jupyter_green.job import Job, known
from jupyter_green.practices import Advice, Context, Metrics, Swap
from jupyter_green.practices.endpoint_practice import GPU_ENDPOINT, EndpointPractice
from jupyter_green.practices.hosting import (
    CLASSIC_MODELS,
    is_instance_endpoint,
    is_lower_beyond_doubt,
    is_suggestable,
    least_suggestable,
    only_type,
)

_LOW, _FULL = 0.25, 0.8
_CPU_FAMILIES = frozenset({"c5", "c6i", "c7i", "m5", "m6i", "m7i"})


class RightSizeEndpoint(EndpointPractice):
    """Give the endpoint the type and the count it needs.

    What it finds
        A tree or linear model on an accelerator; utilisation under 25 %; two instances or more for development.

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
        """Speak on the clearest excess first: accelerator, size, count."""
        now = only_type(job) if is_instance_endpoint(job) else None
        if now is None:
            return None
        missing: tuple[str, ...] = ()
        metrics = context.metrics_of(job)
        smaller = _smaller(job, now, metrics) if metrics is not None else None
        if now.has_accelerator and job.framework in CLASSIC_MODELS:
            target = least_suggestable(job, _CPU_FAMILIES, now.vcpus, 0)
            message = f"A {job.framework} model seldom needs the {now.accelerator} it is served on."
        elif smaller is not None:
            target = smaller
            message = f"It is used to less than {_LOW:.0%}: {target.name} is half as large or less."
            if context.fact("holds_at_peak") is None:
                missing = ("whether these figures hold at the peak too (holds_at_peak)",)
        elif context.fact("dev_endpoint") is True and job.get("instance_count", 1) > 1 and not known(job.autoscaling):
            swap = Swap({"instance_count": 1}, self.fix)
            return self.advise(job, context, "One instance is enough for development.", swap=swap)
        else:
            return None
        if target is None or context.fact("holds_at_peak") is False:
            return None
        swap = Swap({"instance_type": target.name}, self.fix)
        change = context.saving(job, swap)[0]
        if change is None or not change.energy.is_known or change.energy.central >= 0:
            return None
        if target.family == now.family and not is_lower_beyond_doubt(change):
            return None
        return self.advise(job, context, message, swap=swap, missing=missing)


def _smaller(job: Job, now: InstanceType, metrics: Metrics) -> InstanceType | None:
    """Return the smallest type of the family that carries what was measured; None when anything is used well."""
    used = [one for one in (metrics.cpu, metrics.accelerator) if one is not None]
    if metrics.cpu is None or max(used) > _LOW or (now.has_accelerator and metrics.accelerator is None):
        return None
    memory = metrics.memory if metrics.memory is not None else 0.5
    chip_memory = metrics.accelerator_memory if metrics.accelerator_memory is not None else 1.0
    fit = [
        one
        for one in all_instance_types()
        if one.family == now.family
        and now.vcpus * metrics.cpu / _FULL <= one.vcpus <= now.vcpus / 2
        and one.memory_gib * _FULL >= now.memory_gib * memory
        and one.accelerator_memory_gib >= now.accelerator_memory_gib * chip_memory
        and is_suggestable(one.name, job)
    ]
    return min(fit, key=lambda one: (one.vcpus, one.name), default=None)
