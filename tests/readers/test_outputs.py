"""Saved outputs tell Regions, names of jobs and figures that were shown before."""

from __future__ import annotations

import pytest

from jupyter_green.readers.outputs import BUNDLE, NamedJob, read_outputs

ACCOUNT = "123456789012"


def notebook(*outputs):
    return {"cells": [{"cell_type": "markdown"}, {"cell_type": "code", "outputs": list(outputs)}]}


def test_names_and_regions_are_read_from_printed_text():
    reading = read_outputs(
        notebook(
            {"output_type": "stream", "text": ["INFO:sagemaker:Creating training-job with name: xgb-2024\n", "done"]},
            {
                "output_type": "execute_result",
                "data": {"text/plain": f"'arn:aws:sagemaker:eu-west-1:{ACCOUNT}:training-job/xgb-2024'"},
            },
            {"output_type": "stream", "text": f"arn:aws:sagemaker:eu-west-1:{ACCOUNT}:endpoint/e-1 and more"},
        )
    )
    assert reading.region == "eu-west-1"
    assert reading.jobs == (
        NamedJob("training", "xgb-2024", 1, "eu-west-1"),
        NamedJob("endpoint", "e-1", 1, "eu-west-1"),
    )


def test_the_region_named_most_often_is_taken():
    image = "1.dkr.ecr.{}.amazonaws.com/x"
    texts = [image.format(region) for region in ("us-west-2", "us-east-1", "us-west-2")]
    assert read_outputs(notebook(*({"text": text} for text in texts))).region == "us-west-2"


def test_our_own_bundle_is_kept_by_cell():
    bundle = {"version": 1, "lines": []}
    assert read_outputs(notebook({"data": {BUNDLE: bundle}})).bundles == {1: bundle}


@pytest.mark.parametrize(
    "value", [None, [], {"cells": 1}, {"cells": [None, {"outputs": [1, {"text": 3, "data": []}]}]}]
)
def test_what_is_no_notebook_tells_nothing(value):
    reading = read_outputs(value)
    assert (reading.region, reading.jobs, dict(reading.bundles)) == (None, (), {})
