"""What holds for all training practices at once: examples, legality, determinism and time."""

from __future__ import annotations

import inspect
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_green.job import Job, Unknown
from jupyter_green.practices import Context, Metrics, Practice, all_practices
from jupyter_green.practices.examples import TRAINING, TUNING
from jupyter_green.swaps.complete import complete
from jupyter_green.swaps.legality import why_illegal
from tests.practices.legality import breaches
from tests.support.sample import examples

PRACTICES = [practice for practice in all_practices() if practice.phase == "training and tuning"]
IDS = [practice.id for practice in PRACTICES]

TYPES = (
    "ml.g5.2xlarge",
    "ml.g5.12xlarge",
    "ml.p3.2xlarge",
    "ml.p3.16xlarge",
    "ml.p4d.24xlarge",
    "ml.p5.48xlarge",
    "ml.m4.xlarge",
    "ml.m5.xlarge",
    "ml.trn1.2xlarge",
)
MAYBE: dict[str, st.SearchStrategy[Any]] = {
    "region": st.sampled_from(("us-east-1", "eu-north-1", "me-central-1", None)),
    "api": st.sampled_from(("sdk_v2", "sdk_v3", "api")),
    "instance_type": st.sampled_from((*TYPES, Unknown())),
    "instance_count": st.integers(1, 8),
    "framework": st.sampled_from(
        ("pytorch", "tensorflow", "huggingface", "xgboost", "sklearn", "image-classification")
    ),
    "framework_version": st.sampled_from(("1.13.1", "2.1.0", "2.11.0", "4.17.0", None, Unknown())),
    "base_framework": st.sampled_from(("pytorch 1.10.2", "pytorch 2.0.0", "tensorflow 2.6.3", None)),
    "distribution": st.sampled_from((None, "smddp", "smp", "torch_distributed")),
    "compiler": st.booleans(),
    "spot": st.booleans(),
    "max_runtime": st.sampled_from((900, 7200, 86400, 864000, None)),
    "max_wait": st.sampled_from((None, 3600, 7200, 172800)),
    "keep_alive": st.sampled_from((None, 600, 3600)),
    "training_plan": st.sampled_from((None, None, "plan")),
    "checkpoint": st.sampled_from((None, "s3://bucket/checkpoints")),
    "output": st.sampled_from((None, "s3://bucket/models")),
    "instance_preferences": st.sampled_from((None, None, ("ml.p3.2xlarge", "ml.g6.2xlarge"))),
    "strategy": st.sampled_from(("Bayesian", "Random", "Grid", "Hyperband")),
    "early_stopping": st.sampled_from(("Off", "Auto")),
    "max_jobs": st.integers(1, 200),
    "max_parallel_jobs": st.integers(1, 30),
    "completion_criteria": st.sampled_from((None, True)),
    "autotune": st.booleans(),
    "warm_start": st.sampled_from((None, True)),
    "hyperparameters": st.sampled_from(
        (None, {"epochs": 100}, {"model_name": "bert-base-cased"}, {"num_round": "900"})
    ),
    "debugger_hook": st.sampled_from((None, True, False)),
    "cache": st.sampled_from((None, False)),
    "part_of": st.sampled_from((None, "pipeline")),
}
YES = (
    "metric_per_epoch",
    "can_wait",
    "autotune_may_change_settings",
    "static_shapes",
    "accepts_unpatched_images",
    "writes_checkpoints",
    "uses_smddp_backend",
    "jobs_follow_at_once",
    "image_supports_newer_gpu",
    "accepts_quality_loss",
    "task_has_pretrained_model",
    "validation_channel",
    "script_takes_trainer_arguments",
)
NO = (
    "needs_every_combination",
    "script_uses_all_gpus",
    "uses_mixed_precision",
    "inputs_change_behind_uri",
    "model_fits_one_gpu",
)
TOLD = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}
KNOWING = Context(told=TOLD, hours=1.0, metrics={"training:churn": Metrics(accelerator=0.1, cpu=0.3)})


@st.composite
def jobs(draw: st.DrawFn) -> Job:
    base = draw(st.sampled_from((TRAINING, TUNING, TRAINING.with_changes(kind="processing"))))
    changes = {name: draw(values) for name, values in MAYBE.items()}
    if changes["instance_preferences"]:
        changes["instance_type"] = None
    return base.with_changes(**changes)


@pytest.mark.parametrize("practice", PRACTICES, ids=IDS)
def test_each_speaks_on_its_own_example_and_stays_legal(practice: Practice) -> None:
    advice = practice.check(practice.example, practice.example_context)
    assert practice.applies_to(practice.example) and advice is not None
    assert advice.message and advice.evidence and all(text.endswith(")") for text in advice.missing)
    if advice.swap is not None:
        assert breaches(advice.swap.applied_to(practice.example)) == []


@pytest.mark.parametrize("practice", PRACTICES, ids=IDS)
def test_each_has_a_page_with_every_section_in_order(practice: Practice) -> None:
    page = inspect.cleandoc(type(practice).__doc__ or "")  # Python 3.13 compiles docstrings without their indent
    sections = "What it finds,Why it matters,Evidence,When it does not apply,The swap,Signals not checked,References"
    places = [page.find(f"\n{section}\n") for section in sections.split(",")]
    assert -1 not in places and places == sorted(places)
    assert "https://" in page[places[-1] :]


@given(jobs(), st.sampled_from(PRACTICES), st.sampled_from((Context(), KNOWING)))
@settings(max_examples=examples(600))
def test_no_swap_breaks_a_rule_that_the_job_kept(job: Job, practice: Practice, context: Context) -> None:
    advice = practice.check(job, context) if practice.applies_to(job) else None
    if advice is not None and advice.swap is not None:
        assert set(breaches(advice.swap.applied_to(job))) <= set(breaches(job))
        assert why_illegal(job, complete(advice.swap, job)) == ""


@given(jobs())
@settings(max_examples=examples(150))
def test_swaps_made_one_after_the_other_leave_no_new_breach(job: Job) -> None:
    before = set(breaches(job))
    for practice in PRACTICES:
        advice = practice.check(job, KNOWING) if practice.applies_to(job) else None
        if advice is not None and advice.can_apply and advice.swap is not None:
            job = advice.swap.applied_to(job)
    assert set(breaches(job)) <= before


@given(jobs())
@settings(max_examples=examples(100))
def test_the_same_job_gets_the_same_answer(job: Job) -> None:
    def answers() -> list[Any]:
        asked = [practice.check(job, KNOWING) for practice in PRACTICES if practice.applies_to(job)]
        return [(one.message, one.missing, one.swap and dict(one.swap.changes)) for one in asked if one is not None]

    assert answers() == answers()


def test_asking_all_of_them_takes_no_time_to_speak_of() -> None:
    quiet = TRAINING.with_changes(debugger_hook=False, spot=True, max_wait=9000, checkpoint="s3://b/c", compiler=True)

    def once() -> float:
        start = time.thread_time()
        for practice in PRACTICES:
            if practice.applies_to(quiet):
                practice.check(quiet, Context())
        return time.thread_time() - start

    once()
    assert min(once() for _ in range(20)) < 0.002
