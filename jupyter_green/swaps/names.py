"""Who binds and who reads a name over all cells: what decides whether a variable may be edited where it is assigned."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from jupyter_green.swaps.places import CellText

__all__ = ["Binding", "Names", "Store", "names_of"]

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SHOWING = frozenset({"print", "display", "pprint"})
_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Binding:
    """One place that gives a name its value; ``how`` is assign, parameter, loop, import or other."""

    cell: int
    how: str
    node: ast.AST
    value: ast.expr | None = None
    function: str = ""


@dataclass(frozen=True, slots=True)
class Store:
    """``name["a"]["b"] = value``: a statement that fills a dictionary, with its keys."""

    cell: int
    statement: ast.Assign
    keys: tuple[str, ...]
    value: ast.expr


@dataclass
class _Found:
    bindings: list[Binding] = field(default_factory=list)
    reads: list[tuple[int, ast.Name]] = field(default_factory=list)
    stores: list[Store] = field(default_factory=list)


@lru_cache(maxsize=4)
def names_of(sources: tuple[str, ...]) -> Names:
    """Return the names of the cells; the same cells are walked once, however many swaps are written into them."""
    return Names([CellText(source) for source in sources])


class Names:
    """Every name of the cells that parse; a word in one that does not parse counts as a reader."""

    def __init__(self, cells: Sequence[CellText]) -> None:
        self.cells = cells

    def sole_binding(self, name: str) -> Binding | None:
        """Return the place that gives ``name`` its value when there is exactly one, else None."""
        found = self._found.get(name)
        return found.bindings[0] if found and len(found.bindings) == 1 else None

    def bindings(self, name: str) -> list[Binding]:
        """Return every place that gives ``name`` a value."""
        found = self._found.get(name)
        return found.bindings if found else []

    def stores(self, name: str) -> list[Store]:
        """Return the statements that fill ``name`` key by key, in order."""
        found = self._found.get(name)
        return found.stores if found else []

    @cached_property
    def attribute_values(self) -> frozenset[tuple[int, int, int]]:
        """The cell, start and end of every value that a statement assigns to an attribute: ``est.max_run = 60``."""
        return frozenset(
            (number, *cell.span(node.value))
            for number, cell in enumerate(self.cells)
            for node in (ast.walk(cell.tree) if cell.tree else ())
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute)
        )

    def readers(self, name: str) -> int:
        """Return how many places read ``name``, without those that only show it or fill it key by key."""
        found = self._found.get(name)
        return (len(found.reads) if found else 0) + (name in self._unread_words)

    def calls_of(self, function: str) -> list[tuple[int, ast.Call]]:
        """Return the calls of the notebook's own function ``function``."""
        return self._calls.get(function, [])

    def imported(self, name: str, before: int) -> tuple[str, str] | None:
        """Return (module, local name) of the first import of ``name`` in the cells up to ``before``, or None."""
        for cell, module, imported, local in self.imports:
            if imported == name and cell <= before and local not in self._assigned:
                return module, local
        return None

    def imported_as(self, local: str) -> str | None:
        """Return the name under which a module exports what the cells call ``local``, or None."""
        return next((name for _, _, name, known_as in self.imports if known_as == local), None)

    @cached_property
    def _assigned(self) -> frozenset[str]:
        return frozenset(
            name for name, found in self._found.items() if any(b.how not in ("import",) for b in found.bindings)
        )

    @cached_property
    def _unread_words(self) -> frozenset[str]:
        words: set[str] = set()
        for cell in self.cells:
            if cell.tree is None:
                words.update(_WORD.findall(cell.source))
            elif cell.python != cell.source:
                kept = (cell.python or "").split("\n")
                for was, now in zip(cell.source.split("\n"), kept, strict=False):
                    if was != now:
                        words.update(_WORD.findall(was))
        return frozenset(words)

    @cached_property
    def imports(self) -> list[tuple[int, str, str, str]]:
        """Every ``from module import name as local``: its cell, module, name and local name, in order."""
        found: list[tuple[int, str, str, str]] = []
        for number, cell in enumerate(self.cells):
            for node in ast.walk(cell.tree) if cell.tree else ():
                if isinstance(node, ast.ImportFrom) and not node.level:
                    found.extend((number, node.module or "", a.name, a.asname or a.name) for a in node.names)
        return found

    @cached_property
    def _calls(self) -> dict[str, list[tuple[int, ast.Call]]]:
        found: dict[str, list[tuple[int, ast.Call]]] = {}
        for number, cell in enumerate(self.cells):
            for node in ast.walk(cell.tree) if cell.tree else ():
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    found.setdefault(node.func.id, []).append((number, node))
        return found

    @cached_property
    def _found(self) -> dict[str, _Found]:
        found: dict[str, _Found] = {}
        for number, cell in enumerate(self.cells):
            if cell.tree is not None:
                for statement in cell.tree.body:
                    self._read(number, statement, found)
        return found

    def _read(self, cell: int, node: ast.AST, found: dict[str, _Found]) -> None:
        def of(name: str) -> _Found:
            return found.setdefault(name, _Found())

        if isinstance(node, ast.Expr) and _only_shows(node.value):
            return
        if isinstance(node, ast.Assign):
            store = _as_store(cell, node)
            if store is not None:
                of(store[0]).stores.append(store[1])
                self._read(cell, node.value, found)
                return
            if len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                of(node.targets[0].id).bindings.append(Binding(cell, "assign", node, node.value))
                self._read(cell, node.value, found)
                return
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            of(node.target.id).bindings.append(Binding(cell, "assign", node, node.value))
            self._read(cell, node.value, found)
            return
        if isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            for part in ast.walk(node.target):
                if isinstance(part, ast.Name):
                    of(part.id).bindings.append(Binding(cell, "loop", node))
            for child in ast.iter_child_nodes(node):
                if child is not node.target:
                    self._read(cell, child, found)
            return
        if isinstance(node, _FUNCTIONS):
            name = getattr(node, "name", "")
            if name:
                of(name).bindings.append(Binding(cell, "other", node))
            for argument in _parameters(node):
                of(argument.arg).bindings.append(Binding(cell, "parameter", node, None, name))
        elif isinstance(node, ast.ClassDef):
            of(node.name).bindings.append(Binding(cell, "other", node))
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                local = alias.asname or alias.name.partition(".")[0]
                if not any(b.how == "import" for b in of(local).bindings):
                    of(local).bindings.append(Binding(cell, "import", node))
            return
        elif isinstance(node, ast.ExceptHandler) and node.name:
            of(node.name).bindings.append(Binding(cell, "other", node))
        elif isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                of(node.id).reads.append((cell, node))
            else:
                of(node.id).bindings.append(Binding(cell, "other", node))
            return
        for child in ast.iter_child_nodes(node):
            self._read(cell, child, found)


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Iterator[ast.arg]:
    arguments = node.args
    yield from (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    yield from (a for a in (arguments.vararg, arguments.kwarg) if a is not None)


def _only_shows(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id in _SHOWING
    return isinstance(value, (ast.Name, ast.JoinedStr))


def _as_store(cell: int, node: ast.Assign) -> tuple[str, Store] | None:
    """Return the name and the store when the statement is ``name["a"]["b"] = value``."""
    if len(node.targets) != 1:
        return None
    target: ast.expr = node.targets[0]
    keys: list[str] = []
    while isinstance(target, ast.Subscript):
        key = target.slice
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            return None
        keys.append(key.value)
        target = target.value
    if not keys or not isinstance(target, ast.Name):
        return None
    return target.id, Store(cell, node, tuple(reversed(keys)), node.value)
