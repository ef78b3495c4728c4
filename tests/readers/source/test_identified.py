from __future__ import annotations

import ast
from collections.abc import Sequence

from jupyter_green.readers.cells import SourceCell
from jupyter_green.readers.source import read_cells
from jupyter_green.readers.source.interest import is_dull

FIT = "from sagemaker.pytorch import PyTorch\nPyTorch('t.py', instance_type='ml.g5.xlarge', instance_count=1).fit()\n"
CELLS = [SourceCell(0, FIT), SourceCell(1, FIT)]


def test_identified_jobs_differ_in_their_identity_and_others_have_none() -> None:
    named = [found.job.identity for found in read_cells(CELLS, identified=True).jobs]

    assert named == ["cell-0:training-0", "cell-1:training-1"]
    assert {found.job.identity for found in read_cells(CELLS).jobs} == {""}


def test_the_trees_of_the_cells_are_handed_out_on_demand() -> None:
    trees: dict[str, Sequence[ast.stmt]] = {}

    read_cells(CELLS, trees=trees)

    assert [type(statement) for statement in trees[FIT]] == [ast.ImportFrom, ast.Expr]


def test_a_call_of_the_notebooks_own_function_is_not_dull_in_any_alphabet_unless_that_only_computes() -> None:
    def never(name: str) -> bool:
        return False

    assert not is_dull("x = größe(1)", {"größe"}, never)
    assert not is_dull("x = size (1) + size(2)", {"size"}, never)
    assert is_dull("x = size(1)", {"größe"}, never)
    assert is_dull("x = size(1) + count(2)", {"size", "count"}, {"size", "count"}.__contains__)
    assert not is_dull("x = size(1) + count(2)", {"size", "count"}, {"size"}.__contains__)
