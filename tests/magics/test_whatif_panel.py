"""The what-if panel: widgets with live figures on the same basis, and text where there are none."""

from __future__ import annotations

from typing import Any

from jupyter_green.job import Job
from jupyter_green.practices import Context
from jupyter_green.views.whatif import figures_html, whatif_panel

JOB = Job(kind="training", instance_type="ml.p3.16xlarge", instance_count=2, region="us-east-1", max_runtime=3600)


def test_the_panel_starts_from_the_job_and_renews_its_figures() -> None:
    written: list[dict[str, Any]] = []
    panel = whatif_panel(JOB, Context(), written.append)
    fields, figures, button = panel.children
    by_name = {field.description: field for field in fields.children}
    assert (by_name["type"].value, by_name["count"].value, by_name["Region"].value) == (
        "ml.p3.16xlarge",
        2,
        "us-east-1",
    )
    before = figures.value
    by_name["Region"].value = "eu-north-1"
    by_name["Spot"].value = True
    assert figures.value != before and "eu-north-1" in figures.value
    button.click()
    assert written == [{"region": "eu-north-1", "spot": True}]


def test_what_the_platform_refuses_is_said() -> None:
    html = figures_html(JOB, {"spot": True, "max_wait": 10}, Context(), 2.0)
    assert "The platform refuses this" in html


def test_names_are_escaped() -> None:
    html = figures_html(JOB.with_changes(instance_type="ml.<script>.xlarge"), {}, Context(), 1.0)
    assert "<script>" not in html
