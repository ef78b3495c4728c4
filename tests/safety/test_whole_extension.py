"""The whole extension as users load it, among hostile objects: their cells run as if it were not there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from jupyter_green import extension
from tests.kernel.stand_ins import TRAINING_REQUEST, answered_client, sdk_class
from tests.safety import hostile

Estimator = sdk_class()
ATTRIBUTES = (
    "instance_type",
    "instance_count",
    "hyperparameters",
    "_hyperparameters",
    "max_run",
    "sagemaker_session",
    "instance_groups",
    "tags",
    "image_uri",
)
NAMES = sorted(hostile.all_of_them(Estimator))


@pytest.fixture
def loaded(shell: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setitem(sys.modules, "sagemaker", sys)
    shell.run_cell("%load_ext jupyter_green").raise_error()
    yield shell
    shell.run_cell("%unload_ext jupyter_green").raise_error()
    assert extension.current(shell) is None


def parts_that_are_off(shell: Any) -> list[str]:
    found = extension.current(shell)
    assert found is not None
    breakers = (found.api_watch.breaker, *found.cell_watch.breakers.values())
    return [breaker.reason or breaker.last_error for breaker in breakers if breaker.failures or not breaker.is_on]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_objects_in_the_namespace_and_in_an_estimator(
    loaded: Any, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    thing = hostile.all_of_them(Estimator)[name]
    est = Estimator()
    vars(est).update(dict.fromkeys(ATTRIBUTES, thing))
    capsys.readouterr()
    loaded.user_ns["make"] = lambda: (thing, est)
    loaded.run_cell("thing, est = make(); held = [thing, {'key': thing}, est]", store_history=True).raise_error()
    loaded.run_cell("after = 1", store_history=True).raise_error()
    assert loaded.user_ns["thing"] is thing
    assert parts_that_are_off(loaded) == []
    assert "Error in callback" not in capsys.readouterr().out


@pytest.mark.parametrize("name", NAMES)
def test_hostile_values_in_a_request(loaded: Any, name: str) -> None:
    import botocore.client

    thing = hostile.all_of_them(Estimator)[name]
    found = extension.current(loaded)
    assert found is not None
    original = botocore.client.BaseClient.__dict__["_make_api_call"].__wrapped__
    botocore.client.BaseClient._make_api_call = lambda self, operation, params: params
    found.api_watch.heal()
    try:
        request = {**TRAINING_REQUEST, "ResourceConfig": thing, "HyperParameters": {"a": thing}, "Tags": [thing]}
        assert answered_client()._make_api_call("CreateTrainingJob", request) is request
        assert found.session.worker.drain(30)
    finally:
        found.api_watch.uninstall()
        botocore.client.BaseClient._make_api_call = original
    assert parts_that_are_off(loaded) == []


def test_jobs_are_seen_in_the_cell_that_loads_the_extension(shell: Any) -> None:
    shell.user_ns.update(client=answered_client(), request=TRAINING_REQUEST)
    shell.run_cell("%load_ext jupyter_green\nclient.create_training_job(**request);", store_history=True).raise_error()
    found = extension.current(shell)
    assert found is not None
    assert found.session.worker.drain(30)
    assert [entry.job.name for entry in found.session.books.all()] == ["churn"]
    shell.run_cell("%unload_ext jupyter_green").raise_error()


def test_loading_and_unloading_again_and_again_leaves_nothing(shell: Any) -> None:
    import botocore.client

    method = botocore.client.BaseClient.__dict__["_make_api_call"]
    callbacks = {name: list(entries) for name, entries in shell.events.callbacks.items()}
    finders = list(sys.meta_path)
    for _ in range(3):
        for line in ("%load_ext jupyter_green", "%reload_ext jupyter_green", "%unload_ext jupyter_green"):
            shell.run_cell(line).raise_error()
    assert botocore.client.BaseClient.__dict__["_make_api_call"] is method
    assert {name: list(entries) for name, entries in shell.events.callbacks.items()} == callbacks
    assert sys.meta_path == finders
