"""The audit report of the notebook a front end has open, from its cells as they stand there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jupyter_green.audit.document import AuditOptions, audit_document
from jupyter_green.audit.redact import redact_name
from jupyter_green.audit.report import Report
from jupyter_green.audit.writers.html import write
from jupyter_green.practices import Context

__all__ = ["report_answer"]


def report_answer(message: Mapping[str, Any], context: Context, region: str | None) -> dict[str, Any]:
    """Return the answer to a ``report`` request: the whole page as HTML; the cells are read, never run."""
    name = redact_name(str(message.get("name") or "notebook"))
    options = AuditOptions(context=context, region=region, region_source="settings of the kernel", with_rewrites=True)
    document = audit_document(name, _notebook(message), options)
    report = Report(documents=(document,), hours=context.hours, assumed_region=region, grid=context.grid)
    return {"html": write(report)}


def _notebook(message: Mapping[str, Any]) -> bytes:
    cells: list[dict[str, Any]] = [
        {
            "cell_type": str(cell.get("type", "code")),
            "id": str(cell.get("id", "")),
            "metadata": {},
            "source": str(cell.get("source", "")),
            **({"outputs": [], "execution_count": None} if cell.get("type", "code") == "code" else {}),
        }
        for cell in message.get("cells") or ()
        if isinstance(cell, Mapping)
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()
