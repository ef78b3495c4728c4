from __future__ import annotations

import pytest

from jupyter_green.catalog.prices import is_priced_in
from jupyter_green.catalog.regions import find_region
from jupyter_green.job import Job, Unknown
from jupyter_green.practices import Context
from jupyter_green.practices.regions import copy_emissions, robustness
from tests.practices.conftest import Ask

ID = "low-carbon-region"
JOB = Job(kind="training", region="us-east-1", instance_type="ml.g5.2xlarge", instance_count=1)
ANYWHERE = ("*",)


def test_a_cleaner_region_with_the_same_hardware_is_named_with_a_verdict(ask: Ask) -> None:
    advice = ask(ID, JOB, Context(residency=ANYWHERE, told={"gb_to_move": 10}))
    assert advice is not None and advice.missing == () and advice.robustness == "robust"
    assert advice.swap is not None and advice.swap.changes == {"region": "eu-north-1"}
    assert advice.saving is not None and advice.saving.operational.high < 0
    assert not advice.can_apply


def test_it_asks_where_the_data_may_live_and_how_much_there_is(ask: Ask) -> None:
    advice = ask(ID, JOB)
    assert advice is not None
    assert [text.rpartition("(")[2] for text in advice.missing] == ["residency)", "gb_to_move)"]


def test_the_allow_list_is_respected(ask: Ask) -> None:
    american = ask(ID, JOB, Context(residency=("us-*", "ca-*")))
    assert american is not None and american.swap is not None
    assert str(american.swap.changes["region"]).startswith(("us-", "ca-"))
    assert ask(ID, JOB, Context(residency=("us-east-1",))) is None


def test_the_allow_list_can_be_told(ask: Ask) -> None:
    told = ask(ID, JOB, residency="us-*, ca-*", gb_to_move=0)
    assert told is not None and told.missing == () and told.swap is not None
    assert str(told.swap.changes["region"]).startswith(("us-", "ca-"))
    assert ask(ID, JOB, residency=["us-east-1"]) is None


def test_a_clean_region_endpoints_local_mode_and_unknown_regions_are_left_alone(ask: Ask) -> None:
    assert ask(ID, JOB.with_changes(region="eu-north-1"), Context(residency=ANYWHERE)) is None
    assert ask(ID, JOB.with_changes(kind="endpoint"), Context(residency=ANYWHERE)) is None
    assert ask(ID, JOB.with_changes(local=True), Context(residency=ANYWHERE)) is None
    assert ask(ID, JOB.with_changes(region=Unknown()), Context(residency=ANYWHERE)) is None
    assert ask(ID, JOB.with_changes(training_plan="arn:aws:plan"), Context(residency=ANYWHERE)) is None


def test_partitions_are_never_crossed(ask: Ask) -> None:
    assert (
        ask(ID, JOB.with_changes(region="us-gov-west-1", instance_type="ml.m5.large"), Context(residency=ANYWHERE))
        is None
    )


def test_hardware_that_is_not_priced_there_is_not_promised(ask: Ask) -> None:
    rare = JOB.with_changes(instance_type="ml.p5.48xlarge")
    advice = ask(ID, rare, Context(residency=ANYWHERE))
    assert advice is not None and advice.swap is not None
    assert is_priced_in("ml.p5.48xlarge", str(advice.swap.changes["region"]))


def test_the_copy_is_charged_and_a_short_run_does_not_pay_for_a_large_one(ask: Ask) -> None:
    told = {"gb_to_move": 50}
    long = ask(ID, JOB, Context(residency=ANYWHERE, told=told, hours=10))
    free = ask(ID, JOB, Context(residency=ANYWHERE, told={"gb_to_move": 0}, hours=10))
    assert long is not None and free is not None and long.total_saving is not None and free.total_saving is not None
    assert long.total_saving.carbon.central > free.total_saving.carbon.central
    assert "50 GB" in long.saving_note
    assert ask(ID, JOB, Context(residency=ANYWHERE, told={"gb_to_move": 50_000}, hours=0.5)) is None


@pytest.mark.parametrize(
    ("here", "there", "verdict"),
    [
        ("us-east-1", "eu-north-1", "robust"),
        ("us-east-1", "us-west-2", "likely"),
        ("us-east-1", "eu-central-1", "fragile"),
    ],
)
def test_the_verdict_comes_from_the_ranges_of_both_regions(here: str, there: str, verdict: str) -> None:
    one, other = find_region(here), find_region(there)
    assert one is not None and other is not None
    assert robustness(one, other) == verdict


def test_copying_twice_as_much_emits_twice_as_much() -> None:
    here = find_region("us-east-1")
    assert here is not None
    (energy, carbon), (double, _) = copy_emissions(10, here), copy_emissions(20, here)
    assert double.central == pytest.approx(2 * energy.central)
    assert energy.low > 0 and carbon.high > carbon.central > carbon.low > 0


def test_instances_that_the_code_hides_are_not_said_to_be_the_same(ask: Ask) -> None:
    known, hidden = (ask(ID, JOB.with_changes(instance_type=name)) for name in ("ml.m5.large", Unknown()))
    assert known is not None and "has the same instances" in known.message
    assert hidden is not None and "has the same instances" not in hidden.message and "may have" in hidden.message
