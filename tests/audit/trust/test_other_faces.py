"""The faces that no ``--format`` names: a terminal in colour, nbconvert's exports, advice under the cells of a page."""

from __future__ import annotations

import io
import re
from pathlib import Path

import nbformat
import pytest

from jupyter_green.audit.exporter import GreenAuditExporter, GreenAuditMarkdownExporter
from jupyter_green.audit.preprocessor import AdvicePreprocessor
from jupyter_green.audit.writers import screen
from tests.audit.trust.hostile import hostile, secretive
from tests.audit.trust.test_escaping import CONTROLS, NAME, Tags, report_of

TEMPLATES = str(Path(__file__).parents[3] / "jupyter_green" / "audit" / "templates")


@pytest.mark.parametrize("redacted", [True, False])
def test_a_terminal_in_colour_gets_no_sequence_from_a_notebook(redacted: bool) -> None:
    from rich.console import Console

    screened = io.StringIO()
    report = report_of(hostile().replace(b"click", b"/nope][bold red]"), NAME)
    screen.show(report, Console(file=screened, width=200), redacted=redacted)

    assert CONTROLS.findall(screened.getvalue()) == []
    assert "[/nope][bold red]" in screened.getvalue() or redacted


def test_an_exported_audit_has_nothing_that_runs() -> None:
    notebook = nbformat.reads(hostile().decode(), as_version=4)
    page, _ = GreenAuditExporter(extra_template_basedirs=[TEMPLATES]).from_notebook_node(notebook)
    tags = Tags()
    tags.feed(page)
    assert tags.acting == []
    text, _ = GreenAuditMarkdownExporter(extra_template_basedirs=[TEMPLATES]).from_notebook_node(notebook)
    assert not re.search(r"(?<!\\)\]\(|<(?:script|img|b)\b|@everyone", text)


def test_exports_carry_no_account() -> None:
    notebook = nbformat.reads(secretive().decode(), as_version=4)
    for exporter in (
        GreenAuditExporter(extra_template_basedirs=[TEMPLATES]),
        GreenAuditMarkdownExporter(extra_template_basedirs=[TEMPLATES]),
    ):
        text, _ = exporter.from_notebook_node(notebook)
        assert "123456789012" not in text


def test_advice_under_a_cell_is_no_markup_of_the_notebook() -> None:
    notebook, _ = AdvicePreprocessor().preprocess(nbformat.reads(hostile().decode(), as_version=4), {})
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert outputs
    for output in outputs:
        tags = Tags()
        tags.feed(output["data"].get("text/html", ""))
        assert [tag for tag in tags.acting if tag != "link"] == []
