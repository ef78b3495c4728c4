"""Over random jobs: a swap that can be applied never leaves what the platform refuses, and never does nothing."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_green.advisor import advise
from jupyter_green.catalog.instances import is_offered
from jupyter_green.catalog.prices import is_priced_in
from jupyter_green.job import Job, Unknown
from jupyter_green.practices import Context, all_practices
from jupyter_green.swaps.complete import complete
from jupyter_green.swaps.legality import illegal, why_illegal
from tests.support.sample import examples

_TYPES = ("ml.m5.xlarge", "ml.g5.2xlarge", "ml.p3.2xlarge", "ml.p4d.24xlarge", "ml.c7g.xlarge", "ml.inf1.xlarge")
_VALUES: dict[str, tuple[Any, ...]] = {
    "instance_type": _TYPES,
    "instance_count": (1, 2, 8),
    "region": ("us-east-1", "eu-west-1", "eu-north-1"),
    "api": ("sdk_v2", "sdk_v3", "api", None),
    "spot": (False, True),
    "max_runtime": (600, 7200, 86400, None),
    "max_wait": (None, 7200, 172800),
    "keep_alive": (None, 600),
    "checkpoint": (None, "s3://my-bucket/checkpoints"),
    "training_plan": (None, "arn:aws:sagemaker:us-east-1:111122223333:training-plan/p"),
    "instance_preferences": (None, ("ml.g5.2xlarge", "ml.g6.2xlarge")),
    "framework": ("pytorch", "huggingface", "tensorflow", "xgboost", "sklearn"),
    "framework_version": ("1.12.0", "1.13.1", "2.1.0", "4.28.1", None),
    "distribution": (None, "smddp", "smp", "torch_distributed"),
    "compiler": (False, True),
    "input_mode": ("File", "FastFile", None),
    "data_distribution": (None, "FullyReplicated", "ShardedByS3Key"),
    "inputs": (None, ("s3://my-bucket/train/",)),
    "volume_gb": (30, 500),
    "strategy": ("Bayesian", "Random", "Hyperband", "Grid"),
    "early_stopping": ("Off", "Auto"),
    "max_jobs": (2, 20, 200),
    "max_parallel_jobs": (1, 4, 20),
    "autotune": (False, True),
    "hyperparameters": (None, {"epochs": "30"}),
    "mode": ("real-time", "serverless", "async", "multi-model"),
    "serverless_memory_mb": (None, 2048),
    "inference_components": (False, True),
    "managed_scaling": (None, (1, 3)),
    "autoscaling": (None, (1, 4)),
    "vpc": (False, True),
    "data_capture": (False, True),
    "network_isolation": (False, True),
    "local": (False,),
}
#: The short name of every fact that some practice asks for.
_FACTS = sorted(
    {
        text.rpartition("(")[2].rstrip(")")
        for practice in all_practices()
        for advice in advise([practice.example], Context(), [practice]).advice
        for text in advice.missing
    }
)
_KINDS = ("training", "tuning", "processing", "transform", "endpoint")


@st.composite
def _jobs(draw: st.DrawFn) -> Job:
    given_fields = draw(st.lists(st.sampled_from(sorted(_VALUES)), max_size=12, unique=True))
    fields = {name: draw(st.sampled_from((*_VALUES[name], Unknown("not told")))) for name in given_fields}
    base = draw(st.sampled_from([p.example for p in all_practices() if p.example.kind in _KINDS]))
    return base.with_changes(**fields)


_TOLD = st.dictionaries(st.sampled_from(_FACTS), st.sampled_from((True, False, 1, 50)), max_size=len(_FACTS))


@settings(
    max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(job=_jobs(), told=_TOLD)
def test_what_can_be_applied_leaves_a_legal_job(job: Job, told: dict[str, Any]) -> None:
    if illegal(job):
        return  # what is refused already is for the user to mend
    answers = advise([job], Context(told=told, residency=("*",)))
    assert answers.failures == ()
    for advice in answers.advice:
        if not advice.can_apply or advice.swap is None:
            continue
        whole = complete(advice.swap, job)
        assert why_illegal(job, whole) == "", advice.practice
        assert whole.applied_to(job) != job, advice.practice


@settings(
    max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(job=_jobs(), told=_TOLD)
def test_a_suggested_type_is_taken_for_that_kind_of_job_and_offered_in_the_region(
    job: Job, told: dict[str, Any]
) -> None:
    for advice in advise([job], Context(told=told)).advice:
        changes = advice.swap.changes if advice.swap is not None else {}
        for name in (changes.get("instance_type"), *(changes.get("instance_preferences") or ())):
            if name is not None and name not in (job.instance_type, *job.get("instance_preferences", ())):
                assert is_offered(name, job.kind) is True, (advice.practice, name)
                assert not isinstance(job.region, str) or is_priced_in(name, job.region), (advice.practice, name)
