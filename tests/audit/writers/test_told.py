"""What is said of jobs beside their figures, alike in every form."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from jupyter_green.audit.report import Report, SavedLine
from jupyter_green.audit.told import saved_of
from jupyter_green.audit.writers import write
from jupyter_green.audit.writers.screen import show
from tests.audit.examples import ENDPOINT, IMPORTS, TRAINING, audited, report

SPOT = TRAINING.replace("max_run=3600", "max_run=3600, use_spot_instances=True, max_wait=7200")
HIDDEN = TRAINING.replace('"ml.g5.2xlarge"', "os.environ['TYPE']")
SERVERLESS = """from sagemaker.serverless import ServerlessInferenceConfig
estimator.deploy(serverless_inference_config=ServerlessInferenceConfig(memory_size_in_mb=2048))"""
PEOPLE = ("text", "markdown", "html", "screen")


def shown(one: Report, form: str) -> str:
    if form != "screen":
        return write(one, form)
    show(one, Console(file=(file := io.StringIO()), width=300))
    return file.getvalue()


@pytest.mark.parametrize("form", PEOPLE)
def test_why_a_job_has_no_figure_is_told(form: str) -> None:
    assert "not counted: " in shown(report(audited(IMPORTS, TRAINING, HIDDEN)), form)
    local = TRAINING.replace("ml.g5.2xlarge", "local")
    assert "local mode: no AWS energy" in shown(report(audited(IMPORTS, local)), form)


@pytest.mark.parametrize("form", PEOPLE)
def test_what_spot_does_to_the_price_is_told_with_the_price(form: str) -> None:
    assert "Spot: the discount is not known before the bill" in shown(report(audited(IMPORTS, SPOT)), form)
    assert "the discount is not known before the bill" not in shown(report(audited(IMPORTS, ENDPOINT)), form)


def test_the_page_says_once_what_holds_for_every_job() -> None:
    assert write(report(audited(IMPORTS, SPOT, SPOT)), "html").count("Spot: the discount") == 1
    mixed = write(report(audited(IMPORTS, SPOT, TRAINING, SPOT)), "html")
    assert mixed.partition("</thead>")[2].count("Spot: the discount") == 2


@pytest.mark.parametrize("form", PEOPLE)
def test_a_figure_that_holds_only_while_requests_run_says_so(form: str) -> None:
    assert "while requests run" in shown(report(audited(IMPORTS, TRAINING, SERVERLESS)), form)


@pytest.mark.parametrize("form", ["text", "markdown", "screen"])
def test_how_often_a_loop_starts_a_job_is_told_where_any_is_in_one(form: str) -> None:
    loop = TRAINING.replace("estimator.fit(", "for epoch in range(4):\n    estimator.fit(")
    assert "× 4" in shown(report(audited(IMPORTS, loop)), form)
    assert "× ?" in shown(report(audited(IMPORTS, loop.replace("range(4)", "epochs"))), form)
    assert "runs |" not in write(report(), "markdown")


def test_the_screen_names_the_fix_that_can_be_written() -> None:
    assert "safe fix" in shown(report(audited(IMPORTS, TRAINING)), "screen")


def test_a_line_that_was_saved_stands_beside_the_job_of_its_kind() -> None:
    document = audited(IMPORTS, f"{TRAINING}\n{ENDPOINT}")
    training, endpoint = document.jobs
    lines = [
        SavedLine(2, f"{kind} · 1 × ml.g5.2xlarge", "measured", kind) for kind in ("training", "endpoint", "tuning")
    ]
    document = replace(document, saved=tuple(lines))
    assert [line.figures for line in saved_of(document, training)] == ["training", "tuning"]  # nobody's goes first
    assert [line.figures for line in saved_of(document, endpoint)] == ["endpoint"]
