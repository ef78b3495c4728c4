"""nbconvert exporters: ``jupyter nbconvert --to green_audit`` and ``--to green_audit_md``; nothing is run."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import Bool, Float, List, Unicode

__all__ = ["GreenAuditExporter", "GreenAuditMarkdownExporter"]


class GreenAuditExporter(TemplateExporter):  # type: ignore[misc]
    """The audit as one HTML page; the template gets the report as ``resources.green_audit``."""

    export_from_notebook = "Green audit (HTML)"
    output_mimetype = "text/html"

    region = Unicode("", help="Region for jobs whose code names none.").tag(config=True)
    hours = Float(0.0, help="Hours each job is expected to run; 0: not known.").tag(config=True)
    select = List(Unicode(), help="Practices to look for, by id or its beginning; empty: all.").tag(config=True)
    ignore = List(Unicode(), help="Practices not to look for.").tag(config=True)
    redact = Bool(True, help="Leave account ids, ARNs, role names and absolute paths out.").tag(config=True)

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[str, dict[str, Any]]:
        """Return the report and the resources."""
        from jupyter_green.audit.notebook import name_in, options_here, report_on_notebook

        resources = self._init_resources(resources)
        name = name_in(resources, redacted=self.redact)
        options = options_here(
            owner=type(self).__name__,
            region=self.region,
            hours=self.hours,
            select=self.select,
            ignore=self.ignore,
        )
        resources["green_audit"] = self.parts(report_on_notebook(nb, name, options))
        output, resources = super().from_notebook_node(nb, resources, **kw)
        return output, resources

    def _file_extension_default(self) -> str:
        return ".html"

    def _template_name_default(self) -> str:
        return "green_audit"

    def _template_extension_default(self) -> str:
        return ".html.j2"

    def parts(self, report: Any) -> dict[str, str]:
        """Return what the template puts together: title, style sheet and body, all escaped."""
        from jupyter_green.audit.writers import html

        return html.parts(report, redacted=self.redact)


class GreenAuditMarkdownExporter(GreenAuditExporter):
    """The audit as Markdown, for a review; settings of GreenAuditExporter hold here too."""

    export_from_notebook = "Green audit (Markdown)"
    output_mimetype = "text/markdown"

    def _file_extension_default(self) -> str:
        return ".md"

    def _template_name_default(self) -> str:
        return "green_audit_md"

    def _template_extension_default(self) -> str:
        return ".md.j2"

    def parts(self, report: Any) -> dict[str, str]:
        """Return the Markdown, escaped."""
        from jupyter_green.audit.writers import markdown

        return {"text": markdown.write(report, redacted=self.redact)}
