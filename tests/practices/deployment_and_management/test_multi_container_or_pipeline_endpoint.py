from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.practices import Context
from jupyter_green.practices.endpoint_practice import ENDPOINT, GPU_ENDPOINT
from tests.practices.conftest import Ask

ID = "multi-container-or-pipeline-endpoint"
OTHER = ENDPOINT.with_changes(framework="xgboost", name="score", identity="endpoint:score")


def _beside(*jobs: Job, **told: object) -> Context:
    return Context(jobs=jobs, told=told)


def test_two_small_containers_fit_one_endpoint(ask: Ask) -> None:
    advice = ask(ID, OTHER, _beside(ENDPOINT, OTHER, containers_fit_together=True))
    assert advice is not None and advice.missing == () and advice.saving is not None


def test_whether_they_fit_is_asked(ask: Ask) -> None:
    advice = ask(ID, OTHER, _beside(ENDPOINT, OTHER))
    assert advice is not None and "(containers_fit_together)" in advice.missing[0]
    assert ask(ID, OTHER, _beside(ENDPOINT, OTHER, containers_fit_together=False)) is None


def test_the_same_container_a_gpu_or_a_single_endpoint_is_left_alone(ask: Ask) -> None:
    assert ask(ID, OTHER, _beside(OTHER.with_changes(name="b"), OTHER)) is None
    assert ask(ID, OTHER, _beside(GPU_ENDPOINT, OTHER)) is None
    assert ask(ID, OTHER, _beside(OTHER)) is None
    assert ask(ID, OTHER, _beside(ENDPOINT.with_changes(mode="serverless"), OTHER)) is None


def test_more_than_fifteen_containers_are_too_many(ask: Ask) -> None:
    many = tuple(ENDPOINT.with_changes(name=str(n), identity=str(n)) for n in range(15))
    assert ask(ID, OTHER, _beside(*many[:14], OTHER)) is not None
    assert ask(ID, OTHER, _beside(*many, OTHER)) is None
