"""Whatever an endpoint looks like, no swap of this phase leaves a combination that the platform refuses."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_green.catalog.instances import find_instance
from jupyter_green.job import Job, Unknown
from jupyter_green.practices import Context, Metrics, all_practices
from jupyter_green.practices.endpoint_practice import ENDPOINT
from jupyter_green.swaps.legality import why_illegal
from tests.practices.legality import breaches
from tests.support.sample import examples

_PRACTICES = [one for one in all_practices() if one.phase == "deployment and management"]
_TYPES = tuple(
    f"ml.{size}"
    for size in [
        "m5.xlarge",
        "c5.large",
        "c6i.9xlarge",
        "g5.12xlarge",
        "p3.2xlarge",
        "p4d.24xlarge",
        "inf1.xlarge",
        "c7g.2xlarge",
        "t2.medium",
        "made-up.xlarge",
    ]
)
_SHARES = st.floats(0, 1)


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), st.just(Unknown()), values)


def _flag() -> st.SearchStrategy[Any]:
    return st.sampled_from((False, True, Unknown()))


_SCALING = st.tuples(st.integers(0, 2), st.integers(2, 4))
_ENDPOINTS = st.builds(
    ENDPOINT.with_changes,
    region=_maybe(st.sampled_from(("us-east-1", "eu-central-2", "eu-north-1", "nowhere-1"))),
    mode=_maybe(st.sampled_from(("real-time", "async", "multi-model"))),
    instance_type=_maybe(st.sampled_from(_TYPES)),
    instance_count=_maybe(st.integers(1, 5)),
    framework=_maybe(st.sampled_from(("sklearn", "xgboost", "pytorch", "tensorflow", "huggingface", "djl", "triton"))),
    framework_version=_maybe(st.sampled_from(("1.0-1", "1.5-1", "2.3.0", "2.9", "nightly"))),
    image=_maybe(st.just("111122223333.dkr.ecr.us-east-1.amazonaws.com/mine:1")),
    autoscaling=_maybe(_SCALING),
    managed_scaling=_maybe(_SCALING),
    inference_components=_flag(),
    data_capture=_flag(),
    vpc=_flag(),
    network_isolation=_flag(),
    shadow=_flag(),
    containers=_maybe(st.integers(1, 4)),
    accelerator_type=_maybe(st.just("ml.eia2.medium")),
    deleted_later=_maybe(st.booleans()),
    enhanced_metrics=_maybe(st.booleans()),
    passes=_maybe(st.integers(1, 9)),
)
_YES = dict.fromkeys(
    [
        "cold_start_ok",
        "caller_can_wait",
        "callers_retry",
        "neuron_supported",
        "arm64_ready",
        "holds_at_peak",
        "dev_endpoint",
        "only_offline",
        "load_varies",
        "rarely_called",
        "same_instance_count",
    ],
    True,
)
_TOLD = st.fixed_dictionaries(
    {
        "calls_per_hour": st.floats(0, 1e6),
        "seconds_per_call": st.floats(0.001, 100),
        "silent_share": _SHARES,
        "model_memory_mb": st.integers(1, 9000),
    }
)
_METRICS = st.one_of(
    st.none(),
    st.builds(
        Metrics, cpu=_SHARES, accelerator=_SHARES, memory=_SHARES, accelerator_memory=_SHARES, silent_share=_SHARES
    ),
)


def _refused(before: Job, after: Job) -> list[str]:
    """Return what the platform would refuse about an endpoint after a swap, beyond what holds for every job."""
    old = find_instance(before.instance_type) if isinstance(before.instance_type, str) else None
    new = find_instance(after.instance_type) if isinstance(after.instance_type, str) else None
    moved = after.instance_type != before.instance_type
    least = after.managed_scaling[0] if isinstance(after.managed_scaling, tuple) else None
    scaled_to_zero = after.managed_scaling != before.managed_scaling and least == 0
    rules = {
        "serverless with what it does not take": after.mode == "serverless"
        and any(getattr(after, name) for name in ("vpc", "network_isolation", "data_capture", "inference_components")),
        "serverless outside 1 to 6 GB": after.mode == "serverless"
        and after.serverless_memory_mb not in range(1024, 6145, 1024),
        "serverless above 200 at once": after.mode == "serverless"
        and not 1 <= after.get("serverless_max_concurrency", 0) <= 200,
        "serverless with scaled instances": after.mode == "serverless"
        and bool(after.autoscaling or after.managed_scaling),
        "an accelerator's model on serverless": after.mode == "serverless" and old is not None and old.has_accelerator,
        "zero instances without components": scaled_to_zero and not after.inference_components,
        "an x86 image on ARM": moved and new is not None and new.is_arm and bool(after.image),
        "Elastic Inference": moved and new is not None and new.attachable,
    }
    return [words for words, broken in rules.items() if broken]


@settings(max_examples=examples(200))
@given(_ENDPOINTS, _TOLD, _METRICS)
def test_no_swap_that_can_be_applied_leaves_a_refused_combination(
    job: Job, told: dict[str, Any], metrics: Metrics | None
) -> None:
    measured = {} if metrics is None else {job.identity: metrics}
    context = Context(told={**_YES, **told}, metrics=measured, jobs=(job,))
    present = breaches(job)
    for practice in _PRACTICES:
        advice = practice.check(job, context) if practice.applies_to(job) else None
        if advice is None or advice.swap is None or not advice.can_apply:
            continue
        after = advice.swap.applied_to(job)
        assert set(breaches(after)) <= set(present), practice.id
        assert _refused(job, after) == [], practice.id
        assert why_illegal(job, advice.swap) == "", practice.id


@settings(max_examples=examples(80))
@given(_ENDPOINTS, _TOLD, _METRICS)
def test_no_saving_is_greater_than_all_that_the_endpoint_draws(
    job: Job, told: dict[str, Any], metrics: Metrics | None
) -> None:
    measured = {} if metrics is None else {job.identity: metrics}
    context = Context(told={**_YES, **told}, metrics=measured, jobs=(job,))
    whole = context.estimate(job).rate.energy
    for practice in _PRACTICES:
        advice = practice.check(job, context) if practice.applies_to(job) else None
        if advice is not None and advice.saving is not None and advice.saving.energy.is_known:
            assert -advice.saving.energy.central <= whole.central * (1 + 1e-9), practice.id


@settings(max_examples=examples(60))
@given(_ENDPOINTS)
def test_nothing_is_applied_to_an_endpoint_while_a_fact_is_missing(job: Job) -> None:
    for practice in _PRACTICES:
        advice = practice.check(job, Context()) if practice.applies_to(job) else None
        if advice is not None and advice.missing:
            assert not advice.can_apply, practice.id
