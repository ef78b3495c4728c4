"""Edits are made only where the text is what they expect, and count as front ends count."""

from __future__ import annotations

import pytest

from jupyter_green.swaps.edits import Edit, EditError, apply_edits, in_utf16, unified_diff


def test_edits_of_several_cells_are_made_at_once_in_any_order() -> None:
    edits = [Edit(1, 0, 1, "c", "C"), Edit(0, 2, 3, "b", "BB"), Edit(0, 0, 1, "a", ""), Edit(0, 3, 3, "", "!")]
    assert apply_edits(["a b", "c"], edits) == [" BB!", "C"]


def test_a_changed_cell_is_not_touched() -> None:
    with pytest.raises(EditError, match="was changed"):
        apply_edits(["abc"], [Edit(0, 0, 1, "x", "y")])


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(EditError, match="overlap"):
        apply_edits(["abc"], [Edit(0, 0, 2, "ab", ""), Edit(0, 1, 3, "bc", "")])


def test_a_cell_that_is_not_there_is_refused() -> None:
    with pytest.raises(EditError, match="no cell 3"):
        apply_edits(["abc"], [Edit(3, 0, 0, "", "x")])


def test_offsets_for_front_ends_count_utf16_units() -> None:
    source = "# 😀 größe\nx = '😀'"
    start = source.index("'")
    edit = Edit(0, start, len(source), "'😀'", "'a'")
    (converted,) = in_utf16([source], [edit])
    units = source.encode("utf-16-le")
    assert units[2 * converted.start : 2 * converted.end].decode("utf-16-le") == "'😀'"


def test_the_diff_names_cells_from_one() -> None:
    diff = unified_diff(["a\nb", "c"], [Edit(1, 0, 1, "c", "d")])
    assert diff == "--- cell 2\n+++ cell 2 after the swap\n@@ -1 +1 @@\n-c\n+d"
