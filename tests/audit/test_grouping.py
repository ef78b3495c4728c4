"""What is said once: words that are the same, and no others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_green.audit.grouping import by_cell
from jupyter_green.audit.report import DocumentReport, Report
from jupyter_green.audit.writers import write
from jupyter_green.audit.writers.markdown import MOST_CHARACTERS
from tests.audit.examples import IMPORTS, TRAINING, audited, report

SHORT = TRAINING.replace('framework_version="2.3.0",', 'framework_version="2.3.0", checkpoint_s3_uri="s3://b/c",')
LONG = TRAINING.replace("max_run=3600", "max_run=43200")


def messages(document: DocumentReport, practice: str) -> list[str]:
    cells = by_cell(report(document).findings)
    return [
        said.first.advice.message for _, _, group in cells for said in group if said.first.advice.practice == practice
    ]


def test_what_is_the_same_for_every_job_is_said_once_with_the_other_cells() -> None:
    document = audited(IMPORTS, SHORT, SHORT)
    assert len(messages(document, "managed-spot-training")) == 1
    assert "also in cell 4" in write(report(document), "text")


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_warning_for_one_job_is_not_hidden_behind_a_recommendation_for_another(form: str) -> None:
    document = audited(IMPORTS, SHORT, LONG)
    first, second = messages(document, "managed-spot-training")
    assert first.startswith("Carbon ±0") and second.startswith("A warning")
    assert "A warning: without checkpoints Spot may repeat up to 12 h of work" in write(report(document), form)


def test_the_change_is_shown_where_only_a_later_job_can_have_it() -> None:
    document = audited(IMPORTS, SHORT, SHORT, select=("disable-unused-debugger-hook",))
    refused, written = document.findings
    document = replace(document, findings=(replace(refused, rewrite=None), written))
    assert "The change, written by <code>--fix</code>:" in write(report(document), "html")
    assert "A ready change" in write(report(document), "markdown")


def test_how_often_a_change_would_be_written_is_told_with_the_first() -> None:
    document = audited(IMPORTS, SHORT, SHORT, SHORT, select=("disable-unused-debugger-hook",))
    assert "The change, written by <code>--fix</code>, and in 2 more places:" in write(report(document), "html")


def test_very_many_places_are_counted_and_leave_the_comment_room_for_the_rest() -> None:
    document = audited(IMPORTS, *[SHORT] * 40)
    text = write(report(document), "markdown")
    assert "Also in cell 4, cell 5," in text and ", and 27 more." in text
    savings = [
        saving for _, _, group in by_cell(report(document).findings) for said in group for saving in said.savings
    ]
    assert all(len(saving.jobs) < 80 for saving in savings)


def test_what_does_not_fit_is_cut_and_not_reckoned_again(monkeypatch: pytest.MonkeyPatch) -> None:
    endpoints = "\n".join(
        f"boto3.client('sagemaker').create_endpoint(EndpointName='{'e' * 60}-{n}', EndpointConfigName='c')"
        for n in range(400)
    )
    one = report(audited("import boto3", endpoints, *[IMPORTS, SHORT]))
    summed: list[int] = []
    real = Report.rate
    monkeypatch.setattr(Report, "rate", lambda it: summed.append(1) or real(it))
    text = write(one, "markdown")
    assert len(one.jobs) > 400 and len(text) <= MOST_CHARACTERS and "more jobs" in text
    assert len(summed) == 1
