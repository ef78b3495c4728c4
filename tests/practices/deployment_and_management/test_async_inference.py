from __future__ import annotations

import ast

from jupyter_green.job import Unknown
from jupyter_green.practices.endpoint_practice import ENDPOINT, GPU_ENDPOINT
from tests.practices.conftest import Ask

ID = "async-inference"
QUEUED = GPU_ENDPOINT.with_changes(mode="async")


def test_a_queue_without_scaling_to_zero_saves_nothing(ask: Ask) -> None:
    advice = ask(ID, QUEUED, silent_share=0.8)
    assert advice is not None and advice.saving is not None and advice.saving.carbon.high < 0
    assert advice.swap is not None and advice.swap.fix == "show only"
    assert advice.swap.applied_to(QUEUED).autoscaling == (0, 1)


def test_the_cell_registers_zero_and_wakes_up_on_a_backlog(ask: Ask) -> None:
    advice = ask(ID, QUEUED, silent_share=0.8)
    assert advice is not None and advice.swap is not None
    ast.parse(advice.swap.code)
    assert "MinCapacity=0" in advice.swap.code and "HasBacklogWithoutCapacity" in advice.swap.code


def test_a_queue_that_scales_to_zero_is_left_alone(ask: Ask) -> None:
    assert ask(ID, QUEUED.with_changes(autoscaling=(0, 4))) is None
    assert ask(ID, QUEUED.with_changes(autoscaling=(1, 4))) is not None


def test_a_gpu_that_waits_could_have_a_queue_if_callers_can_wait(ask: Ask) -> None:
    unsure, sure = ask(ID, GPU_ENDPOINT), ask(ID, GPU_ENDPOINT, caller_can_wait=True, silent_share=0.9)
    assert unsure is not None and len(unsure.missing) == 2 and unsure.saving is None
    assert sure is not None and sure.missing == () and sure.swap is not None
    assert sure.swap.changes["mode"] == "async"


def test_the_saving_grows_with_the_silence(ask: Ask) -> None:
    some, more = (ask(ID, QUEUED, silent_share=share) for share in (0.4, 0.8))
    assert some is not None and some.saving is not None and more is not None and more.saving is not None
    assert more.saving.energy.central == 2 * some.saving.energy.central


def test_interactive_steady_or_small_endpoints_are_left_alone(ask: Ask) -> None:
    assert ask(ID, GPU_ENDPOINT, caller_can_wait=False) is None
    assert ask(ID, GPU_ENDPOINT, caller_can_wait=True, silent_share=0.1) is None
    assert ask(ID, QUEUED, silent_share=0) is None
    assert ask(ID, ENDPOINT, silent_share=0.9) is None
    assert ask(ID, GPU_ENDPOINT.with_changes(inference_components=True)) is None
    assert ask(ID, GPU_ENDPOINT.with_changes(mode=Unknown())) is None
