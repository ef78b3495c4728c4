"""The line under a cell: its parts, its words, and nothing that a name could smuggle in."""

from __future__ import annotations

import json

import pytest

from jupyter_green.advisor import advise
from jupyter_green.footprint import estimate
from jupyter_green.job import InstanceGroup, Job, Unknown
from jupyter_green.views.bundle import MIME_TYPE, mime_bundle
from jupyter_green.views.html import lines_html
from jupyter_green.views.line import line_text, line_view, what_it_is

JOB = Job(kind="training", instance_type="ml.p3.16xlarge", instance_count=2, region="us-east-1")
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_the_line_says_what_how_much_and_for_how_much_money() -> None:
    text = line_text(estimate(JOB))
    assert text == (
        "training · 2 × ml.p3.16xlarge · us-east-1 · 5.7 kWh/h [2.3–9.5] · 2.0 kg CO₂e/h [0.64–4.2] · $56/h · forecast"
    )


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (
            JOB.with_changes(kind="tuning", max_jobs=24, max_parallel_jobs=4),
            "tuning 24 trials, 4 at once · 2 × ml.p3.16xlarge",
        ),
        (
            Job(kind="endpoint", name="live", instance_type="ml.g5.xlarge", instance_count=1),
            "endpoint live · 1 × ml.g5.xlarge",
        ),
        (Job(kind="endpoint", mode="serverless", serverless_memory_mb=2048), "serverless endpoint · 2,048 MB"),
        (
            Job(kind="training", instance_preferences=("ml.g6.xlarge", "ml.g5.xlarge")),
            "1 of ml.g6.xlarge, ml.g5.xlarge",
        ),
        (
            Job(kind="training", instance_groups=(InstanceGroup("ml.c5.large", 2), InstanceGroup("ml.p3.2xlarge", 1))),
            "2 × ml.c5.large + 1 × ml.p3.2xlarge",
        ),
        (Job(kind="training", instance_type=Unknown("x"), instance_count=Unknown("x")), "? × type not known"),
        (Job(kind="training", instance_type="local", local=True), "local mode"),
    ],
)
def test_every_shape_of_hardware_has_its_words(job: Job, words: str) -> None:
    assert words in what_it_is(job)


def test_one_bundle_says_the_same_three_times_and_is_plain_json() -> None:
    bundle = mime_bundle([line_view(estimate(JOB), advise([JOB]).advice[:3])], cell=4)
    data = json.loads(json.dumps(bundle))[MIME_TYPE]
    assert data["version"] == 1 and data["cell"] == 4
    (line,) = data["lines"]
    assert line["carbon"]["text"] == "2.0 kg CO₂e/h" and line["carbon"]["range"] == "0.64–4.2"
    assert line["text"] in bundle["text/plain"] and "2.0 kg CO₂e/h" in bundle["text/html"]
    assert len(line["advice"]) == 3 and line["inputs"]


def test_hostile_names_stay_text() -> None:
    job = Job(kind="endpoint", name=HOSTILE, instance_type="ml.g5.xlarge", instance_count=1, region="us-east-1")
    html = mime_bundle([line_view(estimate(job), advise([job]).advice)])["text/html"]
    assert "<script" not in html and "<img" not in html and "&lt;script&gt;" in html


def test_the_html_needs_no_script_and_no_remote_asset() -> None:
    html = mime_bundle([line_view(estimate(JOB), advise([JOB]).advice)])["text/html"]
    assert "<script" not in html and "http://" not in html and "src=" not in html


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"instance_type": "g5.xlarge"},
            "not counted: 'g5.xlarge' is not an instance type known here, did you mean ml.g5",
        ),
        ({"instance_count": -3}, "? × ml.g5.xlarge · us-east-1 · not counted: -3 cannot be the instance count"),
        ({"instance_type": "ml.g9.xlarge"}, "ml.g9.xlarge · us-east-1 · proxied by ml.g4dn.xlarge"),
        (
            {"region": "us-est-1"},
            "carbon and price unknown: Region us-est-1 is not in the table, did you mean us-east-1?",
        ),
        ({"region": None}, "carbon and price unknown: no Region given"),
    ],
)
def test_what_is_not_known_is_told_with_its_reason_in_the_line(fields: dict[str, object], said: str) -> None:
    job = Job(kind="training", instance_type="ml.g5.xlarge", instance_count=1, region="us-east-1")
    assert said in line_text(estimate(job.with_changes(**fields)))


@pytest.mark.parametrize("strange", ["ml.g5.xlarge\nand more", "ml." + "x" * 1_000_000])
def test_no_instance_type_breaks_the_line(strange: str) -> None:
    text = line_text(estimate(Job(kind="training", instance_type=strange, region="us-east-1")))
    assert "\n" not in text and len(text) < 300 and "is not an instance type known here" in text


def test_html_of_what_is_not_counted_says_why_and_shows_no_zeros() -> None:
    local = Job(kind="training", instance_type="local", instance_count=1, local=True)
    html = lines_html([line_view(estimate(local))])
    assert "local mode: no AWS energy" in html and "<table" not in html
    billed = Job(kind="training", instance_type="ml.g5.xlarge", instance_count=1, region="us-east-1")
    assert "<table" in lines_html([line_view(estimate(billed))])
