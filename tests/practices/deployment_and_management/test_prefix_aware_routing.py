from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices.endpoint_practice import ENDPOINT, GPU_ENDPOINT
from tests.practices.conftest import Ask

ID = "prefix-aware-routing"
THREE = GPU_ENDPOINT.with_changes(instance_count=3, environment={"SM_VLLM_MODEL": "/opt/ml/model"})


def test_several_instances_with_shared_prompts_are_found(ask: Ask) -> None:
    advice = ask(ID, THREE, shared_prefix=True)
    assert advice is not None and advice.missing == () and advice.swap is not None
    assert "'PrefixLength'" in advice.swap.code and "'ConcurrencyThreshold'" in advice.swap.code
    assert advice.saving is None and not advice.can_apply


def test_room_to_scale_counts_as_several(ask: Ask) -> None:
    for changes in ({"autoscaling": (1, 4)}, {"managed_scaling": (1, 2)}, {"copies": 2}):
        assert ask(ID, THREE.with_changes(instance_count=1, **changes)) is not None


def test_whether_prompts_begin_alike_is_asked(ask: Ask) -> None:
    advice = ask(ID, THREE)
    assert advice is not None and "(shared_prefix)" in advice.missing[0]
    assert ask(ID, THREE, shared_prefix=False) is None


def test_aware_single_or_other_endpoints_are_left_alone(ask: Ask) -> None:
    assert ask(ID, THREE.with_changes(routing="PREFIX_AWARE")) is None
    assert ask(ID, THREE.with_changes(routing="KV_AWARE")) is None
    assert ask(ID, THREE.with_changes(routing=Unknown())) is None
    assert ask(ID, THREE.with_changes(instance_count=1)) is None
    assert ask(ID, ENDPOINT.with_changes(instance_count=3)) is None
    assert ask(ID, THREE.with_changes(routing="LEAST_OUTSTANDING_REQUESTS")) is not None


def test_sessions_that_stick_to_an_instance_find_their_cache_already(ask: Ask) -> None:
    settings = {"SM_VLLM_MODEL": "/opt/ml/model", "OPTION_ENABLE_STATEFUL_SESSIONS": "true"}
    assert ask(ID, THREE.with_changes(environment=settings)) is None
