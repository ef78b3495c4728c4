"""How a class of the SDK is called in a cell, and the import line that is added when nothing imported it yet."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from jupyter_green.swaps.edits import Edit
from jupyter_green.swaps.names import Names
from jupyter_green.swaps.places import CellText

__all__ = ["Imports"]

#: Modules that export the same configuration classes: the one a notebook already uses is kept.
_SAME_CLASSES = (
    frozenset({"sagemaker.train.configs", "sagemaker.core.training.configs", "sagemaker.modules.configs"}),
    frozenset({"sagemaker.core.shapes", "sagemaker.core.shapes.shapes", "sagemaker_core.shapes"}),
    frozenset({"sagemaker.train.distributed", "sagemaker.modules.distributed"}),
)
_SDK_ROOTS = ("sagemaker", "sagemaker_core")


class Imports:
    """The imports that a rewrite needs, each added once, at the top of the first cell that uses it."""

    def __init__(self, cells: Sequence[CellText], names: Names) -> None:
        self._cells = cells
        self._names = names
        self._wanted: dict[int, dict[str, list[str]]] = {}
        self._known: dict[tuple[str, str], int] = {}

    @property
    def added(self) -> list[str]:
        """The import lines that are added."""
        return [line for number in sorted(self._wanted) for line in self._lines(number)]

    def _lines(self, cell: int) -> list[str]:
        return [f"from {module} import {', '.join(sorted(names))}" for module, names in self._wanted[cell].items()]

    def local_name(self, cell: int, module: str, name: str) -> str:
        """Return how ``cell`` calls the class, and remember the import when there is none up to that cell."""
        found = self._names.imported(name, cell)
        if found is not None and found[0].partition(".")[0] in _SDK_ROOTS:
            return found[1]
        family = next((group for group in _SAME_CLASSES if module in group), frozenset({module}))
        for number, parent, imported, local in self._names.imports:
            if number <= cell and f"{parent}.{imported}" in family:
                return f"{local}.{name}"
        used = next((m for number, m, _, _ in self._names.imports if number <= cell and m in family), module)
        if self._known.get((used, name), cell + 1) > cell:
            self._known[used, name] = cell
            self._wanted.setdefault(cell, {}).setdefault(used, []).append(name)
        return name

    def edits(self) -> list[Edit]:
        """Return the edits that add the import lines."""
        made = []
        for number in self._wanted:
            cell = self._cells[number]
            place = _top(cell)
            ending = cell.line_break(0)
            text = "".join(line + ending for line in self._lines(number))
            if place == len(cell.source) and not cell.source.endswith("\n"):
                text = ending + text.removesuffix(ending)
            made.append(Edit(number, place, place, "", text))
        return made


def _top(cell: CellText) -> int:
    """Return the first offset where an import may stand: behind a cell magic and ``from __future__``."""
    place = 0
    head = cell.source.lstrip()
    if head.startswith("%%"):
        first = len(cell.source) - len(head)
        place = min(cell.line_end(first) + len(cell.line_break(first)), len(cell.source))
    for statement in cell.tree.body if cell.tree else ():
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            end = cell.line_end(cell.span(statement)[1])
            place = min(end + len(cell.line_break(end)), len(cell.source))
    return place
