from __future__ import annotations

import pytest

from jupyter_green.job import Job, Unknown
from jupyter_green.practices.endpoint_practice import ENDPOINT
from tests.practices.conftest import Ask

ID = "automate-deployment"


@pytest.mark.parametrize("name", ["churn-staging", "dev-ranker", "qa_scores", "model-test-2", "Demo"])
def test_a_test_environment_that_stays_up_is_found(ask: Ask, name: str) -> None:
    advice = ask(ID, ENDPOINT.with_changes(name=name), silent_share=0.95)
    assert advice is not None and advice.saving is not None and advice.swap is not None
    assert repr(name) in advice.swap.code


@pytest.mark.parametrize("name", ["churn", "latest-scores", "contest", "device-fleet", "production"])
def test_names_that_only_look_alike_are_left_alone(ask: Ask, name: str) -> None:
    assert ask(ID, ENDPOINT.with_changes(name=name)) is None


def test_the_silence_is_asked_for(ask: Ask) -> None:
    advice = ask(ID, ENDPOINT.with_changes(name="churn-staging"))
    assert advice is not None and "(silent_share)" in advice.missing[0] and advice.saving is None


def test_a_shadow_needs_an_end(ask: Ask) -> None:
    assert ask(ID, ENDPOINT.with_changes(shadow=True)) is not None
    assert ask(ID, Job(kind="inference-experiment")) is not None


@pytest.mark.parametrize("end", ["2026-12-01T00:00:00", Unknown("made at run time")], ids=str)
def test_a_shadow_test_with_an_end_date_is_left_alone(ask: Ask, end: str | Unknown) -> None:
    assert ask(ID, Job(kind="inference-experiment", schedule=end)) is None


def test_deleted_and_serverless_environments_are_left_alone(ask: Ask) -> None:
    staging = ENDPOINT.with_changes(name="churn-staging")
    assert ask(ID, staging.with_changes(deleted_later=True)) is None
    assert ask(ID, staging.with_changes(mode="serverless")) is None
    assert ask(ID, staging.with_changes(name=Unknown())) is None
