"""Where a value stands in source: an argument, a nested object, a variable, a ``**`` mapping, a filling statement."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from jupyter_green.swaps.items import Item, Items, NotEditable
from jupyter_green.swaps.names import Names, Store
from jupyter_green.swaps.places import CellText, ParsedCall

__all__ = ["View", "Views"]

_POSITIONAL = {
    "ServerlessInferenceConfig": ("memory_size_in_mb", "max_concurrency", "provisioned_concurrency"),
    "InstanceGroup": ("instance_group_name", "instance_type", "instance_count"),
    "InstancePreference": ("instance_type",),
    "AsyncInferenceConfig": ("output_path", "max_concurrent_invocations_per_instance"),
}


@dataclass(eq=False)
class View:
    """A call or dictionary that holds named values; ``shared`` when others read it too, so that it must not change.

    ``variable`` and ``stores`` belong to a dictionary that is filled key by key.
    """

    items: Items
    shared: bool = False
    variable: str = ""
    stores: list[Store] = field(default_factory=list)
    parent: tuple[View, Item] | None = None
    missing: dict[str, tuple[str, dict[tuple[str, ...], Any]]] = field(default_factory=dict)
    overrides: dict[int, tuple[Item, dict[tuple[str, ...], Any]]] = field(default_factory=dict)
    copy_of: Item | None = None


class Views:
    """Every call and dictionary that was looked into, and the ways from one to the next."""

    def __init__(self, cells: Sequence[CellText], names: Names) -> None:
        self._cells = cells
        self._names = names
        self.all: dict[tuple[int, int, int], View] = {}

    def of(self, cell: int, node: ast.Call | ast.Dict, positional: tuple[str, ...] = ()) -> View:
        """Return the view of a call or dictionary; the same node gives the same view."""
        key = (cell, *self._cells[cell].span(node))
        if key not in self.all:
            self.all[key] = View(Items(cell, self._cells[cell], node, positional))
        return self.all[key]

    def says(self, view: View, path: tuple[str, ...]) -> bool:
        """True when the source gives a value at ``path``."""
        return self.node_at(view, path) is not None

    def node_at(self, view: View, path: tuple[str, ...]) -> tuple[int, ast.expr] | None:
        """Return the cell and the expression that the source gives at ``path``, or None."""
        store = next((store for store in reversed(view.stores) if store.keys == path), None)
        if store is not None:
            return store.cell, store.value
        stored = self.stored(view, path)
        found = self.node_at(*stored) if stored is not None else None
        if found is not None:
            return found
        item = view.items.find(path[0].removesuffix("[]"))
        if item is not None:
            if len(path) == 1:
                return view.items.number, item.value
            below = self.child(view, item, path[0])
            return None if below is None else self.node_at(below, path[1:])
        spread = (self.spread(view, item) for item in view.items.spreads)
        inside = (self.node_at(below, path) for below in spread if below is not None)
        return next((node for node in inside if node is not None), None)

    def stored(self, view: View, path: tuple[str, ...]) -> tuple[View, tuple[str, ...]] | None:
        """Return the view of the value that a filling statement stored on the way to ``path``."""
        for store in reversed(view.stores):
            if len(store.keys) < len(path) and path[: len(store.keys)] == store.keys:
                found = self.literal(store.cell, store.value)
                if found is None or found.shared:
                    raise NotEditable(f"{store.keys[-1]} is set by a statement that writes no values out")
                return found, path[len(store.keys) :]
        return None

    def child(self, view: View, item: Item, key: str) -> View | None:
        """Return the view of an item's value where it is a literal, or a variable that holds one."""
        node: ast.expr = item.value
        if key.endswith("[]"):
            if not isinstance(node, ast.List) or len(node.elts) != 1:
                raise NotEditable(f"{item.key} is not a list of one literal item")
            node = node.elts[0]
        child = self.literal(view.items.number, node)
        if child is not None:
            child.parent = child.parent or (view, item)
        return child

    def spread(self, view: View, item: Item) -> View | None:
        """Return the view of the mapping that a ``**`` item spreads, or None when it is not written out."""
        return self.literal(view.items.number, item.value)

    def literal(self, cell: int, node: ast.expr) -> View | None:
        """Return the view of an expression that writes its values out, or of a variable that holds one."""
        if isinstance(node, ast.Dict):
            return self.of(cell, node)
        if isinstance(node, ast.Call):
            name = ParsedCall(node).name
            made = self._names.imported_as(name) or name
            return self.of(cell, node, _POSITIONAL.get(made, ())) if made == "dict" or made[:1].isupper() else None
        if not isinstance(node, ast.Name):
            return None
        binding = self._names.sole_binding(node.id)
        if binding is None or binding.how != "assign" or binding.value is None or isinstance(binding.value, ast.Name):
            return None
        view = self.literal(binding.cell, binding.value)
        if view is not None:
            view.variable, view.stores = node.id, self._names.stores(node.id)
            view.shared = self._names.readers(node.id) != 1
        return view
