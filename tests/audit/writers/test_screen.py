"""The report on a terminal with colours."""

from __future__ import annotations

import io
import re

from rich.console import Console

from jupyter_green.audit.report import Report
from jupyter_green.audit.writers.screen import show
from tests.audit.examples import report
from tests.audit.writers.hostile import SCRIPT, hostile_report


def shown(of: Report, *, colours: bool = True) -> str:
    colour = "truecolor" if colours else None
    console = Console(
        file=io.StringIO(),
        force_terminal=colours,
        width=200,
        highlight=False,
        color_system=colour,
        no_color=not colours,
    )
    show(of, console)
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def test_it_says_what_the_plain_text_says() -> None:
    text = shown(report(), colours=False)
    for words in ("training · 1 × ml.g5.2xlarge", "Deployment and management", "fault", "All jobs at once"):
        assert words in text


def test_weight_and_colour_are_all_it_sends() -> None:
    codes = set(re.findall(r"\x1b\[([^a-zA-Z]*)([a-zA-Z])", shown(report())))
    assert codes and {letter for _, letter in codes} == {"m"}


def test_a_notebook_sends_no_codes_and_no_markup() -> None:
    text = shown(hostile_report(), colours=False)
    assert "\x1b" not in text and "\u202e" not in text
    assert SCRIPT in text
