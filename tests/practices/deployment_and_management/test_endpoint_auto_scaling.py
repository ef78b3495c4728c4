from __future__ import annotations

import ast

from jupyter_green.job import Unknown
from jupyter_green.practices.endpoint_practice import ENDPOINT
from tests.practices.conftest import Ask

ID = "endpoint-auto-scaling"
FOUR = ENDPOINT.with_changes(instance_count=4)


def test_three_of_four_instances_can_go_in_silent_hours(ask: Ask) -> None:
    advice = ask(ID, FOUR, silent_share=0.5)
    assert advice is not None and advice.saving is not None and advice.missing == ()
    whole = ask("delete-idle-endpoints", FOUR.with_changes(deleted_later=False))
    assert whole is not None and whole.saving is not None
    assert abs(advice.saving.energy.central / whole.saving.energy.central - 0.375) < 1e-9


def test_the_cell_registers_the_variant_with_its_least_and_most(ask: Ask) -> None:
    advice = ask(ID, FOUR, silent_share=0.5)
    assert advice is not None and advice.swap is not None
    ast.parse(advice.swap.code)
    assert "MinCapacity=1, MaxCapacity=4" in advice.swap.code


def test_without_figures_it_asks(ask: Ask) -> None:
    advice = ask(ID, FOUR)
    assert advice is not None and len(advice.missing) == 2 and advice.saving is None


def test_a_target_that_cannot_move_is_no_scaling(ask: Ask) -> None:
    assert ask(ID, FOUR.with_changes(autoscaling=(4, 4))) is not None
    assert ask(ID, FOUR.with_changes(autoscaling=(1, 4))) is None


def test_one_instance_flat_load_and_components_are_left_alone(ask: Ask) -> None:
    assert ask(ID, ENDPOINT) is None
    assert ask(ID, FOUR, load_varies=False) is None
    assert ask(ID, FOUR.with_changes(inference_components=True)) is None
    assert ask(ID, FOUR.with_changes(managed_scaling=(1, 4))) is None
    assert ask(ID, FOUR.with_changes(instance_count=Unknown())) is None
