"""The line and its fold-out detail as HTML: no script, no style sheet, no remote asset; everything escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

__all__ = ["lines_html"]

_EDGE = "border-left:3px solid {colour};padding:2px 8px;margin:2px 0;font-size:90%;line-height:1.5"
_QUIET = "opacity:.7"
_CHIP = "border:1px solid currentColor;border-radius:8px;padding:0 6px;font-size:85%;opacity:.7"
_RATES = ("per hour", "per busy hour", "total")
_COLOURS = {True: "#b36b00", False: "#2e7d32"}


def lines_html(lines: Sequence[Mapping[str, Any]]) -> str:
    """Return the HTML of all LINEs of one cell."""
    return f'<div role="group" aria-label="jupyter_green">{"".join(_line(line) for line in lines)}</div>'


def _line(line: Mapping[str, Any]) -> str:
    fault = any(item["fault"] for item in line["advice"])
    head = _head(line, fault)
    return (
        f'<details style="{_EDGE.format(colour=_COLOURS[fault])}"><summary style="cursor:pointer">{head}</summary>'
        f"{_detail(line)}</details>"
    )


def _head(line: Mapping[str, Any], fault: bool) -> str:
    parts = [escape(line["what"])]
    carbon, basis = line["carbon"], line["basis"]
    if basis in _RATES:
        parts.append(f"<b>{escape(carbon['text'] if 'central' in carbon else 'carbon unknown')}</b>")
        quiet = [carbon.get("range", ""), line["energy"]["text"], line["cost"]["text"]]
        parts.append(f'<span style="{_QUIET}">{escape(" · ".join(text for text in quiet if text))}</span>')
        if basis == "per busy hour":
            parts.append(f'<span style="{_QUIET}">while requests run</span>')
    elif line["notes"]:
        parts.append(escape(line["notes"][0]))
    parts.append(f'<span style="{_CHIP}">{escape(line["state"])}</span>')
    if line["next_step"]:
        mark = "Fault: " if fault else ""
        parts.append(f"{mark}{escape(line['next_step'])}")
    return " &nbsp;".join(parts)


def _detail(line: Mapping[str, Any]) -> str:
    rows = [_row("energy", line["energy"]), _row("carbon", line["carbon"]), _row("of it embodied", line["embodied"])]
    rows += [_row("water", line["water"]), _row("list price", line["cost"])]
    for key in ("ceiling", "forecast"):
        told = line.get(key)
        if told:
            label = f"{told['label']}"
            rows.append(_row(label, told["carbon"]))
            rows.append(_row(label, told["cost"]))
    # Zeros of what is counted elsewhere, or not at all, would read as figures.
    parts = [f'<table style="font-size:inherit">{"".join(rows)}</table>'] if line["basis"] in _RATES else []
    if line["widest"]:
        parts.append(f"<p>Widest unknown: {escape(line['widest'])}.</p>")
    parts.extend(f"<p>{escape(note)}</p>" for note in line["notes"])
    if line["advice"]:
        parts.append("<ol>" + "".join(_advice(item) for item in line["advice"]) + "</ol>")
    return "".join(parts)


def _row(label: str, told: Mapping[str, Any]) -> str:
    span = f" [{told['range']}]" if told.get("range") else ""
    return (
        f'<tr><th scope="row" style="text-align:left;font-weight:normal;{_QUIET}">{escape(label)}</th>'
        f'<td style="text-align:left">{escape(told["text"] + span)}</td></tr>'
    )


def _advice(item: Mapping[str, Any]) -> str:
    fault = "<b>Fault.</b> " if item["fault"] else ""
    lines = [f"{fault}<b>{escape(item['title'])}</b> — {escape(item['message'])}"]
    if item["saving_text"]:
        lines.append(escape(item["saving_text"]))
    lines += [f"Tell me: {escape(fact)}" for fact in item["missing"]]
    lines.append(f'<span style="{_QUIET}">%green explain {escape(item["practice"])}</span>')
    return f"<li>{'<br>'.join(lines)}</li>"
