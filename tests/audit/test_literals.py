"""Where a notebook's JSON writes source, and changes of it that leave every other character alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_green.audit.literals import cell_literals, is_ascii_style, line_in_file, splice
from tests.audit.examples import as_bytes, notebook

TEXT = st.text(alphabet='ab\n"\\é😀\t/', max_size=30)


def sources_of(text: str) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"]]


@given(
    source=TEXT.filter(bool),
    after=TEXT,
    cut=st.tuples(st.integers(0, 30), st.integers(0, 30)),
    indent=st.sampled_from([None, 0, 1, 4]),
    ascii_only=st.booleans(),
    as_list=st.booleans(),
)
def test_a_splice_changes_what_it_says_and_nothing_else(
    source: str, after: str, cut: tuple[int, int], indent: int | None, ascii_only: bool, as_list: bool
) -> None:
    start, end = sorted(min(at, len(source)) for at in cut)
    lines = source.splitlines(keepends=True) if as_list else source
    content = notebook("first\nsecond", "third")
    content["cells"][1]["source"] = lines
    text = as_bytes(content, indent=indent, ascii_only=ascii_only).decode()
    cell = cell_literals(text)[1]
    assert cell is not None
    changed = splice(text, cell, start, end, after)
    assert sources_of(changed)[1] == source[:start] + after + source[end:]
    was, now = json.loads(text), json.loads(changed)
    was["cells"][1]["source"] = now["cells"][1]["source"] = None
    assert was == now
    assert changed[: cell.spans[0][0]] == text[: cell.spans[0][0]]
    tail = len(text) - cell.spans[-1][1]
    assert changed[-tail:] == text[-tail:]


@given(lines=st.lists(st.sampled_from(["a", "bb = 1", "", "x"]), min_size=1, max_size=6), data=st.data())
def test_a_list_of_lines_stays_a_list_of_lines(lines: list[str], data: st.DataObject) -> None:
    source = "\n".join(lines) or "a"
    content = notebook(source)
    text = as_bytes(content).decode()
    start = data.draw(st.integers(0, len(source)))
    after = data.draw(st.sampled_from(["one", "one\n", "one\ntwo", "\n", ""]))
    end = data.draw(st.integers(start, len(source)))
    cell = cell_literals(text)[1]
    assert cell is not None
    kept = json.loads(splice(text, cell, start, end, after))["cells"][1]["source"]
    wanted = (source[:start] + after + source[end:]).splitlines(keepends=True)
    assert kept == wanted or (kept == [""] and wanted == [])


@pytest.mark.parametrize(
    ("raw", "ascii_style"),
    [('{"cells": [], "a": "\\u00fc"}', True), ('{"cells": [], "a": "ü"}', False), ('{"cells": []}', False)],
)
def test_the_file_says_how_it_escapes(raw: str, ascii_style: bool) -> None:
    assert is_ascii_style(raw) is ascii_style


def test_escapes_written_in_another_way_are_kept() -> None:
    text = '{"cells": [{"source": "a\\/b = \\"\\u0041\\ud83d\\ude00\\" # x"}], "nbformat": 4}'
    cell = cell_literals(text)[0]
    assert cell is not None and cell.texts == ('a/b = "A😀" # x',)
    at = cell.texts[0].index("x")
    assert splice(text, cell, at, at + 1, "é") == text.replace("# x", "# \\u00e9")


def test_old_notebooks_keep_their_code_under_input_in_worksheets() -> None:
    old: dict[str, Any] = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["a = 1\n", "b"]}]}], "nbformat": 3}
    text = json.dumps(old, indent=2)
    cell = cell_literals(text)[0]
    assert cell is not None
    assert json.loads(splice(text, cell, 0, 1, "z"))["worksheets"][0]["cells"][0]["input"] == ["z = 1\n", "b"]


def test_of_equal_keys_the_last_counts_as_it_does_for_the_parser() -> None:
    text = '{"cells": [{"source": "old", "source": "new"}]}'
    cell = cell_literals(text)[0]
    assert cell is not None and cell.texts == ("new",)


@pytest.mark.parametrize("broken", ["[]", "3", '{"cells": 3}', "{}", '{"cells": [{"source": }]}', ""])
def test_what_is_no_notebook_is_a_value_error(broken: str) -> None:
    with pytest.raises(ValueError):
        cell_literals(broken)


def test_a_line_of_a_cell_has_a_line_in_the_file() -> None:
    text = as_bytes(notebook("first = 1\nsecond = 2")).decode()
    cell = cell_literals(text)[1]
    assert cell is not None
    assert text.splitlines()[line_in_file(text, cell, 10) - 1].strip() == '"second = 2"'
