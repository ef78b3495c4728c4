from __future__ import annotations

import pytest

from jupyter_green.job import Unknown
from jupyter_green.practices.examples import TRAINING
from tests.practices.conftest import Ask
from tests.practices.legality import breaches

ID = "smddp-data-parallel"
NODES = TRAINING.with_changes(
    instance_type="ml.p4d.24xlarge", instance_count=4, distribution="torch_distributed", framework_version="2.2.0"
)


def test_several_nodes_within_its_reach_may_use_it(ask: Ask) -> None:
    asked = ask(ID, NODES)
    told = ask(ID, NODES, uses_smddp_backend=True)
    assert asked is not None and asked.missing
    assert told is not None and told.swap is not None and told.can_apply
    after = told.swap.applied_to(NODES)
    assert after.distribution == "smddp" and breaches(after) == []


@pytest.mark.parametrize(
    "change",
    [
        {"instance_count": 1},
        {"instance_type": "ml.p5.48xlarge"},
        {"instance_type": "ml.g5.48xlarge"},
        {"framework_version": "2.4.1"},
    ],
)
def test_outside_its_reach_it_is_taken_away_and_never_offered(ask: Ask, change: dict[str, object]) -> None:
    job = NODES.with_changes(**change)
    assert ask(ID, job) is None
    advice = ask(ID, job.with_changes(distribution="smddp"))
    assert advice is not None and advice.swap is not None
    assert advice.swap.changes["distribution"] == "torch_distributed" and advice.effects == ()


def test_what_the_sdk_refuses_is_not_offered(ask: Ask) -> None:
    assert ask(ID, NODES.with_changes(framework_version="2.3.0")) is None
    assert ask(ID, NODES.with_changes(image="111122223333.dkr.ecr.us-east-1.amazonaws.com/mine:1")) is None
    assert ask(ID, NODES.with_changes(compiler=True)) is None


def test_an_unknown_version_or_distribution_keeps_it_silent(ask: Ask) -> None:
    assert ask(ID, NODES.with_changes(framework_version=None)) is None
    assert ask(ID, NODES.with_changes(distribution=Unknown())) is None


@pytest.mark.parametrize("api", ["sdk_v3", "api"])
def test_where_no_switch_exists_the_line_of_the_script_is_shown(ask: Ask, api: str) -> None:
    image = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.2.0-gpu-py310"
    advice = ask(ID, NODES.with_changes(api=api, image=image))
    assert advice is not None and not advice.can_apply and advice.swap is not None
    assert 'backend="smddp"' in advice.swap.code
    own = "111122223333.dkr.ecr.us-east-1.amazonaws.com/mine:1"
    assert ask(ID, NODES.with_changes(api=api, image=own)) is None
