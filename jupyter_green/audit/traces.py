"""What an executed notebook left in its outputs and metadata: Regions, ARNs, and our own saved lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from jupyter_green.audit.report import SavedLine
from jupyter_green.catalog.regions import find_region
from jupyter_green.readers.cells import text_of_lines
from jupyter_green.views.bundle import MIME_TYPE

__all__ = ["outputs_of", "region_of_outputs", "saved_lines"]

Outputs: TypeAlias = Sequence[tuple[int, Mapping[str, Any]]]

_ARN = re.compile(r"arn:aws[\w-]*:[\w-]+:([a-z]{2}(?:-[a-z]+)+-\d):")
_HOST = re.compile(r"\b([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com")
#: Each pattern with a word that every match holds: a text is searched for that many times as fast.
_NAMED_IN = (("arn:aws", _ARN), (".amazonaws.com", _HOST))
_STATES = ("forecast", "running", "measured", "stopped")
_MOST_SAID = 200
_MOST_TEXT = 2_000_000


def outputs_of(notebook: Any) -> list[tuple[int, dict[str, Any]]]:
    """Return the outputs of a parsed notebook, each with the index of its cell."""
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    return [
        (index, output)
        for index, cell in enumerate(cells if isinstance(cells, list) else ())
        if isinstance(cell, dict) and (outputs := cell.get("outputs")) and isinstance(outputs, list)
        for output in outputs
        if isinstance(output, dict)
    ]


def region_of_outputs(outputs: Outputs) -> str | None:
    """Return the Region that a notebook's outputs name most often, or None."""
    seen: Counter[str] = Counter()
    room = _MOST_TEXT
    for text in _texts(outputs):
        piece = text if len(text) <= room else text[:room]
        room -= len(piece)
        for word, pattern in _NAMED_IN:
            if word in piece:
                seen.update(code for code in pattern.findall(piece) if find_region(code) is not None)
        if room <= 0:
            break
    return seen.most_common(1)[0][0] if seen else None


def saved_lines(outputs: Outputs) -> Iterator[SavedLine]:
    """Yield the lines that our kernel extension saved in the outputs, with nothing taken on trust but short texts."""
    for index, output in outputs:
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


def _texts(outputs: Outputs) -> Iterator[str]:
    for _, output in outputs:
        data = output.get("data")
        for text in (output.get("text"), data.get("text/plain") if isinstance(data, dict) else None):
            if text and isinstance(text, list):
                yield text_of_lines(text)
            elif text and isinstance(text, str):
                yield text
