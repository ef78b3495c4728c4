"""A bar where there is something to wait for, and nothing anywhere else."""

from __future__ import annotations

import io
import sys

import pytest

from jupyter_green.audit.progress import progress


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", screen := Screen())
    with progress(40) as done:
        done(40)
    assert "40/40" in screen.getvalue()


@pytest.mark.parametrize("total", [3, 40])
def test_a_pipe_and_a_short_wait_see_nothing(monkeypatch: pytest.MonkeyPatch, total: int) -> None:
    monkeypatch.setattr(sys, "stderr", screen := (io.StringIO() if total == 40 else Screen()))
    with progress(total) as done:
        done(total)
    assert screen.getvalue() == ""


def test_it_works_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.setattr(sys, "stderr", screen := Screen())
    with progress(40) as done:
        done(1)
    assert screen.getvalue() == ""
