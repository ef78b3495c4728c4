from __future__ import annotations

import pytest

from jupyter_green.job import Unknown
from jupyter_green.practices import Context
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "trainium-training"
LARGE = TRAINING.with_changes(instance_type="ml.p4d.24xlarge")


def test_it_is_never_a_go(ask: Ask) -> None:
    asked = ask(ID, LARGE)
    told = ask(ID, LARGE, accepts_pinned_neuron=True, supported_by_neuron=True)
    assert asked is not None and len(asked.missing) == 2
    assert told is not None and not told.missing and not told.can_apply and told.saving is None


def test_the_type_it_names_is_legal(ask: Ask) -> None:
    advice = ask(ID, LARGE)
    assert advice is not None and advice.swap is not None and breaches(advice.swap.applied_to(LARGE)) == []


def test_it_says_when_the_software_ended(ask: Ask) -> None:
    advice = ask(ID, LARGE)
    assert advice is not None and any("2026-05-20" in text for text in advice.trade_offs)


@pytest.mark.parametrize(
    "change",
    [
        {"framework": "tensorflow"},
        {"framework": "xgboost"},
        {"instance_type": "ml.g5.2xlarge"},
        {"distribution": "smddp"},
        {"compiler": True},
        {"debugger_rules": ("Overfit",)},
        {"region": "eu-south-1"},
        {"framework": Unknown()},
    ],
)
def test_where_neuron_is_no_way_it_is_silent(ask: Ask, change: dict[str, object]) -> None:
    assert ask(ID, LARGE.with_changes(**change)) is None


def test_short_jobs_and_a_no_are_respected(ask: Ask) -> None:
    assert ask(ID, LARGE, Context(hours=0.5)) is None
    assert ask(ID, LARGE, supported_by_neuron=False) is None
