"""Laying out values: one line where it fits, else one item a line, and always the same value."""

from __future__ import annotations

import ast
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jupyter_green.swaps.layout import WIDE, lay_out
from jupyter_green.swaps.made import Made

_PLAIN = st.one_of(st.integers(), st.booleans(), st.text("abc xyz'\"\\", max_size=20))
_VALUES = st.recursive(
    _PLAIN, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text("key", min_size=1), inner)
)


def _as_is(module: str, name: str) -> str:
    return name


@given(_VALUES)
def test_the_layout_changes_no_value(value: Any) -> None:
    assert ast.literal_eval(lay_out(value, _as_is)) == value


@given(st.lists(st.sampled_from(("short", "not so short")), max_size=40))
def test_lines_are_as_wide_as_they_may_be_and_no_wider(value: list[str]) -> None:
    assert all(len(line) <= WIDE for line in lay_out(value, _as_is).splitlines())


def test_what_fits_stays_on_one_line() -> None:
    assert lay_out({"a": [1, 2]}, _as_is) == '{"a": [1, 2]}'


def test_calls_are_broken_by_argument_and_inside_out() -> None:
    inner = Made("Inner", "m", (("first", "x" * 50), ("second", "y" * 50)))
    code = lay_out(Made("Outer", "m", (("held", [inner]), ("plain", 1))), _as_is)
    assert code.splitlines()[:4] == ["Outer(", "    held=[", "        Inner(", f'            first="{"x" * 50}",']
    assert code.endswith("    plain=1,\n)")
