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
from jupyter_green.audit.settings import assumed_region, project_settings
from jupyter_green.audit.sources import UsageError
from jupyter_green.practices import Context

__all__ = ["name_in", "options_here", "report_on_notebook"]


def options_here(
    *,
    region: str = "",
    region_option: str = "--region",
    hours: float = 0.0,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    with_rewrites: bool = True,
) -> AuditOptions:
    """Return the audit's options by what is given, the nearest pyproject.toml and the environment.

    Raises UsageError for a Region that does not exist, and where ``jupyter nbconvert`` runs ends it with that line;
    settings that cannot be used are left out.
    """
    try:
        settings = project_settings(Path.cwd())
    except UsageError:
        settings = {}
    try:
        assumed, source = assumed_region(region or None, settings, region_option)
    except UsageError as error:
        _end_nbconvert(error)
        raise
    return AuditOptions(
        context=Context(
            today=datetime.date.today(),
            hours=hours or settings.get("hours") or None,
            grid=settings.get("grid", "lifecycle"),
            residency=tuple(settings.get("residency", ())),
        ),
        region=assumed,
        region_source=source,
        select=tuple(select or settings.get("select", ())),
        ignore=tuple(ignore or settings.get("ignore", ())),
        with_rewrites=with_rewrites,
    )


def _end_nbconvert(error: UsageError) -> None:
    """Say what is wrong in one line and end, where this process is the command, which would show a traceback."""
    from nbconvert.nbconvertapp import NbConvertApp

    if NbConvertApp.initialized():
        NbConvertApp.instance().log.error("%s", error)
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
