"""Small pieces of the HTML report: text made harmless, figures with their ranges, tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from jupyter_green.audit.redact import redact, without_controls
from jupyter_green.quantities import Quantity
from jupyter_green.wording import say_quantity, say_range

__all__ = ["Say", "figure_html", "say_name", "say_with", "section", "table", "track"]

Say = Callable[[str], str]


def say_with(*, redacted: bool) -> Say:
    """Return the function through which every text of the report goes: redacted if asked for, harmless in any case."""

    def say(text: str) -> str:
        return escape(redact(text) if redacted else without_controls(text), quote=True)

    return say


def say_name(text: str) -> str:
    """Return a document's name, or where something stands in it: what names a file is no role and no path."""
    return escape(without_controls(text), quote=True)


def figure_html(quantity: Quantity, suffix: str = "") -> str:
    """Return a figure with its range, quiet, beside it."""
    if not quantity.is_known:
        return '<span class="quiet">unknown</span>'
    span = say_range(quantity)
    said = f"<b>{escape(say_quantity(quantity, with_range=False))}{escape(suffix)}</b>"
    return said + (f' <span class="quiet">{escape(span)}</span>' if span else "")


def track(quantity: Quantity) -> str:
    """Return a bar from zero to the high figure with a tick at the central one; the words beside it say the same."""
    if not quantity.is_known or quantity.high <= 0:
        return ""
    low, mid = (100 * value / quantity.high for value in (quantity.low, quantity.central))
    return (
        '<span class="track wide" aria-hidden="true">'
        f'<span class="span" style="left:{low:.1f}%;width:{100 - low:.1f}%"></span>'
        f'<span class="at" style="left:{mid:.1f}%"></span></span>'
    )


def section(name: str, title: str, body: str, note: str = "") -> str:
    """Return a section with its heading; nothing where there is no body. ``title`` and ``note`` are our own words."""
    if not body:
        return ""
    told = f'<p class="note">{note}</p>' if note else ""
    head = f'<h2 id="{name}-title">{title}</h2>'
    return f'<section id="{name}" aria-labelledby="{name}-title">{head}{told}{body}</section>'


def table(caption: str, headers: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[int] = ()) -> str:
    """Return a table of cells that are HTML already; the first cell of a row is its header."""
    made = []
    for row in rows:
        cells = [f'<th scope="row">{row[0]}</th>']
        cells += [f"<td{' class=n' if i in numbers else ''}>{cell}</td>" for i, cell in enumerate(row[1:], 1)]
        made.append(f"<tr>{''.join(cells)}</tr>")
    if not made:
        return ""
    head = "".join(
        f'<th scope="col"{" class=n" if i in numbers else ""}>{escape(text)}</th>' for i, text in enumerate(headers)
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption, quote=True)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(made)}</tbody></table></div>"
    )
