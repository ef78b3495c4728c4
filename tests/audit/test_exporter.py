"""nbconvert: the audit as an export of its own, and the advice inside ordinary ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_core.application import JupyterApp
from nbconvert import HTMLExporter
from nbconvert.exporters import Exporter
from traitlets.config import Config

from jupyter_green.audit.exporter import GreenAuditExporter, GreenAuditMarkdownExporter
from jupyter_green.audit.preprocessor import AdvicePreprocessor
from jupyter_green.views.bundle import MIME_TYPE
from tests.audit.examples import ENDPOINT, IMPORTS, TRAINING, notebook
from tests.audit.writers.hostile import CALL, SCRIPT

TEMPLATES = Path(__file__).parents[2] / "jupyter_green" / "audit" / "templates"


def node(*sources: str) -> Any:
    return nbformat.reads(json.dumps(notebook(*sources)), as_version=4)


def export(exporter: type[Exporter], *sources: str, **settings: Any) -> str:
    made = exporter(extra_template_basedirs=[str(TEMPLATES)], **settings)
    output, _ = made.from_notebook_node(node(*sources), {"metadata": {"name": "churn"}})
    return str(output)


def test_the_html_export_is_the_audits_page() -> None:
    text = export(GreenAuditExporter, IMPORTS, TRAINING, ENDPOINT, region="eu-west-1")
    assert text.startswith("<!DOCTYPE html>")
    assert "<h1>churn.ipynb</h1>" in text and "ml.g5.2xlarge" in text and "eu-west-1" in text
    assert "<script" not in text and "https:" not in text


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"select": ["zzz"]}, r"GreenAuditExporter\.select: unknown practice 'zzz'"),
        ({"ignore": ["managed-spot-traning"]}, r"ignore: .*; did you mean managed-spot-training\?"),
        ({"hours": -5.0}, r"GreenAuditExporter\.hours must be a number from 0"),
    ],
)
def test_a_setting_that_cannot_be_used_is_no_all_clear(settings: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        export(GreenAuditExporter, IMPORTS, TRAINING, **settings)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[tool.jupyter-green.audit]\nselect = ['zzz']\n", "pyproject.toml: select: unknown practice 'zzz'"),
        ("[tool.jupyter-green.audit]\nregoin = 'eu-west-1'\n", "did you mean region"),
        ("[tool.jupyter_green.audit]\nhours = 3\n", r"did you mean \[tool.jupyter-green\]"),
    ],
)
def test_a_slip_in_pyproject_ends_every_export(folder: Path, text: str, complaint: str) -> None:
    (folder / "pyproject.toml").write_text(text, "utf-8")
    for exporter in (GreenAuditExporter, GreenAuditMarkdownExporter):
        with pytest.raises(ValueError, match=complaint):
            export(exporter, IMPORTS, TRAINING)
    with pytest.raises(ValueError, match=complaint):
        AdvicePreprocessor(enabled=True)(node(IMPORTS, TRAINING), {})


def test_a_server_that_exports_is_told_what_is_wrong_with_the_setting() -> None:
    assert not JupyterApp.initialized()
    JupyterApp.instance()  # as JupyterLab's server is one, and not the nbconvert command
    try:
        with pytest.raises(ValueError, match=r"GreenAuditExporter\.region: unknown Region 'eu-wst-1'"):
            export(GreenAuditExporter, IMPORTS, TRAINING, region="eu-wst-1")
    finally:
        JupyterApp.clear_instance()


def test_one_setting_holds_for_both_forms() -> None:
    config = Config({"GreenAuditExporter": {"region": "eu-north-1"}})
    for exporter in (GreenAuditExporter, GreenAuditMarkdownExporter):
        assert "reckoned in eu-north-1" in export(exporter, IMPORTS, TRAINING, config=config).replace("&#39;", "")


def test_a_region_that_does_not_exist_is_blamed_on_the_exporters_setting() -> None:
    with pytest.raises(ValueError, match=r"GreenAuditExporter\.region: unknown Region 'eu-wst-1'"):
        export(GreenAuditExporter, IMPORTS, TRAINING, region="eu-wst-1")


REGION = "unknown Region 'eu-wst-1'; did you mean eu-west-1?"


@pytest.mark.parametrize(
    ("command", "setting", "complaint"),
    [
        (("--to", "green_audit"), "GreenAuditExporter.region=eu-wst-1", f"GreenAuditExporter.region: {REGION}"),
        (("--to", "green_audit_md"), "GreenAuditExporter.hours=-5", "MarkdownExporter.hours must be a number"),
        (("--to", "html", f"--HTMLExporter.preprocessors={AdvicePreprocessor.__module__}.AdvicePreprocessor"),
         "AdvicePreprocessor.region=eu-wst-1", f"AdvicePreprocessor.region: {REGION}"),
    ],
)  # fmt: skip
def test_the_nbconvert_command_says_so_in_one_line(
    command: tuple[str, ...], setting: str, complaint: str, tmp_path: Path
) -> None:
    (tmp_path / "churn.ipynb").write_text(json.dumps(notebook(IMPORTS, TRAINING)), "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "nbconvert", *command, f"--{setting}", "churn.ipynb"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(TEMPLATES.parents[2])},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 1
    assert complaint in run.stderr
    assert "Traceback" not in run.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "churn.ipynb"]


def test_the_markdown_export_is_a_review_comment() -> None:
    text = export(GreenAuditMarkdownExporter, IMPORTS, TRAINING)
    assert text.startswith("## Sustainability audit")
    assert "churn.ipynb, cell 3" in text


@pytest.mark.parametrize("exporter", [GreenAuditExporter, GreenAuditMarkdownExporter])
def test_a_hostile_notebook_stays_text(exporter: type[Exporter]) -> None:
    assert SCRIPT not in export(exporter, IMPORTS, CALL)


def test_settings_choose_practices_and_redaction() -> None:
    text = export(GreenAuditMarkdownExporter, IMPORTS, TRAINING, select=["low-carbon-region"])
    assert "cleaner" in text and "Spot" not in text


def test_both_are_offered_in_the_menu_and_named_in_the_package() -> None:
    for exporter in (GreenAuditExporter, GreenAuditMarkdownExporter):
        made = exporter(extra_template_basedirs=[str(TEMPLATES)])
        assert made.export_from_notebook and made.output_mimetype
    for name in ("green_audit", "green_audit_md"):
        kinds = json.loads((TEMPLATES / name / "conf.json").read_text("utf-8"))["mimetypes"]
        assert list(kinds.values()) == [True]


def test_advice_stands_under_the_cell_that_starts_a_job() -> None:
    before = node(IMPORTS, TRAINING, "print(1)")
    after, _ = AdvicePreprocessor(enabled=True)(before, {})
    with_output = [index for index, cell in enumerate(after.cells) if cell.get("outputs")]
    assert with_output == [2]
    (output,) = after.cells[2].outputs
    assert set(output.data) == {MIME_TYPE, "text/html", "text/plain"}
    nbformat.validate(after)


def test_what_was_saved_when_it_ran_stays() -> None:
    saved = node(IMPORTS, TRAINING)
    line = {"state": "measured", "what": "training", "carbon": {"text": "1 kg"}}
    data = {MIME_TYPE: {"version": 1, "lines": [line]}, "text/plain": "training"}
    saved.cells[2].outputs.append(nbformat.v4.new_output("display_data", data=data))
    after, _ = AdvicePreprocessor(enabled=True)(saved, {})
    assert len(after.cells[2].outputs) == 1


def test_an_ordinary_export_shows_the_advice() -> None:
    made = HTMLExporter(preprocessors=["jupyter_green.audit.preprocessor.AdvicePreprocessor"])
    text, _ = made.from_notebook_node(node(IMPORTS, TRAINING))
    assert 'aria-label="jupyter_green"' in text and "training · 1 × ml.g5.2xlarge" in text


def test_the_export_with_advice_says_once_that_the_region_is_assumed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)

    def html(*sources: str, **settings: Any) -> str:
        after, _ = AdvicePreprocessor(enabled=True, **settings)(node(*sources), {})
        return "".join(output.data["text/html"] for cell in after.cells for output in cell.get("outputs", ()))

    assert (
        html(IMPORTS, TRAINING, ENDPOINT).count("No Region is written anywhere in the code: reckoned in us-east-1.")
        == 1
    )
    assert "reckoned in eu-north-1 (AdvicePreprocessor.region)." in html(IMPORTS, TRAINING, region="eu-north-1")
    written = (
        'import boto3\nboto3.client("sagemaker", region_name="us-east-1").create_processing_job('
        'ProcessingJobName="x", ProcessingResources={"ClusterConfig": {"InstanceCount": 1, '
        '"InstanceType": "ml.m5.large", "VolumeSizeInGB": 30}})'
    )
    assert "us-east-1" in html(written) and "reckoned in" not in html(written)


def test_other_exporters_print_the_audit_by_its_template() -> None:
    made = HTMLExporter(extra_template_basedirs=[str(TEMPLATES)], template_name="green_audit")
    text, _ = made.from_notebook_node(node(IMPORTS, TRAINING), {"metadata": {"name": "churn"}})
    assert "<h1>churn.ipynb</h1>" in text and "ml.g5.2xlarge" in text and "<script" not in text
    assert text.count("MLSUS0") == 16
