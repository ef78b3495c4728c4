"""What practices ask of endpoints."""

from __future__ import annotations

import pytest

from jupyter_green.job import Unknown
from jupyter_green.practices import Context
from jupyter_green.practices.endpoint_practice import ENDPOINT, GPU_ENDPOINT
from jupyter_green.practices.hosting import is_real_time, is_suggestable, only_type, peers_of, serves_language_model


@pytest.mark.parametrize(
    "changes",
    [
        {"framework": "djl"},
        {"image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-tgi-inference:2.4-tgi3"},
        {"model_id": "meta-textgeneration-llama-3-8b"},
        {"environment": {"HF_MODEL_ID": "a/b"}},
    ],
)
def test_a_language_model_shows_in_image_model_or_settings(changes: dict[str, object]) -> None:
    assert serves_language_model(GPU_ENDPOINT.with_changes(**changes))
    assert not serves_language_model(GPU_ENDPOINT)
    assert not serves_language_model(GPU_ENDPOINT.with_changes(environment=Unknown(), image=Unknown()))


@pytest.mark.parametrize("task", ["question-answering", "text-classification", "feature-extraction"])
def test_a_hub_model_with_another_task_is_no_language_model(task: str) -> None:
    settings = {"HF_MODEL_ID": "distilbert/distilbert-base-uncased", "HF_TASK": task}
    assert not serves_language_model(GPU_ENDPOINT.with_changes(environment=settings))
    assert serves_language_model(GPU_ENDPOINT.with_changes(environment={**settings, "HF_TASK": "text-generation"}))


def test_an_unknown_way_of_answering_is_not_taken_for_real_time() -> None:
    assert is_real_time(ENDPOINT) and is_real_time(ENDPOINT.with_changes(mode=None))
    assert not is_real_time(ENDPOINT.with_changes(mode=Unknown()))
    assert not is_real_time(ENDPOINT.with_changes(local=True))


def test_a_type_is_suggested_only_where_it_hosts_and_is_priced() -> None:
    assert is_suggestable("ml.c7g.xlarge", ENDPOINT)
    assert not is_suggestable("ml.c7g.xlarge", ENDPOINT.with_changes(kind="transform"))
    assert not is_suggestable("ml.p3dn.24xlarge", ENDPOINT)
    assert not is_suggestable("ml.c7g.xlarge", ENDPOINT.with_changes(region="nowhere-1"))
    assert is_suggestable("ml.c7g.xlarge", ENDPOINT.with_changes(region=Unknown()))


def test_several_variants_or_pools_have_no_one_type() -> None:
    assert only_type(ENDPOINT) is not None
    assert only_type(ENDPOINT.with_changes(instance_preferences=("ml.m5.large", "ml.m6i.large"))) is None
    assert only_type(ENDPOINT.with_changes(instance_type=Unknown())) is None


def test_peers_share_region_and_network() -> None:
    near, far = ENDPOINT.with_changes(name="b"), ENDPOINT.with_changes(name="c", region="eu-west-1")
    assert peers_of(ENDPOINT, Context(jobs=(ENDPOINT, near, far))) == (ENDPOINT, near)
    assert peers_of(ENDPOINT, Context(jobs=(near, far))) == ()


def test_an_endpoint_that_is_deleted_before_the_other_is_made_is_no_peer() -> None:
    first = ENDPOINT.with_changes(name="a", cell=3, deleted_in_cell=5)
    after, beside = ENDPOINT.with_changes(name="b", cell=5), ENDPOINT.with_changes(name="c", cell=4)
    everything = Context(jobs=(first, beside, after))
    assert peers_of(first, everything) == (first, beside)
    assert peers_of(after, everything) == (beside, after)
    assert peers_of(beside, everything) == (first, beside, after)
