"""Changing a value where it stands: the argument, the nested object, the variable or the mapping that holds it."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_green.swaps.edits import Edit, apply_edits
from jupyter_green.swaps.encode import owner_class
from jupyter_green.swaps.imports import Imports
from jupyter_green.swaps.items import Item, NotEditable
from jupyter_green.swaps.made import Made, as_text
from jupyter_green.swaps.names import Binding, Names, Store
from jupyter_green.swaps.places import CellText
from jupyter_green.swaps.views import View, Views

__all__ = ["Writer"]

_LONGEST_CHAIN = 5


class Writer:
    """Collects the changes of one swap and turns them into edits at the end."""

    def __init__(self, cells: Sequence[CellText], names: Names, imports: Imports) -> None:
        self._cells = cells
        self._names = names
        self._imports = imports
        self.views = Views(cells, names)
        self._plain: list[Edit] = []
        self.notes: list[str] = []

    # -- changing -----------------------------------------------------------------------------------------------------

    def put(self, view: View, path: tuple[str, ...], value: Any, maker: str = "") -> None:
        """Give the place at ``path`` a value; None takes it away. ``maker`` is ``api:Class`` of a nested object."""
        store = next((s for s in reversed(view.stores) if s.keys == path), None)
        stored = self.views.stored(view, path)
        if store is not None:
            self._put_store(store, value)
        elif stored is not None:
            self.put(stored[0], stored[1], value, maker)
        else:
            self._put_item(view, path, value, maker)

    def put_keys(self, view: View, path: tuple[str, ...], before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Change the keys of a mapping that differ, such as single hyperparameters."""
        for key in before:
            if key not in after:
                self.put(view, (*path, key), None)
        for key, value in after.items():
            if key not in before or before[key] != value:
                self.put(view, (*path, key), value)

    def put_at(self, cell: int, start: int, end: int, value: Any) -> None:
        """Replace the literal at a span, such as the value of ``est.max_run = 60``."""
        source = self._cells[cell].source
        before = source[start:end]
        quote = before[:1] if before[:1] in ("'", '"') else _usual_quote(source)
        if value is not None and not isinstance(value, (str, int, float)):
            raise NotEditable("a later statement sets it; change it there")
        self._plain.append(Edit(cell, start, end, before, self._text(cell, value, quote)))

    def _put_item(self, view: View, path: tuple[str, ...], value: Any, maker: str) -> None:
        items, key = view.items, path[0].removesuffix("[]")
        item = items.find(key)
        if item is None:
            self._put_missing(view, path, value, maker)
        elif len(path) == 1:
            self._set(view, item, value)
        elif isinstance(item.value, ast.Constant) and item.value.value is None:
            view.missing.setdefault(key, (maker, {}))[1][path[1:]] = value
        else:
            child = self.views.child(view, item, path[0])
            if child is not None and not child.shared:
                self.put(child, path[1:], value, maker)
            elif maker and child is None:
                raise NotEditable(f"{key} is made elsewhere; change it there")
            elif maker and child is not None:
                child.copy_of, child.parent = item, (view, item)
                self._put_item(child, path[1:], value, maker)
            elif value is None and child is not None and not self.views.says(child, path[1:]):
                return
            else:
                view.overrides.setdefault(id(item), (item, {}))[1][path[1:]] = value

    def _put_missing(self, view: View, path: tuple[str, ...], value: Any, maker: str) -> None:
        if path[0].endswith("[]"):
            raise NotEditable(f"{path[0].removesuffix('[]')} is not written here")
        for item in reversed(view.items.spreads):
            below = self.views.spread(view, item)
            if (
                below is not None
                and not below.shared
                and (self.views.says(below, path[:1]) or self._is_all(view, item))
            ):
                self.put(below, path, value, maker)
                return
            if below is None or self.views.says(below, path) or (len(path) > 1 and self.views.says(below, path[:1])):
                if maker:
                    raise NotEditable(f"{path[0]} comes from a mapping that others use too; change it there")
                view.overrides.setdefault(id(item), (item, {}))[1][path] = value
                return
        if value is None:
            return
        if view.items.has_nameless_arguments:
            raise NotEditable("positional arguments stand in the call whose names are not known")
        if len(path) == 1:
            self._add(view, path[0], value)
        else:
            view.missing.setdefault(path[0], (maker, {}))[1][path[1:]] = value

    @staticmethod
    def _is_all(view: View, item: Item) -> bool:
        """True when the call is written as one mapping, so that a new value belongs in there."""
        return view.items.items == [item]

    def _add(self, view: View, key: str, value: Any) -> None:
        if not view.stores:
            view.items.add(key, self._text(view.items.number, value, view.items.quote))
            return
        last = view.stores[-1]
        cell = self._cells[last.cell]
        end = cell.line_end(cell.span(last.statement)[1])
        quote = cell.text(last.statement.targets[0])[len(view.variable) + 1]
        quote = quote if quote in "\"'" else view.items.quote
        said = self._text(last.cell, value, quote)
        lead = cell.line_break(cell.span(last.statement)[0]) + cell.indent(cell.span(last.statement)[0])
        line = f"{lead}{view.variable}[{quote}{key}{quote}] = {said}"
        same = next((edit for edit in self._plain if (edit.cell, edit.start, edit.end) == (last.cell, end, end)), None)
        if same is not None:
            self._plain.remove(same)
        self._plain.append(Edit(last.cell, end, end, "", (same.after if same else "") + line))

    def _put_store(self, store: Store, value: Any) -> None:
        cell = self._cells[store.cell]
        if value is not None:
            self._set_value(store.cell, store.value, value, cell.text(store.value)[:1])
            return
        start, end = cell.span(store.statement)
        line, line_end = cell.line_start(start), cell.line_end(end)
        if cell.source[line:start].strip() or cell.source[end:line_end].strip():
            raise NotEditable("the statement that sets it shares its line with others")
        end = min(line_end + len(cell.line_break(end)), len(cell.source))
        self._plain.append(Edit(store.cell, line, end, cell.source[line:end], ""))

    def _set(self, view: View, item: Item, value: Any) -> None:
        items = view.items
        if value is None:
            items.remove(item)
        elif not self._is(item.value, value) and not self._set_variable(items.number, item.value, value):
            items.replace(item, self._text(items.number, value, self._quote_of(items.cell, item.value, items.quote)))

    def _set_variable(self, cell: int, node: ast.expr, value: Any, depth: int = 0) -> bool:
        """Change a variable where it is assigned, when only this job reads it; return whether that was done."""
        if not isinstance(node, ast.Name) or depth > _LONGEST_CHAIN:
            return False
        bindings = self._names.bindings(node.id)
        if any(binding.how == "loop" for binding in bindings):
            raise NotEditable(f"{node.id} changes in a loop, so several jobs come from this call")
        parameter = next((binding for binding in bindings if binding.how == "parameter"), None)
        if parameter is not None:
            self._set_parameter(node.id, parameter, value, depth)
            return True
        binding = self._names.sole_binding(node.id)
        if binding is None or binding.value is None or self._names.readers(node.id) != 1:
            return False
        if not self._is(binding.value, value) and not self._set_variable(binding.cell, binding.value, value, depth + 1):
            self._set_value(binding.cell, binding.value, value, "")
        return True

    def _set_parameter(self, name: str, parameter: Binding, value: Any, depth: int) -> None:
        """Change the argument at the only call of the function that takes the value as a parameter."""
        calls = self._names.calls_of(parameter.function) if parameter.function else []
        refused = NotEditable(f"{name} is a parameter of a function that several jobs may go through")
        if len(calls) != 1 or self._names.readers(parameter.function) != 1 or len(self._names.bindings(name)) != 1:
            raise refused
        cell, call = calls[0]
        function = parameter.node
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            raise refused
        positional = tuple(argument.arg for argument in (*function.args.posonlyargs, *function.args.args))
        view = self.views.of(cell, call, positional)
        item = view.items.find(name)
        if item is not None:
            if not self._is(item.value, value) and not self._set_variable(cell, item.value, value, depth + 1):
                quote = self._quote_of(view.items.cell, item.value, view.items.quote)
                view.items.replace(item, self._text(cell, value, quote))
        elif view.items.spreads or view.items.has_nameless_arguments:
            raise refused
        else:
            view.items.add(name, self._text(cell, value, view.items.quote))

    def _set_value(self, cell: int, node: ast.expr, value: Any, quote: str) -> None:
        text = self._cells[cell]
        start, end = text.span(node)
        quote = self._quote_of(text, node, quote if quote in ("'", '"') else _usual_quote(text.source))
        self._plain.append(Edit(cell, start, end, text.source[start:end], self._text(cell, value, quote)))

    @staticmethod
    def _is(node: ast.expr, value: Any) -> bool:
        return isinstance(node, ast.Constant) and type(node.value) is type(value) and node.value == value

    @staticmethod
    def _quote_of(cell: CellText, node: ast.expr, usual: str) -> str:
        first = cell.text(node)[:1]
        return first if first in ("'", '"') else usual

    def _text(self, cell: int, value: Any, quote: str) -> str:
        return as_text(value, quote, lambda module, name: self._imports.local_name(cell, module, name))

    # -- edits --------------------------------------------------------------------------------------------------------

    def edits(self) -> list[Edit]:
        """Return all changes as edits."""
        for view in list(self.views.all.values()):
            self._make_missing(view)
            self._make_overrides(view)
        for view in self.views.all.values():
            if view.parent and view.items.removed and view.items.is_empty and not view.shared and not view.variable:
                view.parent[0].items.remove(view.parent[1])
                view.items.removed.clear()
        made = list(self._plain)
        for view in self.views.all.values():
            if view.copy_of is not None and view.parent is not None:
                view.parent[0].items.replace(view.copy_of, self._copied(view))
        for view in self.views.all.values():
            if view.copy_of is None:
                made.extend(view.items.edits())
        return made

    def _make_missing(self, view: View) -> None:
        for key, (maker, given) in view.missing.items():
            said = {path: value for path, value in given.items() if value is not None}
            if not said:
                continue
            value: Any = _nested(said)
            if maker:
                api, _, name = maker.partition(":")
                held = owner_class(api, name)
                value = Made(held.name, held.module, tuple((path[-1], item) for path, item in said.items()))
            item = view.items.find(key)
            if item is None:
                self._add(view, key, value)
            else:
                view.items.replace(item, self._text(view.items.number, value, view.items.quote))

    def _make_overrides(self, view: View) -> None:
        for item, given in view.overrides.values():
            cell = view.items.number
            text = _spread_text(
                view.items.cell.text(item.value),
                given,
                lambda value, cell=cell, quote=view.items.quote: self._text(cell, value, quote),
                view.items.quote,
            )
            view.items.replace(item, text)

    def _copied(self, view: View) -> str:
        cell = view.items.cell
        start, end = cell.span(view.items.node)
        inside = [Edit(0, edit.start - start, edit.end - start, edit.before, edit.after) for edit in view.items.edits()]
        return apply_edits([cell.source[start:end]], inside)[0]


def _usual_quote(source: str) -> str:
    return "'" if source.count("'") > source.count('"') else '"'


def _nested(given: Mapping[tuple[str, ...], Any]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for path, value in given.items():
        place = whole
        for key in path[:-1]:
            place = place.setdefault(key, {})
        place[path[-1]] = value
    return whole


def _spread_text(base: str, given: Mapping[tuple[str, ...], Any], say: Any, quote: str) -> str:
    """Return ``{**base, "key": value}``, going down where a path has several keys."""
    said = [f"**{base}" if base.replace("_", "a").replace(".", "a").isalnum() else f"**({base})"]
    below: dict[str, dict[tuple[str, ...], Any]] = {}
    for path, value in given.items():
        if len(path) == 1:
            said.append(f"{quote}{path[0]}{quote}: {say(value)}")
        else:
            below.setdefault(path[0], {})[path[1:]] = value
    for key, deeper in below.items():
        inner = f"{base}.get({quote}{key}{quote}, {{}})"
        said.append(f"{quote}{key}{quote}: " + _spread_text(inner, deeper, say, quote))
    return "{" + ", ".join(said) + "}"
