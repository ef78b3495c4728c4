"""The ``%%green`` line of a cell: read in any usual spelling, told when it cannot be used, never in the cell's way."""

from __future__ import annotations

import pytest

from jupyter_green.kernel.cell_line import hide_cell_line, hours_of_cell, problem_of_cell


@pytest.mark.parametrize("line", ["hours=2", "  hours=2  ", "hours = 2", "--hours=2", "--hours 2"])
def test_the_hours_are_read_and_the_line_becomes_a_comment(line: str) -> None:
    cell = f"%%green {line}\nfit()\n"
    assert hours_of_cell(cell) == 2 and problem_of_cell(cell) == ""
    assert hide_cell_line(cell.splitlines(keepends=True)) == [f"#%%green {line}\n", "fit()\n"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("hours=-2", "hours=-2 cannot be: give a number of 0 or more"),
        ("hours=soon", "hours=soon cannot be"),
        ("hours=nan", "hours=nan cannot be"),
        ("horus=2", "knows hours=2, not 'horus'"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_and_the_cell_runs_all_the_same(line: str, said: str) -> None:
    cell = f"%%green {line}\nfit()\n"
    assert hours_of_cell(cell) is None
    assert said in problem_of_cell(cell) and "the cell runs without it" in problem_of_cell(cell)
    assert hide_cell_line(cell.splitlines(keepends=True))[0].startswith("#")


@pytest.mark.parametrize("cell", ["%%green measure\nfit()\n", "%%greenish hours=2\n", "x = 1\n%%green hours=2\n", ""])
def test_other_cells_are_left_alone(cell: str) -> None:
    lines = cell.splitlines(keepends=True)
    assert hide_cell_line(lines) == lines and problem_of_cell(cell) == ""
