from __future__ import annotations

from jupyter_green.job import Unknown
from jupyter_green.practices import Context
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask

ID = "local-mode-smoke-test"
LARGE = TRAINING.with_changes(instance_count=4)


def test_a_script_that_starts_large_is_asked_about(ask: Ask) -> None:
    advice = ask(ID, LARGE)
    assert advice is not None and advice.swap is not None and "local_gpu" in advice.swap.code
    assert "script_tried_small" in advice.missing[0] and not advice.can_apply


def test_libraries_that_do_not_run_locally_are_shown_a_sample(ask: Ask) -> None:
    advice = ask(ID, LARGE.with_changes(distribution="smddp"))
    assert advice is not None and advice.swap is not None and "local_gpu" not in advice.swap.code


def test_a_small_run_beside_it_is_enough(ask: Ask) -> None:
    local = TRAINING.with_changes(local=True, identity="training:try")
    assert ask(ID, LARGE, Context(jobs=(local, LARGE))) is None
    other = local.with_changes(entry_point="other.py")
    assert ask(ID, LARGE, Context(jobs=(other, LARGE))) is not None


def test_small_cpu_told_and_unknown_jobs_are_left_alone(ask: Ask) -> None:
    assert ask(ID, TRAINING) is None
    assert ask(ID, LARGE.with_changes(instance_type="ml.m5.xlarge")) is None
    assert ask(ID, LARGE.with_changes(entry_point=None)) is None
    assert ask(ID, LARGE, script_tried_small=True) is None
    assert ask(ID, LARGE.with_changes(instance_count=Unknown())) is None
