"""What an executed notebook left behind."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.report import Report, SavedLine
from jupyter_green.audit.traces import region_of_metadata, region_of_outputs, saved_lines, traces_of
from jupyter_green.views.bundle import MIME_TYPE
from tests.audit.examples import IMPORTS, TRAINING, as_bytes, notebook


def with_output(data: Any = None, text: str = "") -> dict[str, Any]:
    told = notebook("x = 1")
    told["cells"][1]["outputs"] = [{"output_type": "display_data", "data": data, "text": text}]
    return told


def test_a_saved_line_says_what_was_known_when_it_ran() -> None:
    carbon = {"text": "1.2 kg CO₂e", "range": "0.4–2"}
    line = {"what": "training", "state": "measured", "carbon": carbon, "cost": {"text": "$3"}, "energy": None}
    found = list(saved_lines(traces_of(with_output({MIME_TYPE: {"lines": [line]}}))))
    assert found == [SavedLine(1, "training", "measured", "1.2 kg CO₂e [0.4–2] · $3")]


@pytest.mark.parametrize(
    "bundle", [None, [], {"lines": None}, {"lines": [None, {}, {"state": "boom"}]}, {"lines": {"state": "measured"}}]
)
def test_what_is_no_line_is_passed_over(bundle: Any) -> None:
    assert list(saved_lines(traces_of(with_output({MIME_TYPE: bundle})))) == []


def test_a_saved_line_is_cut_to_a_length_that_can_be_shown() -> None:
    line = {"what": "x" * 10_000, "state": "forecast", "carbon": {"text": ["not text"]}}
    (found,) = saved_lines(traces_of(with_output({MIME_TYPE: {"lines": [line]}})))
    assert len(found.what) == 200 and found.figures == ""


def test_the_region_is_the_one_that_outputs_name_most() -> None:
    text = "arn:aws:sagemaker:eu-west-1:123456789012:x s3.eu-west-1.amazonaws.com arn:aws:s3:xx-nowhere-9:1:"
    assert region_of_outputs(traces_of(with_output(text=text))) == "eu-west-1"
    assert region_of_outputs(traces_of(with_output(text="nothing"))) is None


STUDIO = "python3__SAGEMAKER_INTERNAL__arn:aws:sagemaker:us-west-2:123456789012:image/datascience-1.0"


@pytest.mark.parametrize(
    ("metadata", "region"),
    [
        ({"kernelspec": {"name": STUDIO, "language": "python"}}, "us-west-2"),
        ({"papermill": {"parameters": {"region": "eu-north-1"}}, "kernelspec": {"name": STUDIO}}, "eu-north-1"),
        ({"papermill": {"parameters": {"role": "arn:aws:sagemaker:eu-west-3:1:x"}}}, "eu-west-3"),
        ({"forced_lcc_arn": "arn:aws:sagemaker:eu-west-1:1:studio-lifecycle-config/x"}, "eu-west-1"),
        ({"papermill": {"parameters": {"region": "mars-north-1"}}}, None),
        ({"papermill": [], "kernelspec": "python3"}, None),
        ([], None),
    ],
    ids=str,
)
def test_the_region_of_the_studio_or_the_parameters_is_in_the_metadata(metadata: Any, region: str | None) -> None:
    assert region_of_metadata(traces_of({"metadata": metadata, "cells": []})) == region


def test_outputs_come_before_metadata_and_the_report_says_which() -> None:
    told = notebook(IMPORTS, TRAINING, kernelspec={"name": STUDIO, "language": "python"})
    (note,) = Report(documents=(audit_document("a.ipynb", as_bytes(told), AuditOptions()),)).region_notes
    assert "us-west-2" in note and "metadata" in note
    told["cells"][1]["outputs"] = [{"output_type": "stream", "text": "https://x.eu-west-1.amazonaws.com"}]
    (note,) = Report(documents=(audit_document("a.ipynb", as_bytes(told), AuditOptions()),)).region_notes
    assert "eu-west-1" in note and "outputs" in note


HOST = "123456789012.dkr.ecr.{}.amazonaws.com"
OF_IMAGE = 'sagemaker.estimator.Estimator("{}/x:1", role, 1, "ml.m5.large").fit()'


def note_of(*sources: str, text: str = "", **options: Any) -> str:
    told = notebook(IMPORTS, *sources)
    told["cells"][1]["outputs"] = [{"output_type": "stream", "text": text}]
    return audit_document("a.ipynb", as_bytes(told), AuditOptions(**options)).region_note


@pytest.mark.parametrize(
    ("sources", "note"),
    [
        ([TRAINING], "no Region is written anywhere in the code: reckoned in us-east-1"),
        (
            [OF_IMAGE.format(HOST.format("eu-west-1"))],
            "jobs that name no Region are reckoned in eu-west-1 (by the host of a job's container image)",
        ),
        (
            ['bucket = "sagemaker-us-west-2-123456789012"', TRAINING],
            "jobs that name no Region are reckoned in us-west-2 (by the name of SageMaker's default bucket)",
        ),
        (
            [OF_IMAGE.format(HOST.format("eu-west-1")), OF_IMAGE.format(HOST.format("us-west-2"))],
            "the container images of the jobs lie in several Regions (eu-west-1, us-west-2): reckoned in us-east-1",
        ),
        (
            ["names = 'eu-west-1 us-west-2 sa-east-1 eu-west-3'.split()", TRAINING],
            "the code names eu-west-1, us-west-2, sa-east-1 and 1 more, but not as the Region of every job: "
            "reckoned in us-east-1",
        ),
        (
            ['role = "arn:aws-cn:iam::123456789012:role/x"', TRAINING],
            "the code addresses the China partition, and no Region of it: carbon, water and cost of jobs that name no "
            "Region are not counted",
        ),
        (['import boto3\nboto3.setup_default_session(region_name="eu-west-1")', TRAINING], ""),
    ],
    ids=["nothing", "image", "bucket", "images", "other words", "partition", "default session"],
)  # fmt: skip
def test_the_report_says_truthfully_where_the_region_comes_from(sources: list[str], note: str) -> None:
    assert note_of(*sources) == note


def test_outputs_come_before_images_and_what_is_given_before_both() -> None:
    source, seen = OF_IMAGE.format(HOST.format("eu-west-1")), "https://x.eu-west-3.amazonaws.com"
    assert "eu-west-3 (seen in the notebook's outputs)" in note_of(source, text=seen)
    assert "us-west-1 (--region)" in note_of(source, text=seen, region="us-west-1", region_source="--region")


def test_no_figure_and_no_advice_of_another_partition_is_given_to_a_job_in_china() -> None:
    image = '"{}.dkr.ecr.{}.amazonaws.com.cn/x:1".format(account, region)'
    source = OF_IMAGE.replace('"{}/x:1"', image)
    (job,) = audit_document("a.ipynb", as_bytes(notebook(IMPORTS, source)), AuditOptions()).jobs
    assert job.footprint.rate.energy.is_known and not job.footprint.rate.carbon.is_known
    assert any("China partition" in note for note in job.footprint.notes)
    assert "low-carbon-region" not in {advice.practice for advice in job.advice}
    here = OF_IMAGE.format(HOST.format("cn-north-1") + ".cn")
    (job,) = audit_document("a.ipynb", as_bytes(notebook(IMPORTS, here)), AuditOptions()).jobs
    assert job.found.job.region == "cn-north-1" and job.footprint.rate.carbon.is_known
    assert "low-carbon-region" not in {advice.practice for advice in job.advice}


def test_a_bucket_in_another_region_than_the_assumed_one_is_no_ground_for_advice() -> None:
    source = TRAINING.replace("s3://bucket/train", "s3://my-data-us-west-2/train")
    found = audit_document("a.ipynb", as_bytes(notebook(IMPORTS, source)), AuditOptions()).findings
    assert "keep-data-next-to-compute" not in {finding.advice.practice for finding in found}
