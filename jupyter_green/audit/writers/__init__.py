"""Writers of the report: each turns the one report model into one form."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from jupyter_green.audit.report import Report

__all__ = ["FORMATS", "write"]

#: Name on the command line -> module.
FORMATS = {
    "text": "terminal",
    "json": "json_report",
    "markdown": "markdown",
    "html": "html",
    "sarif": "sarif",
    "github": "github",
}


def write(report: Report, form: str, *, redacted: bool = True) -> str:
    """Return the report in the form named; raises KeyError for a form that does not exist."""
    module = importlib.import_module(f"{__name__}.{FORMATS[form]}")
    writer = cast("Callable[..., str]", module.write)
    return writer(report, redacted=redacted)
