"""One MIME bundle a cell: our own type for the sidebar, HTML for other front ends, text for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_green.catalog.tables import DATA_VERSION
from jupyter_green.footprint import METHOD_VERSION
from jupyter_green.views.html import lines_html

__all__ = ["MIME_TYPE", "mime_bundle"]

MIME_TYPE = "application/vnd.jupyter-green.v1+json"


def mime_bundle(lines: Sequence[Mapping[str, Any]], *, cell: int | None = None) -> dict[str, Any]:
    """Return the bundle of all LINEs of a cell."""
    return {
        MIME_TYPE: {
            "version": 1,
            "method": METHOD_VERSION,
            "data": DATA_VERSION,
            "cell": cell,
            "lines": [dict(line) for line in lines],
        },
        "text/html": lines_html(lines),
        "text/plain": "\n".join(str(line["text"]) for line in lines),
    }
