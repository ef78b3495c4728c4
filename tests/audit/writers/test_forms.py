"""The forms that machines read, and those that people read as text."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from typing import Any

import jsonschema
import pytest

from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.report import Problem, Report
from jupyter_green.audit.writers import FORMATS, markdown, write
from tests.audit.examples import ENDPOINT, IMPORTS, TRAINING, as_bytes, audited, notebook, report
from tests.audit.writers.hostile import SCRIPT, hostile_report
from tests.support.sarif import SCHEMA_ADDRESS, sarif_schema

OLD = TRAINING.replace("ml.g5.2xlarge", "ml.m4.xlarge")
SILENCED = TRAINING.replace("max_run=3600,", "max_run=3600,  # green: ignore[*] until 2999-01 because of a deadline")


def schema() -> dict[str, Any]:
    text = (files("jupyter_green.audit") / "schema" / "report-1.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def many() -> Report:
    broken = audit_document("broken.ipynb", b"sagemaker {", AuditOptions())
    plain = audited("print(1)", name="plain.ipynb")
    return report(audited(IMPORTS, TRAINING, ENDPOINT), audited(IMPORTS, SILENCED, name="b.ipynb"), broken, plain)


@pytest.mark.parametrize("which", [many, hostile_report, lambda: Report(documents=(), hours=2.0, interrupted=True)])
def test_the_json_report_keeps_to_its_schema(which: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator(schema()).validate(json.loads(write(which(), "json")))


def test_the_schema_describes_every_part_and_allows_no_other() -> None:
    objects = [node for node in _nodes(schema()) if "properties" in node]
    assert len(objects) > 10
    assert all(node["additionalProperties"] is False for node in objects)


def _nodes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(node for item in value.values() for node in _nodes(item))]
    return [node for item in value for node in _nodes(item)] if isinstance(value, list) else []


def test_suppressed_findings_are_told_but_not_counted() -> None:
    data = json.loads(write(many(), "json"))
    silenced = [f for d in data["documents"] for f in d["findings"] if f["suppressed"]]
    assert data["counts"]["suppressed"] == len(silenced) > 0
    assert silenced[0]["suppressed"] == {"reason": "of a deadline", "until": "2999-01-31"}


@pytest.mark.parametrize("which", [many, hostile_report, lambda: Report(documents=(), hours=2.0, interrupted=True)])
def test_sarif_keeps_to_the_official_schema(which: Any) -> None:
    schema = sarif_schema()
    judge = jsonschema.validators.validator_for(schema)(schema)
    log = json.loads(write(which(), "sarif"))
    judge.validate(log)
    assert log["$schema"] == SCHEMA_ADDRESS
    assert not judge.is_valid({**log, "version": "2.0.0"}) and not judge.is_valid({**log, "more": 1})


def test_sarif_has_what_the_standard_requires_beyond_its_schema() -> None:
    """SARIF 2.1.0, required properties of §3.13, 3.14, 3.18–3.20, 3.27–3.30 and 3.35."""
    log = json.loads(write(many(), "sarif"))
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] and driver["version"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == sorted(set(ids)) and ids
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in driver["rules"])
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    assert run["results"]
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert re.fullmatch(r"[\w./%-]+", physical["artifactLocation"]["uri"])
        assert physical["region"]["startLine"] >= 1
        assert all(result["partialFingerprints"].values())
        assert all(one["kind"] in ("inSource", "external") for one in result.get("suppressions", ()))
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is True
    assert [one["message"]["text"] for one in invocation["toolExecutionNotifications"]]


def test_a_finding_points_at_the_line_of_the_file() -> None:
    data = as_bytes(notebook(IMPORTS, OLD))
    options = AuditOptions(region="us-east-1", with_file_lines=True)
    one = Report(documents=(audit_document("work.ipynb", data, options),))
    lines = data.decode().splitlines()
    told = {f.file_line for _, f in one.findings if f.cell == 2}
    assert any("ml.m4.xlarge" in lines[line - 1] for line in told)
    results = json.loads(write(one, "sarif"))["runs"][0]["results"]
    assert {r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in results} >= told
    assert any(f",line={line}," in write(one, "github") for line in told)


def test_a_python_file_has_columns_too() -> None:
    data = f"{IMPORTS}\n{OLD}\n".encode()
    one = Report(documents=(audit_document("work.py", data, AuditOptions(region="us-east-1")),))
    regions = [
        r["locations"][0]["physicalLocation"]["region"] for r in json.loads(write(one, "sarif"))["runs"][0]["results"]
    ]
    lines = data.decode().splitlines()
    assert any(
        lines[r["startLine"] - 1][r["startColumn"] - 1 : r["endColumn"] - 1] == '"ml.m4.xlarge"' for r in regions
    )


def test_an_annotation_is_one_line_whatever_it_says() -> None:
    for line in write(hostile_report(), "github").splitlines():
        assert re.match(r"::(error|warning|notice) file=[^,:]*(,[^:]*)?::", line)
        assert "\x1b" not in line


def test_markdown_shows_what_a_notebook_says_as_text() -> None:
    text = write(hostile_report(), "markdown")
    assert "<" not in text.replace("&lt;", "")
    assert "![" not in text and "@me" not in text and "123456789012" not in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} <= {4, 6}


def test_the_terminal_gets_no_escape_sequences() -> None:
    text = write(hostile_report(), "text")
    assert "\x1b" not in text and "\u202e" not in text
    assert SCRIPT in text  # markup means nothing to a terminal


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_tells_jobs_problems_and_an_interruption(form: str) -> None:
    one = many()
    text = write(replace(one, interrupted=True), form)
    assert "broken.ipynb" in text
    assert form == "github" or form == "sarif" or "ml.g5.2xlarge" in text
    said = '"executionSuccessful": false' if form == "sarif" else "nterrupted"
    assert said in text and (form == "json" or said not in write(one, form))
    assert text.endswith("\n")


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"json"}))
def test_what_silences_nothing_is_told(form: str) -> None:
    idle = audited(IMPORTS, f"{TRAINING}  # green: ignore[delete-idle-endpoints]")
    assert len(idle.unused_suppressions) == 1
    assert re.search(r"(?:suppresses|silences) nothing: delete-idle-endpoints", write(report(idle), form))


def test_markdown_breaks_its_lines_in_a_file_as_in_a_comment() -> None:
    found = (
        write(report(), "markdown").partition("### Training and tuning")[2].partition("### ")[0].strip().splitlines()
    )
    followed = [line for line, after in pairwise(found) if after.startswith("  ")]
    assert followed and all(line.endswith("  ") for line in followed)


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_jobs_have_the_numbers_by_which_they_are_spoken_of(form: str) -> None:
    rows = [line for line in write(report(), form).splitlines() if "ml.g" in line and "us-east-1" in line]
    assert [re.findall(r"\d+", row)[0] for row in rows[:2]] == ["1", "2"]


@pytest.mark.parametrize("form", FORMATS)
def test_lone_surrogates_can_be_written(form: str) -> None:
    odd = audited(IMPORTS, TRAINING.replace("train.py", "\ud800.py"), "x = '\udfff'  # sagemaker")
    problem = Problem("unreadable", "it says \udcff")
    write(Report(documents=(replace(odd, problems=(problem,)),)), form).encode("utf-8")


def test_markdown_of_many_jobs_fits_into_a_comment_and_says_what_is_left_out() -> None:
    text = markdown.write(report(*(audited(IMPORTS, OLD, ENDPOINT, name=f"{n}.ipynb") for n in range(150))))
    assert len(text) <= markdown.MOST_CHARACTERS
    assert "more jobs" in text and "more cells" in text and text.count("MLSUS0") == 16
    assert "… " not in markdown.write(report())


UNKNOWN = TRAINING.replace('"ml.g5.2xlarge"', "chosen")


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_jobs_of_which_none_could_be_counted_are_said_to_be_so(form: str) -> None:
    text = write(report(audited(IMPORTS, UNKNOWN, UNKNOWN)), form)
    assert re.search(r"he carbon of all jobs at once is not known \\?\(0 of 2 counted", text)
    assert "of all jobs at once" not in write(report(audited(IMPORTS, TRAINING)), form)


def test_counts_of_a_large_report_have_separators() -> None:
    (one,) = report().documents
    large = report(*[replace(one, name=f"{number}.ipynb") for number in range(600)])
    for form in ("text", "markdown", "html"):
        assert "1,200 jobs" in write(large, form)
        assert "1200 jobs" not in write(large, form)


PIPELINE = """from sagemaker.workflow.pipeline import Pipeline
pipeline = Pipeline(name="p", steps=[])
pipeline.upsert(role_arn=role)
pipeline.start()"""


def test_what_is_counted_elsewhere_is_no_zero_in_json() -> None:
    data = json.loads(write(report(audited(IMPORTS, PIPELINE)), "json"))
    (job,) = data["documents"][0]["jobs"]
    assert job["basis"] == "counted elsewhere"
    assert job["carbon"] == {"unit": "gCO2e/h", "counted": 0, "out_of": 0, "text": "counted elsewhere"}
    jsonschema.Draft202012Validator(schema()).validate(data)
