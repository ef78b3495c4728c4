"""What an executed notebook left in its outputs and metadata: Regions, ARNs, and our own saved lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from jupyter_green.audit.report import SavedLine
from jupyter_green.catalog.regions import find_region
from jupyter_green.views.bundle import MIME_TYPE

__all__ = ["region_of_metadata", "region_of_outputs", "saved_lines"]

_ARN = re.compile(r"arn:aws[\w-]*:[\w-]+:([a-z]{2}(?:-[a-z]+)+-\d):")
_HOST = re.compile(r"\b([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com")
#: Each pattern with a word that every match holds: a text is searched for that many times as fast.
_NAMED_IN = (("arn:aws", _ARN), (".amazonaws.com", _HOST))
_PARAMETERS = ("region", "region_name", "aws_region", "AWS_REGION")
_STATES = ("forecast", "running", "measured", "stopped")
_MOST_SAID = 200
_MOST_TEXT = 2_000_000


def region_of_outputs(notebook: Any) -> str | None:
    """Return the Region that a notebook's outputs name most often, or None."""
    return _most_named(_output_texts(notebook))


def region_of_metadata(notebook: Any) -> str | None:
    """Return the Region in which a notebook was last open, or None.

    Studio writes the ARN of the kernel's image into the name of the kernel, papermill the values that it was given.
    """
    metadata = notebook.get("metadata") if isinstance(notebook, dict) else None
    if not isinstance(metadata, dict):
        return None
    given = _mapping_at(metadata, "papermill", "parameters")
    for name in _PARAMETERS:
        value = given.get(name)
        if isinstance(value, str) and find_region(value) is not None:
            return value
    told = (value for part in (_mapping_at(metadata, "kernelspec"), given, metadata) for value in part.values())
    return _most_named(value for value in told if isinstance(value, str))


def _mapping_at(metadata: dict[str, Any], *names: str) -> dict[str, Any]:
    found: Any = metadata
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _most_named(texts: Iterable[str]) -> str | None:
    seen: Counter[str] = Counter()
    room = _MOST_TEXT
    for text in texts:
        piece = text[:room]
        room -= len(piece)
        for word, pattern in _NAMED_IN:
            if word in piece:
                seen.update(code for code in pattern.findall(piece) if find_region(code) is not None)
        if room <= 0:
            break
    return seen.most_common(1)[0][0] if seen else None


def saved_lines(notebook: Any) -> Iterator[SavedLine]:
    """Yield the lines that our kernel extension saved in the outputs, with nothing taken on trust but short texts."""
    for index, output in _outputs(notebook):
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


def _outputs(notebook: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    for index, cell in enumerate(cells if isinstance(cells, list) else ()):
        outputs = cell.get("outputs") if isinstance(cell, dict) else None
        for output in outputs if isinstance(outputs, list) else ():
            if isinstance(output, dict):
                yield index, output


def _output_texts(notebook: Any) -> Iterator[str]:
    for _, output in _outputs(notebook):
        data = output.get("data")
        texts = [output.get("text"), data.get("text/plain") if isinstance(data, dict) else None]
        for text in texts:
            if isinstance(text, list):
                yield "".join(piece for piece in text if isinstance(piece, str))
            elif isinstance(text, str):
                yield text
