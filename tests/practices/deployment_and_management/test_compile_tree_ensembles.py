from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices.endpoint_practice import ENDPOINT
from tests.practices.conftest import Ask

ID = "compile-tree-ensembles"
TREES = ENDPOINT.with_changes(framework="xgboost", entry_point="inference.py", instance_count=3)


def test_a_busy_endpoint_of_trees_with_a_script_is_found(ask: Ask) -> None:
    advice = ask(ID, TREES, calls_per_hour=100_000)
    assert advice is not None and "100,000 calls" in advice.message


def test_unknown_traffic_is_asked_for_only_where_several_instances_hint_at_it(ask: Ask) -> None:
    advice = ask(ID, TREES)
    assert advice is not None and "(calls_per_hour)" in advice.missing[0]
    assert ask(ID, TREES.with_changes(instance_count=1)) is None


def test_few_calls_built_in_containers_and_other_models_are_left_alone(ask: Ask) -> None:
    assert ask(ID, TREES, calls_per_hour=100) is None
    assert ask(ID, TREES.with_changes(entry_point=None), calls_per_hour=100_000) is None
    assert ask(ID, TREES.with_changes(framework="pytorch"), calls_per_hour=100_000) is None
    assert ask(ID, TREES.with_changes(framework=Unknown()), calls_per_hour=100_000) is None
