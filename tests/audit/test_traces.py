"""What an executed notebook left behind."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_green.audit.report import SavedLine
from jupyter_green.audit.traces import region_of_outputs, saved_lines, traces_of
from jupyter_green.views.bundle import MIME_TYPE
from tests.audit.examples import notebook


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
