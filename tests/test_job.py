"""A Job holds numbers or says why it does not: SDK objects take anything and leave the refusal to AWS."""

from __future__ import annotations

import reprlib
from typing import Any

import pytest

from jupyter_green import Job, Unknown, estimate
from jupyter_green.job import InstanceGroup
from jupyter_green.views.line import what_it_is


@pytest.mark.parametrize(("handed", "held"), [("2", 2), (2.0, 2), (0, 0), (3, 3), (None, None)])
def test_what_can_be_a_count_becomes_one(handed: Any, held: int | None) -> None:
    assert Job(kind="training", instance_type="ml.m5.large", instance_count=handed).instance_count == held


@pytest.mark.parametrize("handed", [-1, 1.5, "x" * 10_000, "two", True, float("nan"), float("inf"), object()])
def test_what_cannot_be_a_count_is_unknown_and_says_what_stands_there(handed: Any) -> None:
    job = Job(kind="training", instance_type="ml.m5.large", instance_count=handed, region="us-east-1")
    assert isinstance(job.instance_count, Unknown) and reprlib.repr(handed) in job.instance_count.reason
    footprint = estimate(job)
    assert not footprint.is_known and "cannot be the instance count" in " ".join(footprint.notes)


@pytest.mark.parametrize("name", ["max_runtime", "max_jobs", "volume_gb", "serverless_memory_mb", "component_cpus"])
def test_no_size_and_no_time_is_negative(name: str) -> None:
    changed = Job(kind="tuning").with_changes(**{name: -1})
    assert isinstance(getattr(changed, name), Unknown)


def test_groups_are_held_to_the_same() -> None:
    assert InstanceGroup("ml.m5.large", "2").instance_count == 2  # type: ignore[arg-type]
    assert isinstance(InstanceGroup("", 1).instance_type, Unknown)


def test_a_time_may_have_a_fraction() -> None:
    assert Job(kind="training", max_runtime=5400.5).max_runtime == 5400.5  # type: ignore[arg-type]


def test_a_version_written_as_a_number_is_the_text_that_the_sdk_makes_of_it() -> None:
    assert Job(kind="training", framework_version=1.3).framework_version == "1.3"  # type: ignore[arg-type]
    assert Job(kind="training").with_changes(framework_version=2).framework_version == "2"


@pytest.mark.parametrize("handed", [True, ["1.3"], {"a": 1}, b"1.3", object()])
def test_what_is_no_text_is_unknown_and_says_what_stands_there(handed: Any) -> None:
    version = Job(kind="training", framework_version=handed).framework_version
    assert isinstance(version, Unknown) and "cannot be the framework version" in version.reason


@pytest.mark.parametrize("handed", [4, 0, True, 1.5, "", ["ml.m5.large"], b"ml.m5.large"])
def test_what_is_no_name_is_no_instance_type(handed: Any) -> None:
    job = Job(kind="training", instance_type=handed, region="us-east-1")
    assert isinstance(job.instance_type, Unknown) and "is no instance type" in job.instance_type.reason
    assert not estimate(job).is_known and what_it_is(job)
