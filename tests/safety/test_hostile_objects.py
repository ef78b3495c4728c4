"""Whatever the user holds, its code is not run by us, and no cell notices that we are there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.stand_ins import TRAINING_REQUEST, answered_client, sdk_class
from tests.safety import hostile
from tests.safety.watched import Watched

Estimator = sdk_class()
NAMES = sorted(hostile.all_of_them(Estimator))


@pytest.fixture
def quiet(capsys: pytest.CaptureFixture[str]) -> Any:
    """Nothing is printed under a cell: no traceback of a callback, no warning."""
    yield
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == ""


@pytest.mark.parametrize("name", NAMES)
def test_a_cell_that_makes_a_hostile_object_runs_as_if_alone(watched: Watched, quiet: Any, name: str) -> None:
    thing = hostile.all_of_them(Estimator)[name]
    watched.shell.user_ns["make"] = lambda: thing
    watched.run("thing = make()\nheld = [thing, (thing,), {'key': thing}]\nest = None")
    watched.run("after = 1")
    assert watched.shell.user_ns["thing"] is thing
    assert watched.shell.user_ns["after"] == 1
    assert watched.tripped == []


def test_all_hostile_objects_at_once_hide_no_estimator(watched: Watched, quiet: Any) -> None:
    est = Estimator()
    vars(est).update(hostile.all_of_them(Estimator), instance_type="ml.m5.large")
    namespace = hostile.all_of_them(Estimator)
    namespace["slotted"] = hostile.Slotted(est)
    namespace["holder"] = hostile.hidden_dict(inside=[Estimator()])
    watched.shell.user_ns["everything"] = lambda: namespace
    watched.run("globals().update(everything())")
    assert sorted(watched.found) == ["holder.inside[0]", "slotted.inside"]
    read = dict(zip(watched.found, watched.read, strict=True))["slotted.inside"]
    assert {"instance_type", "proxy", "of_hostile_meta"} <= set(read)
    assert watched.tripped == []


def test_an_estimator_whose_class_is_hostile_is_still_read(watched: Watched, quiet: Any) -> None:
    members = {name: hostile.punish(name) for name in (*hostile.METHODS, "__getattribute__", "hyperparameters")}
    est = object.__new__(type("Touchy", (Estimator,), {"__module__": "__main__", **members}))
    object.__getattribute__(est, "__dict__").update(instance_type="ml.m5.large", values=[hostile.Hostile()])
    watched.shell.user_ns["make"] = lambda: est
    watched.run("est = make()")
    watched.run("unrelated = 1")
    assert watched.found == ["est"]
    assert watched.read[0]["instance_type"] == "ml.m5.large"


def test_a_mock_of_an_estimator_is_none_and_is_not_called(watched: Watched, quiet: Any) -> None:
    watched.shell.user_ns.update(Estimator=Estimator)
    watched.run("from unittest.mock import MagicMock\nmock = MagicMock(spec=Estimator)")
    mock = watched.shell.user_ns["mock"]
    assert watched.found == []
    assert mock.mock_calls == []
    assert mock.method_calls == []


@pytest.mark.parametrize("name", NAMES)
def test_a_result_that_is_hostile_is_left_alone(watched: Watched, name: str) -> None:
    thing = hostile.all_of_them(Estimator)[name]
    watched.shell.user_ns["make"] = lambda: thing
    watched.shell.displayhook.quiet = lambda: True
    # Showing the value would run its code before we are asked: only our part of it is on trial here.
    watched.cells.after_cell(_Result(thing))
    assert watched.tripped == []
    assert watched.cells.breakers["scan"].failures == 0


class _Result:
    class info:
        raw_cell = "make()"
        cell_id = None

    execution_count = 1
    error_before_exec = error_in_exec = None

    def __init__(self, result: object) -> None:
        self.result = result


@pytest.mark.parametrize("name", NAMES)
def test_a_request_and_an_answer_that_are_hostile_pass_untouched(watched: Watched, name: str) -> None:
    import botocore.client

    thing = hostile.all_of_them(Estimator)[name]
    received: list[Any] = []

    def answer(self: Any, operation_name: str, api_params: Any) -> Any:
        received.append(api_params)
        return {"answer": thing}

    client = answered_client()
    watched.stop()
    original = botocore.client.BaseClient.__dict__["_make_api_call"]
    botocore.client.BaseClient._make_api_call = answer
    try:
        watched = Watched(watched.shell)
        watched.start()
        for params in (thing, {"key": thing, "list": [thing]}):
            assert client._make_api_call("CreateTrainingJob", params)["answer"] is thing
            assert received[-1] is params
        assert [call.outcome for call in watched.settle()] == ["started", "returned"] * 2
        watched.stop()
    finally:
        botocore.client.BaseClient._make_api_call = original
    assert watched.tripped == []


def test_an_exception_that_cannot_be_shown_reaches_the_user_as_it_is(watched: Watched) -> None:
    class Unspeakable(Exception):
        __repr__ = __str__ = hostile.punish("repr")
        __getattribute__ = hostile.punish("getattribute")

    raised = Unspeakable()

    def answer(**_: Any) -> Any:
        raise raised

    client = answered_client(answer=answer)
    caught: list[BaseException] = []
    try:
        client.create_training_job(**TRAINING_REQUEST)
    except Unspeakable as error:
        caught.append(error)
    assert caught[0] is raised
    assert watched.settle()[-1].error == "Unspeakable"


def test_a_client_that_is_hostile_works_as_ever(watched: Watched) -> None:
    import botocore.client

    class Touchy(botocore.client.BaseClient):  # type: ignore[misc]
        def __init__(self) -> None:
            self.answer = "answer"

        def __getattribute__(self, name: str) -> Any:
            if name == "_service_model":
                raise hostile.LookedAt(name)
            return object.__getattribute__(self, name)

    client = Touchy()
    original = botocore.client.BaseClient.__dict__["_make_api_call"].__wrapped__
    botocore.client.BaseClient._make_api_call = lambda self, *args: self.answer
    try:
        watched.api.heal()
        assert [client._make_api_call("CreateTrainingJob", {}) for _ in range(10)] == ["answer"] * 10
    finally:
        watched.api.uninstall()
        botocore.client.BaseClient._make_api_call = original
    assert len(watched.tripped) == 1, "said once, then silent"


def test_a_namespace_of_ten_thousand_hostile_objects_is_walked_in_time(watched: Watched) -> None:
    watched.shell.user_ns.update({f"thing{i}": hostile.Hostile() for i in range(10_000)})
    for _ in range(5):
        watched.run("x = 1")
    assert watched.tripped == []
