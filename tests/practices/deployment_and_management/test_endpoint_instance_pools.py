from __future__ import annotations

from jupyter_green.job import Job, Unknown
from jupyter_green.practices.endpoint_practice import ENDPOINT
from jupyter_green.readers.requests import RequestReader
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "endpoint-instance-pools"


def _pools(*names: str) -> Job:
    return ENDPOINT.with_changes(instance_type=None, instance_preferences=names)


def test_the_type_that_draws_less_comes_first_and_none_is_lost(ask: Ask) -> None:
    job = _pools("ml.p3.2xlarge", "ml.g5.2xlarge", "ml.g6.2xlarge")
    advice = ask(ID, job, same_instance_count=True)
    assert advice is not None and advice.can_apply and advice.swap is not None and advice.saving is not None
    after = advice.swap.applied_to(job)
    assert isinstance(after.instance_preferences, tuple)
    assert after.instance_preferences[0] != "ml.p3.2xlarge"
    assert sorted(after.instance_preferences) == ["ml.g5.2xlarge", "ml.g6.2xlarge", "ml.p3.2xlarge"]
    assert advice.saving.carbon.high < 0 and breaches(after) == []


def test_whether_as_many_instances_do_is_asked(ask: Ask) -> None:
    advice = ask(ID, _pools("ml.p3.2xlarge", "ml.g6.2xlarge"))
    assert advice is not None and not advice.can_apply
    assert ask(ID, _pools("ml.p3.2xlarge", "ml.g6.2xlarge"), same_instance_count=False) is None


def test_a_good_order_or_a_difference_in_doubt_is_left_alone(ask: Ask) -> None:
    assert ask(ID, _pools("ml.g6.2xlarge", "ml.p3.2xlarge")) is None
    assert ask(ID, _pools("ml.g5.2xlarge", "ml.g6.2xlarge")) is None
    assert ask(ID, _pools("ml.m6i.2xlarge", "ml.m7i.2xlarge")) is None


def test_a_type_without_accelerators_does_not_go_before_one_with_them(ask: Ask) -> None:
    assert ask(ID, _pools("ml.g5.2xlarge", "ml.m5.large")) is None


def test_one_pool_none_and_unknown_ones_are_left_alone(ask: Ask) -> None:
    assert ask(ID, _pools("ml.g5.2xlarge")) is None
    assert ask(ID, ENDPOINT) is None
    assert ask(ID, ENDPOINT.with_changes(instance_preferences=Unknown())) is None


def test_a_request_is_read_in_the_order_of_priority_and_not_of_the_list(ask: Ask) -> None:
    reader = RequestReader()
    for order, speaks in (((1, 2), True), ((2, 1), False)):
        pools = [
            {"InstanceType": kind, "Priority": priority}
            for kind, priority in zip(("ml.p3.2xlarge", "ml.g6.2xlarge"), order, strict=True)
        ]
        config = {"ProductionVariants": [{"VariantName": "all", "ModelName": "m", "InstancePools": pools}]}
        job = reader.endpoint_of_config("churn", config, "us-east-1")
        assert (ask(ID, job) is not None) is speaks
