from __future__ import annotations

import gc
import sys
import time
from typing import Any

import pytest

from jupyter_green.kernel.scan import NamespaceScan, signature
from tests.kernel.stand_ins import is_sdk, sdk_class

Estimator = sdk_class()
Compute = sdk_class("Compute", "sagemaker.train.configs")
Session = sdk_class("Session", "sagemaker.session")


@pytest.fixture(autouse=True)
def an_sdk_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "botocore", sys)


def made(cls: type = Estimator, **held: Any) -> Any:
    thing = cls()
    vars(thing).update(held)
    return thing


def paths(scan: NamespaceScan, user_ns: dict[str, Any], source: str = "") -> list[str]:
    return [found.path for found in scan.changed(user_ns, source)]


def test_an_object_is_news_once_until_it_changes() -> None:
    scan, est = NamespaceScan(is_sdk), made(instance_type="ml.m5.large")
    user_ns = {"est": est}
    assert paths(scan, user_ns) == ["est"]
    assert paths(scan, user_ns) == []
    est.instance_type = "ml.m5.xlarge"
    assert paths(scan, user_ns) == ["est"]
    assert paths(scan, user_ns) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda est: est.hyperparameters.update(epochs=2),
        lambda est: setattr(est.compute, "instance_type", "ml.g5.xlarge"),
        lambda est: est.groups[0].__dict__.update(instance_count=4),
        lambda est: setattr(est, "job", object()),
        lambda est: est.__dict__.pop("hyperparameters"),
    ],
)
def test_a_change_inside_is_news_too(change: Any) -> None:
    est = made(
        hyperparameters={"epochs": 1}, compute=made(Compute, instance_type="a"), groups=[made(Compute)], job=None
    )
    scan = NamespaceScan(is_sdk)
    assert paths(scan, {"est": est}) == ["est"]
    change(est)
    assert paths(scan, {"est": est}) == ["est"]


def test_what_the_session_does_is_no_news() -> None:
    session = made(Session, calls=1)
    scan, est = NamespaceScan(is_sdk), made(sagemaker_session=session)
    paths(scan, {"est": est})
    session.calls = 2
    assert paths(scan, {"est": est}) == []


def test_another_name_for_a_known_object_is_no_news() -> None:
    scan, est = NamespaceScan(is_sdk), made()
    paths(scan, {"est": est})
    assert paths(scan, {"est": est, "also": est}) == []


def test_a_new_object_at_the_address_of_a_dead_one_is_news() -> None:
    scan = NamespaceScan(is_sdk)
    for _ in range(20):
        user_ns = {"est": made(instance_type="same")}
        assert paths(scan, user_ns, "est = …") == ["est"]
        del user_ns
        gc.collect(0)  # the youngest, where they are: collecting all of a long test run takes half a second


def test_objects_that_die_are_forgotten() -> None:
    scan = NamespaceScan(is_sdk)
    paths(scan, {"jobs": [made() for _ in range(50)]})
    gc.collect()
    assert scan._signatures == {}


def test_nothing_keeps_the_users_objects_alive() -> None:
    import weakref

    scan, est = NamespaceScan(is_sdk), made()
    reference = weakref.ref(est)
    found = scan.changed({"jobs": [est]})
    for entry in found:
        entry.release()
    del est
    gc.collect()
    assert reference() is None


def crowd() -> dict[str, Any]:
    return {f"rows{i}": list(range(100)) for i in range(200)}


def test_in_a_crowd_a_list_that_grows_is_searched_at_once() -> None:
    scan, user_ns = NamespaceScan(is_sdk, budget=500), crowd()
    user_ns["jobs"] = []
    paths(scan, user_ns)
    user_ns["jobs"].append(made())
    assert paths(scan, user_ns) == ["jobs[0]"]


def test_in_a_crowd_a_name_that_the_cell_mentions_is_searched_at_once() -> None:
    scan, user_ns = NamespaceScan(is_sdk, budget=500), crowd()
    user_ns["jobs"] = [None]
    paths(scan, user_ns)
    user_ns["jobs"][0] = made()
    assert paths(scan, user_ns, "jobs[0] = Estimator()") == ["jobs[0]"]


def test_in_a_crowd_a_change_behind_an_alias_is_found_a_few_cells_later() -> None:
    scan, user_ns = NamespaceScan(is_sdk, budget=2000), crowd()
    user_ns["jobs"] = alias = [None]
    paths(scan, user_ns)
    alias[0] = made()
    seen = [paths(scan, user_ns, "work()") for _ in range(25)]
    assert seen.count(["jobs[0]"]) == 1


def test_the_first_scan_of_a_crowd_stays_within_the_budget() -> None:
    scan = NamespaceScan(is_sdk)
    user_ns: dict[str, Any] = {f"rows{i}": list(range(200)) for i in range(10_000)}
    user_ns["est"] = made()
    started = time.thread_time()
    assert paths(scan, user_ns) == ["est"], "what has a name of its own comes first"
    assert time.thread_time() - started < 0.1


def test_a_result_that_was_bound_to_no_name_is_found() -> None:
    scan = NamespaceScan(is_sdk)
    result = [made()]
    assert [found.path for found in scan.changed_in("Out[3]", result)] == ["Out[3][0]"]
    assert scan.changed_in("Out[4]", result) == []
    assert scan.changed_in("Out[5]", 3) == []


def test_a_signature_of_a_huge_or_endless_object_is_bounded() -> None:
    est = made(rows=list(range(1_000_000)), keys=dict.fromkeys(range(100_000)))
    est.itself = [est, {"est": est}]

    def count(value: Any) -> int:
        return 1 + sum(map(count, value)) if isinstance(value, tuple) else 1

    assert count(signature(est)) < 5000
