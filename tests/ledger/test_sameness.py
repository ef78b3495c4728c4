"""Which rows speak of one job, and which jobs run the same code."""

from __future__ import annotations

from jupyter_green.job import Job
from jupyter_green.ledger.sameness import code_of, run_of, settings_of
from tests.ledger.conftest import TRAINING, named


def test_a_started_job_is_the_same_run_for_every_kernel() -> None:
    assert run_of(TRAINING, "training:churn-1", "alice") == run_of(TRAINING, "training:churn-1", "bob")


def test_another_name_or_region_is_another_run() -> None:
    runs = {
        run_of(job, job.identity, "s")
        for job in (TRAINING, named("churn-2"), TRAINING.with_changes(region="eu-west-1"))
    }
    assert len(runs) == 3


def test_an_object_that_never_started_belongs_to_its_kernel() -> None:
    assert run_of(TRAINING, "object:training-1", "alice") != run_of(TRAINING, "object:training-1", "bob")


def test_the_same_script_is_the_same_code_whatever_it_runs_on_and_wherever_it_lies() -> None:
    moved = TRAINING.with_changes(instance_type="ml.p3.2xlarge", region="eu-north-1", entry_point="/elsewhere/train.py")
    assert code_of(moved) == code_of(TRAINING) != ""
    assert settings_of(moved) != settings_of(TRAINING)


def test_a_request_names_the_script_as_the_object_does() -> None:
    written = TRAINING.with_changes(hyperparameters={"lr": 0.1})
    added = {"sagemaker_program": '"train.py"', "sagemaker_region": '"us-east-1"', "lr": "0.2"}
    request = TRAINING.with_changes(entry_point=None, hyperparameters=added)
    assert code_of(request) == code_of(written)


def test_other_hyperparameters_tell_one_script_from_another_of_the_same_name() -> None:
    assert code_of(TRAINING.with_changes(hyperparameters={"depth": 3})) != code_of(TRAINING)


def test_another_script_is_other_code() -> None:
    assert code_of(TRAINING.with_changes(entry_point="evaluate.py")) != code_of(TRAINING)


def test_versions_and_accounts_of_an_image_make_no_difference() -> None:
    one = Job(kind="training", image="111111111111.dkr.ecr.us-east-1.amazonaws.com/kmeans:1")
    two = Job(kind="training", image="222222222222.dkr.ecr.eu-west-1.amazonaws.com/kmeans:2")
    assert code_of(one) == code_of(two) != ""


def test_a_job_that_says_nothing_of_its_code_is_like_no_other() -> None:
    assert code_of(Job(kind="training", instance_type="ml.m5.large")) == ""
    assert settings_of(Job(kind="training", instance_type="ml.m5.large")) == ""
