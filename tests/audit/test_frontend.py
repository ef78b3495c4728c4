"""A front end gets the audit report of the cells it has open."""

from __future__ import annotations

from jupyter_green.audit.frontend import report_answer
from jupyter_green.practices import Context

TRAINS = """from sagemaker.pytorch import PyTorch
est = PyTorch(entry_point="t.py", role="r", framework_version="2.3", instance_type="ml.p3.16xlarge", instance_count=2)
est.fit()"""


def test_the_report_names_the_jobs_of_the_cells() -> None:
    cells = [{"id": "a", "type": "markdown", "source": "# Churn"}, {"id": "b", "type": "code", "source": TRAINS}]
    html = report_answer({"name": "work/churn.ipynb", "cells": cells}, Context(), "us-east-1")["html"]
    assert "ml.p3.16xlarge" in html
    assert "churn.ipynb" in html


def test_hostile_names_and_sources_are_escaped() -> None:
    bad = "<script>alert(1)</script>"
    cells = [{"id": bad, "source": TRAINS.replace("t.py", bad)}, "not a cell", {}]
    html = report_answer({"name": bad, "cells": cells}, Context(), None)["html"]
    assert "<script" not in html


def test_an_empty_message_gives_an_empty_report() -> None:
    assert report_answer({}, Context(), None)["html"].startswith("<!DOCTYPE html>")


def test_it_says_where_the_assumed_region_is_from_and_shows_changes_and_totals() -> None:
    cells = [{"id": "b", "source": TRAINS.replace("ml.p3.16xlarge", "ml.m4.xlarge")}]
    html = report_answer({"name": "a.ipynb", "cells": cells}, Context(hours=3.0), "eu-west-1")["html"]
    assert "reckoned in eu-west-1 (settings of the kernel)" in html
    assert "The change, written by" in html and "for 3 h a job" in html


def test_an_account_in_the_name_stays_out() -> None:
    html = report_answer({"name": "teams/123456789012/a.ipynb", "cells": [{"source": TRAINS}]}, Context(), None)["html"]
    assert "123456789012" not in html and "teams/…/a.ipynb" in html
