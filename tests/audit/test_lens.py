"""The review by the Lens: an answer rests on what the code says, and silence is no answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_green.audit.baseline import read_baseline, without_known, write_baseline
from jupyter_green.audit.gate import failing_findings
from jupyter_green.audit.lens import _ONLY_LINKED, LENS, LensAnswer, lens_review
from jupyter_green.audit.lens_signs import SIGNS
from jupyter_green.job import Job, Origin
from jupyter_green.practices import all_practices
from tests.audit.examples import ENDPOINT, IMPORTS, TRAINING, audited, report

OPEN_ENDED = TRAINING.replace("    max_run=3600,\n", "")
OLD = TRAINING.replace("ml.g5.2xlarge", "ml.p3.2xlarge")


def answers(*sources: str, **options: object) -> dict[str, LensAnswer]:
    return {one.id: one for one in lens_review(report(audited(IMPORTS, *sources, **options)))}


def test_all_sixteen_practices_are_answered_with_evidence() -> None:
    told = answers(TRAINING, ENDPOINT)
    assert list(told) == list(LENS) and len(told) == 16
    assert all(one.evidence for one in told.values())


def test_a_limit_that_is_written_is_met_and_one_that_lacks_is_not() -> None:
    assert answers(TRAINING)["MLSUS04-BP01"].answer == "met"
    lacking = answers(OPEN_ENDED)["MLSUS04-BP01"]
    assert (lacking.answer, lacking.evidence) == ("not met", "Limit how long it may run (job 1)")


def test_what_only_some_jobs_follow_is_not_met_and_names_both() -> None:
    both = answers(TRAINING, OPEN_ENDED)["MLSUS04-BP01"]
    assert both.answer == "not met"
    assert "(job 2)" in both.evidence and "but stops after" in both.evidence and "(job 1)" in both.evidence


def test_silence_is_not_taken_for_following() -> None:
    told = answers(TRAINING)
    assert told["MLSUS03-BP02"].answer == told["MLSUS04-BP04"].answer == "not visible"
    assert told["MLSUS04-BP04"].evidence == "no job is about it"


def test_what_only_the_script_knows_is_not_visible() -> None:
    told = answers(TRAINING)["MLSUS04-BP02"]
    assert told.answer == "not visible" and "whether the script" in told.evidence


def test_an_assumed_region_is_neither_met_nor_not_met() -> None:
    told = answers(TRAINING)["MLSUS02-BP02"]
    assert told.answer == "not visible" and "no cell names a Region" in told.evidence
    written = "import boto3\nsession = sagemaker.Session(boto3.Session(region_name='{}'))"
    here = TRAINING.replace("role=role,", "role=role, sagemaker_session=session,")
    assert answers(written.format("us-east-1"), here)["MLSUS02-BP02"].answer == "not met"
    assert answers(written.format("eu-north-1"), here)["MLSUS02-BP02"].answer == "met"


@pytest.mark.parametrize("left_out", [{"select": ("sdk-major",)}, {"ignore": ("avoid-legacy",)}], ids=str)
def test_what_was_not_looked_for_is_answered_all_the_same(left_out: dict[str, tuple[str, ...]]) -> None:
    assert answers(OLD, **left_out)["MLSUS05-BP02"].answer == answers(OLD)["MLSUS05-BP02"].answer == "not met"


def test_work_that_may_be_lost_says_nothing_about_silicon() -> None:
    long = TRAINING.replace("max_run=3600", "max_run=432000").replace("ml.g5.2xlarge", "ml.trn1.2xlarge")
    document = audited(IMPORTS, long)
    assert "checkpointing" in {finding.advice.practice for finding in document.findings}
    told = {one.id: one for one in lens_review(report(document))}["MLSUS05-BP02"]
    assert told.answer == "met" and told.evidence == "runs on ml.trn1.2xlarge (job 1)"


def test_every_practice_that_is_only_linked_exists_and_is_linked() -> None:
    linked = {(ref[:12], practice.id) for practice in all_practices() for ref in practice.lens_refs}
    assert linked >= _ONLY_LINKED


def test_many_documents_are_told_by_how_many_of_their_jobs_follow() -> None:
    several = lens_review(report(audited(IMPORTS, TRAINING), audited(IMPORTS, OPEN_ENDED, name="b.ipynb")))
    limits = {one.id: one for one in several}["MLSUS04-BP01"]
    assert "Limit how long it may run (1 of 2 jobs)" in limits.evidence


def test_one_job_that_follows_a_practice_does_not_answer_for_one_that_leaves_it_open() -> None:
    session = "import boto3\nsession = sagemaker.Session(boto3.Session(region_name='eu-north-1'))"
    clean = audited(IMPORTS, session, TRAINING.replace("role=role,", "role=role, sagemaker_session=session,"))
    told = {one.id: one for one in lens_review(report(clean, audited(IMPORTS, TRAINING, name="b.ipynb")))}
    answer = told["MLSUS02-BP02"]
    assert answer.answer == "not visible"
    assert "runs in eu-north-1" in answer.evidence and "no cell names a Region" in answer.evidence


def test_a_baseline_and_a_silenced_finding_make_nothing_met(tmp_path: Path) -> None:
    silenced = OLD + "\n# green: ignore[avoid-legacy-instance-families]"
    assert answers(silenced)["MLSUS05-BP02"].answer == "not met"
    whole = report(audited(IMPORTS, OLD))
    write_baseline(tmp_path / "known.json", whole)
    known = without_known(whole, read_baseline(tmp_path / "known.json"))
    assert not failing_findings(known, "note")
    assert lens_review(known) == lens_review(whole)


def test_an_estimate_is_no_measurement() -> None:
    assert answers(TRAINING)["MLSUS06-BP01"].answer == "not visible"


def test_a_call_in_a_comment_is_no_sign() -> None:
    rule = 's3.put_bucket_lifecycle_configuration(Bucket="b", LifecycleConfiguration=rules)'
    assert answers(TRAINING, rule)["MLSUS03-BP02"].answer == "met"
    assert answers(TRAINING, f"# {rule}")["MLSUS03-BP02"].answer == "not visible"


@pytest.mark.parametrize(
    ("lens_id", "job"),
    [
        ("MLSUS02-BP01", Job(kind="training", model_id="a-model")),
        ("MLSUS03-BP01", Job(kind="processing")),
        ("MLSUS03-BP02", Job(kind="storage", lifecycle_config=True)),
        ("MLSUS03-BP03", Job(kind="training", content_type="application/x-parquet")),
        ("MLSUS04-BP01", Job(kind="tuning", completion_criteria={"a": 1})),
        ("MLSUS04-BP01", Job(kind="training", max_runtime=60, origins={"max_runtime": Origin(place="source")})),
        ("MLSUS04-BP02", Job(kind="training", hyperparameters={"bf16": "True"})),
        ("MLSUS04-BP03", Job(kind="endpoint", deleted_later=True)),
        ("MLSUS04-BP04", Job(kind="tuning", strategy="Hyperband")),
        ("MLSUS05-BP01", Job(kind="endpoint", mode="serverless")),
        ("MLSUS05-BP02", Job(kind="endpoint", instance_type="ml.c7g.large")),
        ("MLSUS05-BP02", Job(kind="training", instance_type="ml.trn1.2xlarge")),
        ("MLSUS05-BP03", Job(kind="compilation")),
        ("MLSUS05-BP04", Job(kind="endpoint", mode="multi-model")),
        ("MLSUS06-BP01", Job(kind="endpoint", enhanced_metrics=True)),
        ("MLSUS06-BP02", Job(kind="monitoring-schedule")),
    ],
)
def test_a_job_that_follows_a_practice_shows_it_and_another_does_not(lens_id: str, job: Job) -> None:
    assert SIGNS[lens_id](job)
    assert not SIGNS[lens_id](Job(kind="training", instance_type="ml.g5.2xlarge", hyperparameters={"bf16": "False"}))
