from __future__ import annotations

import gc
import sys
import time
import weakref
from typing import Any

import pytest

from jupyter_green.kernel.namespace import Found, find_objects
from tests.kernel.stand_ins import is_sdk, sdk_class

Estimator = sdk_class()


@pytest.fixture(autouse=True)
def an_sdk_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "botocore", sys)


def paths(user_ns: dict[str, Any], **options: Any) -> list[str]:
    return [found.path for found in find_objects(user_ns, is_sdk, **options)]


def in_main(**held: Any) -> Any:
    thing = type("Experiment", (), {"__module__": "__main__"})()
    vars(thing).update(held)
    return thing


def test_objects_are_found_by_name_in_containers_and_in_the_notebooks_own_classes() -> None:
    user_ns = {
        "est": Estimator(),
        "jobs": [1, Estimator()],
        "by_name": {"a": (Estimator(),), 3: Estimator()},
        "experiment": in_main(model=in_main(estimator=Estimator())),
    }
    assert paths(user_ns) == [
        "est",
        "jobs[1]",
        "by_name[3]",
        "by_name['a'][0]",
        "experiment.model.estimator",
    ]


def test_a_subclass_defined_in_the_notebook_is_found_as_what_it_is() -> None:
    mine = type("Mine", (Estimator,), {"__module__": "__main__"})
    assert paths({"mine": mine()}) == ["mine"]


def test_the_class_itself_is_no_object() -> None:
    assert paths({"Estimator": Estimator}) == []


def test_an_object_is_reported_once_under_its_own_name() -> None:
    est = Estimator()
    assert paths({"jobs": [est, est], "est": est}) == ["est"]


def test_names_of_the_shell_and_private_names_are_skipped() -> None:
    est = Estimator()
    user_ns = {"_": est, "_3": Estimator(), "In": [est], "Out": {3: est}, "hidden": est, 7: est}
    assert paths(user_ns, hidden={"hidden": est}) == []
    assert paths({"hidden": est}, hidden={"hidden": 1}) == ["hidden"], (
        "a hidden name that the user bound anew is theirs"
    )


def test_the_walk_goes_three_levels_deep_and_two_hundred_wide() -> None:
    assert paths({"deep": [[[Estimator()]]]}) == ["deep[0][0][0]"]
    assert paths({"deeper": [[[[Estimator()]]]]}) == []
    assert paths({"wide": [0] * 199 + [Estimator()]}) == ["wide[199]"]
    assert paths({"wider": [0] * 200 + [Estimator()]}) == []


def test_objects_of_other_peoples_classes_are_not_entered() -> None:
    other = type("Other", (), {"__module__": "somewhere"})()
    other.estimator = Estimator()
    assert paths({"other": other}) == []


def test_nothing_is_looked_at_when_no_sdk_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "botocore")
    monkeypatch.delitem(sys.modules, "sagemaker", raising=False)

    def never(cls: type) -> bool:
        raise AssertionError(cls)

    assert find_objects({"est": Estimator()}, never) == []


def test_each_class_is_judged_once_and_a_judge_that_raises_says_no() -> None:
    judged: list[type] = []

    def judge(cls: type) -> bool:
        judged.append(cls)
        raise RuntimeError

    assert find_objects({f"e{i}": Estimator() for i in range(10)}, judge) == []
    assert judged == [Estimator]


def test_huge_containers_cost_nothing() -> None:
    user_ns = {"rows": list(range(5_000_000)), "keys": dict.fromkeys(range(1_000_000))}
    times = []
    for _ in range(3):  # the first may import, and a busy machine may stretch one
        started = time.thread_time()
        assert paths(user_ns) == []
        times.append(time.thread_time() - started)
    assert min(times) < 0.05


def test_many_containers_stay_within_the_budget() -> None:
    user_ns = {f"l{i}": list(range(200)) for i in range(10_000)}
    started = time.thread_time()
    assert paths(user_ns) == []
    assert time.thread_time() - started < 0.5


def test_a_found_object_is_held_weakly_after_its_release() -> None:
    est = Estimator()
    entry = Found(est, "est", "est")
    assert entry.value is est
    entry.release()
    assert entry.value is est
    reference = weakref.ref(est)
    del est
    gc.collect()
    assert reference() is None
    assert entry.value is None


def test_a_found_object_without_weak_references_is_let_go() -> None:
    entry = Found((1, 2), "pair", "pair")
    entry.release()
    assert entry.value is None
