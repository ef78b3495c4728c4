"""Places in the tree are offsets in the cell as it was written, whatever stands around."""

from __future__ import annotations

import ast
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_green.practices.source_facts import facts_of
from jupyter_green.swaps.places import CellText


@pytest.mark.parametrize("lead", ["", "x = ", "größe = '😀'; ", "%pip install y\r\n", "!ls 😀\n\t"])
@given(
    st.lists(st.sampled_from(["1", "'ü😀'", "[1, 2]", "(3)", "a=1", "b='ß,)'", 'f"{g(1, 2):>{w},}"']), max_size=5).map(
        lambda given: sorted(given, key=lambda text: "=" in text[:2])
    ),
    st.sampled_from([", ", ",\n  ", ",  # a, b)\n\t", " ,\\\n"]),
)
def test_arguments_stand_where_the_tree_says(lead: str, given_: list[str], comma: str) -> None:
    unique = list(dict.fromkeys(given_))
    text = f"f({comma.join(unique)})"
    cell = CellText(lead + text)
    parsed = cell.parse_call(len(lead), len(lead) + len(text))
    assert parsed is not None
    assert parsed.name == "f"
    values = [*parsed.node.args, *(keyword.value for keyword in parsed.node.keywords)]
    assert [cell.text(value) for value in values] == [
        part.split("=", 1)[1] if part[1:2] == "=" else part.strip("()") for part in unique
    ]
    marks = cell.marks(len(lead) + 1, len(cell.source))
    assert [mark.kind for mark in marks].count(",") == max(len(unique) - 1, 0)
    assert marks[-1] == ("close", len(cell.source) - 1, len(cell.source))


def test_the_tree_of_a_cell_with_magics_keeps_offsets() -> None:
    cell = CellText("%%time\n!ls\nü = f(1)  # 😀\n%time x = g('é')\n")
    assert cell.tree is not None
    texts = [cell.text(node) for node in ast.walk(cell.tree) if isinstance(node, ast.Call)]
    assert texts == ["f(1)", "g('é')"]


@pytest.mark.parametrize("source", ["x + 1", "f(1), g(2)", "f(1", "import x"])
def test_what_is_no_single_call_is_no_call(source: str) -> None:
    assert CellText(source).parse_call(0, len(source)) is None


def test_a_call_is_parsed_in_a_cell_that_is_not_python() -> None:
    source = "print 'old'\nEstimator(a=1)"
    cell = CellText(source)
    assert cell.tree is None
    parsed = cell.parse_call(source.index("E"), len(source))
    assert parsed is not None
    assert cell.text(parsed.node.keywords[0].value) == "1"


def test_an_awaited_call_is_a_call() -> None:
    source = "await f(a=1)"
    parsed = CellText(source).parse_call(0, len(source))
    assert parsed is not None
    assert CellText(source).text(parsed.node) == "f(a=1)"


def test_lines_and_their_breaks_are_those_of_the_cell() -> None:
    cell = CellText("a\r\n  b\rc\nd")
    assert [cell.line_break(i) for i in (0, 3, 7, 9)] == ["\r\n", "\r", "\n", "\n"]
    assert (cell.line_start(5), cell.line_end(3), cell.indent(5)) == (3, 6, "  ")


def test_nothing_is_printed_of_what_python_thinks_of_literals() -> None:
    odd = r"estimator = Estimator('\d')"
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        ast.parse(odd)
        assert heard
        heard.clear()
        cell = CellText(odd)
        assert cell.tree is not None and cell.parse_call(odd.index("E"), len(odd)) is not None
        assert "Estimator" in facts_of([odd]).calls
    assert heard == []
