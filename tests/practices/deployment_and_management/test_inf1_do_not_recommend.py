from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices import all_practices
from jupyter_green.practices.endpoint_practice import ENDPOINT
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "inf1-do-not-recommend"
OLD = ENDPOINT.with_changes(instance_type="ml.inf1.6xlarge", framework="pytorch")


def test_an_old_endpoint_is_kept_but_told_and_asked(ask: Ask) -> None:
    advice = ask(ID, OLD)
    assert advice is not None and not advice.fault and not advice.can_apply
    assert "neuron_supported" in advice.missing[0]


def test_with_a_supported_model_the_way_is_a_legal_type(ask: Ask) -> None:
    advice = ask(ID, OLD, neuron_supported=True)
    assert advice is not None and advice.swap is not None and advice.swap.fix == "show only"
    assert advice.missing == () and not advice.can_apply
    assert advice.swap.changes == {"instance_type": "ml.inf2.8xlarge"}
    assert breaches(advice.swap.applied_to(OLD)) == []


def test_with_an_unsupported_model_no_type_is_named(ask: Ask) -> None:
    advice = ask(ID, OLD, neuron_supported=False)
    assert advice is not None and advice.swap is None


def test_figures_of_the_first_generation_are_not_carried_over(ask: Ask) -> None:
    advice = ask(ID, OLD)
    assert advice is not None and advice.effects == ()


def test_other_types_are_left_alone(ask: Ask) -> None:
    assert ask(ID, ENDPOINT) is None
    assert ask(ID, OLD.with_changes(instance_type="ml.inf2.xlarge")) is None
    assert ask(ID, OLD.with_changes(instance_type=Unknown())) is None


def test_no_practice_leads_anyone_to_the_first_generation() -> None:
    for practice in all_practices():
        advice = practice.check(practice.example, practice.example_context)
        if advice is not None and advice.swap is not None:
            assert "inf1" not in str(advice.swap.changes.get("instance_type", "")), practice.id
