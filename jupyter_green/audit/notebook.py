"""The audit of a notebook that stands in memory, as nbconvert has it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.redact import redact_name
from jupyter_green.audit.report import Report
from jupyter_green.audit.settings import assumed_region, checked_hours, known_practices, project_settings
from jupyter_green.audit.sources import UsageError
from jupyter_green.practices import Context

__all__ = ["name_in", "options_here", "report_on_notebook"]


def options_here(
    *,
    owner: str = "",
    region: str = "",
    hours: float = 0.0,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    with_rewrites: bool = True,
) -> AuditOptions:
    """Return the audit's options by what is given, the nearest pyproject.toml and the environment.

    Raises UsageError for a setting that cannot be used, whoever made it: a report by other settings than these could
    pass for an all-clear. Where ``jupyter nbconvert`` runs, that line ends it. ``owner`` is the class whose settings
    are given, empty for the options of a command.
    """

    def option(name: str) -> str:
        return f"{owner}.{name}" if owner else f"--{name}"

    try:
        settings = project_settings(Path.cwd())
        assumed, source = assumed_region(region or None, settings, option("region"))
        return AuditOptions(
            context=Context(
                today=datetime.date.today(),
                hours=checked_hours(hours or None, settings, option("hours")),
                grid=settings.get("grid", "lifecycle"),
                residency=tuple(settings.get("residency", ())),
            ),
            region=assumed,
            region_source=source,
            select=known_practices("select", select or None, settings, option("select")),
            ignore=known_practices("ignore", ignore or None, settings, option("ignore")),
            with_rewrites=with_rewrites,
        )
    except UsageError as error:
        if owner:
            _end_nbconvert(error)
        raise


def _end_nbconvert(error: UsageError) -> None:
    """Say what is wrong in one line and end, where this process is the command, which would show a traceback."""
    from nbconvert.nbconvertapp import NbConvertApp
    from traitlets.config import Application

    # Of another application, such as JupyterLab's server, NbConvertApp would say that it was itself initialized.
    app = Application.instance() if Application.initialized() else None
    if isinstance(app, NbConvertApp):
        app.log.error("%s", error)
        raise SystemExit(1) from None


def name_in(resources: Mapping[str, Any], *, redacted: bool) -> str:
    """Return the name of the notebook that nbconvert converts."""
    name = f"{resources['metadata'].get('name') or 'notebook'}.ipynb"
    return redact_name(name) if redacted else name


def report_on_notebook(notebook: Mapping[str, Any], name: str, options: AuditOptions) -> Report:
    """Return the report of one notebook given as its JSON."""
    data = json.dumps(notebook).encode("utf-8")
    document = audit_document(name, data, options)
    return Report(
        documents=(document,),
        hours=options.context.hours,
        assumed_region=options.region,
        grid=options.context.grid,
    )
