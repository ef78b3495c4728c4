"""What an executed notebook left in its outputs and metadata: Regions, ARNs, and our own saved lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from jupyter_green.audit.report import SavedLine
from jupyter_green.catalog.regions import find_region
from jupyter_green.readers.cells import text_of_lines
from jupyter_green.views.bundle import MIME_TYPE

__all__ = ["Traces", "region_of_metadata", "region_of_outputs", "saved_lines", "traces_of"]

_ARN = re.compile(r"arn:aws[\w-]*:[\w-]+:([a-z]{2}(?:-[a-z]+)+-\d):")
_HOST = re.compile(r"\b([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com")
#: Each pattern with a word that every match holds: a text is searched for that many times as fast.
_NAMED_IN = (("arn:aws", _ARN), (".amazonaws.com", _HOST))
_PARAMETERS = ("region", "region_name", "aws_region", "AWS_REGION")
_STATES = ("forecast", "running", "measured", "stopped")
_MOST_SAID = 200
_MOST_TEXT = 2_000_000


class Traces(NamedTuple):
    """The outputs and the tags of a notebook's cells, each with the index of its cell, and the notebook's metadata."""

    outputs: Sequence[tuple[int, Mapping[str, Any]]] = ()
    tags: Sequence[tuple[int, str]] = ()
    metadata: Mapping[str, Any] = MappingProxyType({})


def traces_of(notebook: Any) -> Traces:
    """Return what stands beside the sources of a parsed notebook; what has another form than it should is left out."""
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    outputs: list[tuple[int, Mapping[str, Any]]] = []
    tags: list[tuple[int, str]] = []
    for index, cell in enumerate(cells if isinstance(cells, list) else ()):
        if not isinstance(cell, dict):
            continue
        shown, about = cell.get("outputs"), cell.get("metadata")
        if shown and isinstance(shown, list):
            outputs += [(index, output) for output in shown if isinstance(output, dict)]
        if about and isinstance(about, dict) and isinstance(about.get("tags"), list):
            tags += [(index, tag) for tag in about["tags"] if isinstance(tag, str)]
    metadata = notebook.get("metadata") if isinstance(notebook, dict) else None
    return Traces(outputs, tags, metadata if isinstance(metadata, dict) else MappingProxyType({}))


def region_of_outputs(traces: Traces) -> str | None:
    """Return the Region that a notebook's outputs name most often, or None."""
    return _most_named(_texts(traces))


def region_of_metadata(traces: Traces) -> str | None:
    """Return the Region in which a notebook was last open, or None.

    Studio writes the ARN of the kernel's image into the name of the kernel, papermill the values that it was given.
    """
    metadata = traces.metadata
    given = _mapping_at(metadata, "papermill", "parameters")
    for name in _PARAMETERS:
        value = given.get(name)
        if isinstance(value, str) and find_region(value) is not None:
            return value
    told = (value for part in (_mapping_at(metadata, "kernelspec"), given, metadata) for value in part.values())
    return _most_named(value for value in told if isinstance(value, str))


def _mapping_at(metadata: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    found: Any = metadata
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _most_named(texts: Iterable[str]) -> str | None:
    seen: Counter[str] = Counter()
    room = _MOST_TEXT
    for text in texts:
        piece = text if len(text) <= room else text[:room]
        room -= len(piece)
        for word, pattern in _NAMED_IN:
            if word in piece:
                seen.update(code for code in pattern.findall(piece) if find_region(code) is not None)
        if room <= 0:
            break
    return seen.most_common(1)[0][0] if seen else None


def saved_lines(traces: Traces) -> Iterator[SavedLine]:
    """Yield the lines that our kernel extension saved in the outputs, with nothing taken on trust but short texts."""
    for index, output in traces.outputs:
        data = output.get("data")
        saved = data.get(MIME_TYPE) if isinstance(data, dict) else None
        lines = saved.get("lines") if isinstance(saved, dict) else None
        for line in lines if isinstance(lines, list) else ():
            if isinstance(line, dict) and line.get("state") in _STATES:
                told = [_text_of(line.get(name)) for name in ("carbon", "energy", "cost")]
                figures = " · ".join(text for text in told if text)
                yield SavedLine(index, _short(line.get("what")), line["state"], figures)


def _text_of(figure: Any) -> str:
    if not isinstance(figure, dict):
        return ""
    span = _short(figure.get("range"))
    return _short(figure.get("text")) + (f" [{span}]" if span else "")


def _short(value: Any) -> str:
    return value[:_MOST_SAID] if isinstance(value, str) else ""


def _texts(traces: Traces) -> Iterator[str]:
    for _, output in traces.outputs:
        data = output.get("data")
        for text in (output.get("text"), data.get("text/plain") if isinstance(data, dict) else None):
            if text and isinstance(text, list):
                yield text_of_lines(text)
            elif text and isinstance(text, str):
                yield text
