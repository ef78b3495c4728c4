"""A class is called as the cells call it; an import is added once, where it may stand, and only when needed."""

from __future__ import annotations

import pytest

from jupyter_green.swaps.edits import apply_edits
from jupyter_green.swaps.imports import Imports
from jupyter_green.swaps.names import names_of

CONFIGS = "sagemaker.train.configs"


def imported(*cells: str, cell: int = 0, module: str = CONFIGS, name: str = "Compute") -> tuple[str, list[str]]:
    """Return how the class is called in the cell, and the cells with the import."""
    names = names_of(cells)
    imports = Imports(names.cells, names)
    local = imports.local_name(cell, module, name)
    assert imports.local_name(cell, module, name) == local
    return local, apply_edits(list(cells), imports.edits())


@pytest.mark.parametrize(
    ("cells", "cell", "local"),
    [
        (("from sagemaker.train.configs import Compute",), 0, "Compute"),
        (("from sagemaker.core.training.configs import Compute as C", "x"), 1, "C"),
        (("from sagemaker.train import configs as k",), 0, "k.Compute"),
    ],
)
def test_what_is_imported_is_used_as_it_is(cells: tuple[str, ...], cell: int, local: str) -> None:
    assert imported(*cells, cell=cell) == (local, list(cells))


@pytest.mark.parametrize(
    ("cell", "after"),
    [
        ("x = 1", "from sagemaker.train.configs import Compute\nx = 1"),
        ("%%time\nx = 1", "%%time\nfrom sagemaker.train.configs import Compute\nx = 1"),
        ("x = 1\r\ny = 2", "from sagemaker.train.configs import Compute\r\nx = 1\r\ny = 2"),
        (
            "from __future__ import annotations\nx = 1",
            "from __future__ import annotations\nfrom sagemaker.train.configs import Compute\nx = 1",
        ),
        ("%%time", "%%time\nfrom sagemaker.train.configs import Compute"),
    ],
)
def test_an_import_is_added_at_the_top(cell: str, after: str) -> None:
    assert imported(cell) == ("Compute", [after])


def test_an_import_in_a_later_cell_does_not_count() -> None:
    _, after = imported("x = 1", "from sagemaker.train.configs import Compute")
    assert after[0].startswith("from sagemaker.train.configs import Compute\n")


def test_a_class_of_the_same_name_from_another_library_does_not_count() -> None:
    cell = "from dask import Compute"
    assert imported(cell)[1] == [f"from sagemaker.train.configs import Compute\n{cell}"]


def test_the_module_that_the_notebook_uses_already_is_kept() -> None:
    cell = "from sagemaker.modules.configs import SourceCode"
    assert imported(cell)[1] == [f"from sagemaker.modules.configs import Compute\n{cell}"]


def test_several_classes_of_one_module_share_a_line() -> None:
    names = names_of(("x = 1",))
    imports = Imports(names.cells, names)
    for name in ("StoppingCondition", "Compute"):
        imports.local_name(0, CONFIGS, name)
    assert imports.added == ["from sagemaker.train.configs import Compute, StoppingCondition"]
