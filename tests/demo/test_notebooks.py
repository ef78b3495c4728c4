"""The demo notebooks are what they should be, in the checkout and in the wheel, before anybody runs them."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from jupyter_green.demo import notebooks

ROOT = Path(__file__).parents[2]
PATHS = sorted((ROOT / "demo_notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_loads_the_extension_first_and_ends_with_the_overview(path: Path) -> None:
    content = nbformat.read(path, as_version=4)
    nbformat.validate(content)
    code = [cell for cell in content.cells if cell.cell_type == "code"]
    assert content.cells[0].cell_type == "markdown"
    assert code[0].source == "%load_ext jupyter_green"
    assert code[-1].source == "%green"
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_explains_more_than_it_assumes(path: Path) -> None:
    content = nbformat.read(path, as_version=4)
    prose = [cell.source for cell in content.cells if cell.cell_type == "markdown"]
    assert len(prose) >= 4
    assert 60 <= sum(len(text.split()) for text in prose) <= 600


def test_every_notebook_is_in_the_wheel() -> None:
    listed = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for path in PATHS:
        assert f'"demo_notebooks/{path.name}" = "jupyter_green/demo/content/{path.name}"' in listed


def test_notebooks_say_which_sdk_they_need() -> None:
    needs = {notebook.path.name[:2]: notebook.needs for notebook in notebooks.find()}
    assert needs == {"01": "v2", "02": "v3", "03": None, "04": "v2", "05": "v3", "06": "v2"}


def test_notebooks_can_be_chosen_by_the_start_of_their_name() -> None:
    assert [notebook.path.name[:2] for notebook in notebooks.find(["03", "05"])] == ["03", "05"]
