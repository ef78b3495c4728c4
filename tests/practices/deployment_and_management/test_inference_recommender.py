from __future__ import annotations

from jupyter_green.job import Job, Unknown
from jupyter_green.practices import Context, Metrics
from jupyter_green.practices.endpoint_practice import ENDPOINT, GPU_ENDPOINT
from tests.practices.conftest import Ask

ID = "inference-recommender"
LARGE = ENDPOINT.with_changes(instance_type="ml.m5.12xlarge")


def test_a_large_type_that_nobody_measured_is_found(ask: Ask) -> None:
    unsure, sure = ask(ID, LARGE), ask(ID, LARGE, load_tested=False)
    assert unsure is not None and "(load_tested)" in unsure.missing[0]
    assert sure is not None and sure.missing == () and sure.swap is not None and "right_size(" in sure.swap.code


def test_language_models_get_the_newer_job(ask: Ask) -> None:
    advice = ask(ID, GPU_ENDPOINT.with_changes(environment={"HF_MODEL_ID": "a"}))
    assert advice is not None and advice.swap is not None and "create_ai_recommendation_job" in advice.swap.code


def test_small_measured_and_short_lived_endpoints_are_left_alone(ask: Ask) -> None:
    assert ask(ID, ENDPOINT) is None
    assert ask(ID, LARGE, load_tested=True) is None
    assert ask(ID, LARGE.with_changes(deleted_later=True)) is None
    assert ask(ID, LARGE, Context(metrics={LARGE.identity: Metrics(cpu=0.6)})) is None
    assert ask(ID, LARGE, Context(jobs=(Job(kind="inference-recommender"),))) is None
    assert ask(ID, LARGE.with_changes(instance_type=Unknown())) is None
