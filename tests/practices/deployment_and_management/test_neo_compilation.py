from __future__ import annotations

import pytest

from jupyter_green.job import Unknown
from jupyter_green.practices.endpoint_practice import ENDPOINT
from tests.practices.conftest import Ask

ID = "neo-compilation"
OLD = ENDPOINT.with_changes(instance_type="ml.c5.xlarge", framework="pytorch", framework_version="1.13.1")


def test_an_old_model_inside_the_matrix_can_be_compiled(ask: Ask) -> None:
    advice = ask(ID, OLD, neo_model_class=True)
    assert advice is not None and advice.missing == () and advice.swap is not None
    assert 'target_instance_family="ml_c5"' in advice.swap.code


def test_the_class_of_the_model_is_asked(ask: Ask) -> None:
    advice = ask(ID, OLD)
    assert advice is not None and "(neo_model_class)" in advice.missing[0]
    assert ask(ID, OLD, neo_model_class=False) is None


@pytest.mark.parametrize(
    ("framework", "version"), [("pytorch", "2.1.0"), ("tensorflow", "2.12"), ("xgboost", "1.7-1"), ("sklearn", "1.0")]
)
def test_what_the_matrix_does_not_hold_is_left_alone(ask: Ask, framework: str, version: str) -> None:
    assert ask(ID, OLD.with_changes(framework=framework, framework_version=version)) is None


def test_other_families_and_unknown_versions_are_left_alone(ask: Ask) -> None:
    assert ask(ID, OLD.with_changes(instance_type="ml.g5.xlarge")) is None
    assert ask(ID, OLD.with_changes(instance_type="ml.c6i.xlarge")) is None
    assert ask(ID, OLD.with_changes(framework_version=Unknown())) is None


def test_the_best_case_is_a_ceiling_of_time_and_not_of_energy(ask: Ask) -> None:
    advice = ask(ID, OLD)
    assert advice is not None
    assert [(effect.of, effect.is_ceiling) for effect in advice.effects] == [("runtime", True)]
