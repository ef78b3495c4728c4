from __future__ import annotations

import pytest

from jupyter_green.job import Unknown
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask

ID = "smp-model-parallel"
LARGE = TRAINING.with_changes(instance_type="ml.p4d.24xlarge")


def test_a_model_that_does_not_fit_is_shown_how_to_split_it(ask: Ask) -> None:
    advice = ask(ID, LARGE, model_fits_one_gpu=False)
    assert advice is not None and advice.swap is not None and not advice.can_apply
    assert "modelparallel" in advice.swap.code and "FSDP" in advice.message


def test_it_needs_to_be_told_that_the_model_does_not_fit(ask: Ask) -> None:
    assert ask(ID, LARGE) is None
    assert ask(ID, LARGE, model_fits_one_gpu=True) is None


@pytest.mark.parametrize(
    "change",
    [
        {"framework_version": "2.6.0"},
        {"framework_version": "2.0.0"},
        {"instance_type": "ml.g6.48xlarge"},
        {"instance_type": "ml.p5en.48xlarge"},
        {"framework": "tensorflow"},
    ],
)
def test_outside_its_reach_it_is_a_fault_to_ask_for_it_and_silence_otherwise(
    ask: Ask, change: dict[str, object]
) -> None:
    job = LARGE.with_changes(**change)
    assert ask(ID, job, model_fits_one_gpu=False) is None
    advice = ask(ID, job.with_changes(distribution="smp"))
    assert advice is not None and advice.fault and "FSDP" in advice.message


def test_within_its_reach_it_may_be_asked_for(ask: Ask) -> None:
    assert ask(ID, LARGE.with_changes(distribution="smp", framework_version="2.5.1")) is None


def test_an_unknown_version_keeps_it_silent(ask: Ask) -> None:
    assert ask(ID, LARGE.with_changes(framework_version=Unknown()), model_fits_one_gpu=False) is None
    assert ask(ID, LARGE.with_changes(framework_version=None, distribution="smp")) is None
