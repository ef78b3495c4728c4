"""nbconvert preprocessors: the advice under each cell of an ordinary export, or the report for a template.

Nothing is run.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from nbconvert.preprocessors import Preprocessor
from traitlets import Bool, Float, Int, Unicode

__all__ = ["AdvicePreprocessor", "ReportPreprocessor"]


class AdvicePreprocessor(Preprocessor):  # type: ignore[misc]
    """Adds the line of each job, with its advice to fold out, below the cell that starts it.

    Lines that the kernel extension saved when the notebook was run stay: they know more. Use it as
    ``jupyter nbconvert --to html --HTMLExporter.preprocessors=jupyter_green.audit.preprocessor.AdvicePreprocessor``.
    """

    region = Unicode("", help="Region for jobs whose code names none.").tag(config=True)
    hours = Float(0.0, help="Hours each job is expected to run; 0: not known.").tag(config=True)
    most_advice = Int(3, help="Pieces of advice a job.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook with an output added to every cell that starts a job."""
        from nbformat.v4 import new_output

        from jupyter_green.audit.notebook import options_here, report_on_notebook
        from jupyter_green.views.bundle import MIME_TYPE, mime_bundle
        from jupyter_green.views.line import line_view

        options = options_here(owner=type(self).__name__, region=self.region, hours=self.hours, with_rewrites=False)
        report = report_on_notebook(nb, "notebook.ipynb", options)
        by_cell: dict[int, list[dict[str, Any]]] = {}
        for document, job in report.jobs:
            silenced = {f.advice.key for f in document.findings if f.suppressed is not None}
            shown = [item for item in job.advice if item.key not in silenced][: self.most_advice]
            by_cell.setdefault(job.found.cell, []).append(line_view(job.footprint, shown))
        notes = report.region_notes
        for index, lines in sorted(by_cell.items()):
            cell = nb.cells[index]
            if cell.cell_type == "code" and not any(MIME_TYPE in out.get("data", {}) for out in cell.outputs):
                cell.outputs.append(new_output("display_data", data=_with_notes(mime_bundle(lines), notes)))
                notes = ()  # said once, where it is first needed
        return nb, resources


def _with_notes(bundle: dict[str, Any], notes: Sequence[str]) -> dict[str, Any]:
    """Return the bundle with the notes above its lines, where it is shown as HTML or text."""
    said = [f"{note[0].upper()}{note[1:]}." for note in notes]
    html = "".join(f'<p style="opacity:.7;font-size:90%">{escape(note)}</p>' for note in said)
    text = "\n".join([*said, bundle["text/plain"]])
    return bundle | {"text/html": html + bundle["text/html"], "text/plain": text}


class ReportPreprocessor(Preprocessor):  # type: ignore[misc]
    """Hands the audit to the template ``green_audit``, so that other exporters than its own can use it.

    The template asks for it: ``jupyter nbconvert --to webpdf --template green_audit`` prints the audit.
    """

    enabled = Bool(True).tag(config=True)
    region = Unicode("", help="Region for jobs whose code names none.").tag(config=True)
    hours = Float(0.0, help="Hours each job is expected to run; 0: not known.").tag(config=True)
    redact = Bool(True, help="Leave account ids, ARNs, role names and absolute paths out.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook as it is, and the resources with the report, unless the exporter made one."""
        if "green_audit" not in resources:
            from jupyter_green.audit.notebook import name_in, options_here, report_on_notebook
            from jupyter_green.audit.writers import html

            name = name_in(resources, redacted=self.redact)
            report = report_on_notebook(
                nb,
                name,
                options_here(owner=type(self).__name__, region=self.region, hours=self.hours),
            )
            resources["green_audit"] = html.parts(report, redacted=self.redact)
        return nb, resources
